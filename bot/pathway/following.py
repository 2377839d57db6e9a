"""The follow-up of a course: asked once, after the check-in two weeks after its last session."""

from datetime import timedelta

from bot.clinic import Clinic
from bot.pathway.courses import Course
from bot.pathway.days import WRITTEN
from bot.pathway.moments import book_next, opened
from bot.storage import audit, forms
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient

LIVES = timedelta(days=2)  # after this an unfinished follow-up is kept as incomplete


def is_due_after(clinic: Clinic, form: Form) -> bool:
    """Tell whether the follow-up comes after a form; a later session would have replaced it."""
    right = form.kind is FormKind.CHECK_IN and form.point == clinic.protocol.course_plan.follow_up
    return right and not _asked(clinic, form.patient_id, form.session_id)


def _asked(clinic: Clinic, patient_id: int, session_id: int | None) -> bool:
    listed = forms.of_kind(clinic.db, patient_id, FormKind.FOLLOW_UP)
    return any(form.session_id == session_id for form in listed)


def can_be_answered(clinic: Clinic, course: Course) -> bool:
    """Tell whether a course's last session is long enough ago, and nothing is told of it yet."""
    point = clinic.protocol.schedule.point(clinic.protocol.course_plan.follow_up)
    if not course.sessions or point is None:
        return False
    last = course.sessions[-1]
    listed = forms.of_kind(clinic.db, last.patient_id, FormKind.FOLLOW_UP)
    told = any(form.session_id == last.id and form.state in WRITTEN for form in listed)
    most = timedelta(days=clinic.protocol.course_plan.gap_days)
    return timedelta(hours=point.opens) <= clinic.now() - last.ended_at <= most and not told


def take_up(clinic: Clinic, patient: Patient, course: Course) -> Form:
    """Go on with a course's follow-up, or open it when its check-in was never answered."""
    last = course.sessions[-1]
    listed = forms.of_kind(clinic.db, patient.id, FormKind.FOLLOW_UP)
    still_open = [f for f in listed if f.session_id == last.id and f.state is FormState.OPEN]
    if still_open:
        return forms.change(clinic.db, still_open[-1].id, asked_at=clinic.now())
    return begin(clinic, patient, last.id)


def begin(clinic: Clinic, patient: Patient, session_id: int | None) -> Form:
    """Open the follow-up of a session's course; it is reminded of once, like a check-in."""
    now = clinic.now()
    reminder = timedelta(hours=clinic.protocol.schedule.reminder_after)
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.FOLLOW_UP,
        session_id=session_id,
        created_at=now,
        due_at=now,
        **opened(clinic),
        closes_at=now + LIVES,
        expires_at=now + LIVES,
    )
    audit.note(clinic.db, at=now, by=patient.code, what="follow_up begun", about=f"form {form.id}")
    return book_next(clinic, form, remind_at=patient.quiet.shift(now + reminder))
