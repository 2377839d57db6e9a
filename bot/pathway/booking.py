"""Booking what comes after a session: its check-ins, and extra ones after a result."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.chat.payload import paragraphs
from bot.chat.when import moment_words
from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.schedule import FollowUp, Planned, first_valid, plan
from bot.locales import say
from bot.pathway import alerts
from bot.pathway.filling import Filling
from bot.pathway.judging import around
from bot.storage import audit, forms, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient
from bot.storage.sessions import Session

DAY = timedelta(days=1)


def refuse_future(clinic: Clinic, filling: Filling, time: str) -> str:
    """Give the hint for a session time that has not come yet, or nothing."""
    with_time = replace(filling, given={**filling.given, "ended_time": time})
    return "hint.time_not_yet" if ended_at(clinic, with_time) > clinic.now() else ""


def ended_at(clinic: Clinic, filling: Filling) -> datetime:
    """Work out when the session ended from the answers; the patient's clock counts."""
    given, zone = filling.given, filling.patient.zone_info
    now = clinic.now()
    if given["ended"] == "now":
        return filling.form.created_at  # when the patient began to note it
    today = now.astimezone(zone).date()
    day = {"today": today, "yesterday": today - DAY}.get(given["ended"])
    date = day.isoformat() if day else given["ended_date"]
    wall = datetime.fromisoformat(f"{date}T{given['ended_time']}")
    return first_valid(wall.replace(tzinfo=zone))


def record_session(clinic: Clinic, *, filling: Filling) -> Session:
    """Record a session and book its check-ins; they replace those of earlier sessions."""
    db, patient, now = clinic.db, filling.patient, clinic.now()
    for form in forms.waiting(db, patient.id):
        if form.kind is FormKind.CHECK_IN and form.after_form_id is None:
            forms.change(db, form.id, state=FormState.REPLACED, next_at=None, closed_at=now)
    screening = latest_screening(clinic, patient.id)
    session = sessions.add(
        db,
        patient_id=patient.id,
        ended_at=ended_at(clinic, filling),
        recorded_at=now,
        zone=patient.zone or "UTC",
        screening_class=screening.screening_class if screening else None,
    )
    forms.change(db, filling.form.id, session_id=session.id)
    audit.note(db, at=now, by=patient.code, what="session recorded", about=f"session {session.id}")
    _tell_if_stopped(clinic, patient, screening)
    for planned in _planned(clinic, patient, session):
        _book(clinic, patient, session, planned)
    return session


def latest_screening(clinic: Clinic, patient_id: int) -> Form | None:
    """Find the patient's newest answered screening."""
    found = [
        form
        for form in forms.of_patient(clinic.db, patient_id)
        if form.kind is FormKind.SCREENING and form.state is FormState.ANSWERED
    ]
    return found[-1] if found else None


def _tell_if_stopped(clinic: Clinic, patient: Patient, screening: Form | None) -> None:
    """A session in spite of a screening that said stop is for the clinic to know."""
    if screening and screening.screening_class is ScreeningClass.STOP:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["session_after_stop"],
            form_id=screening.id,
        )


def _planned(clinic: Clinic, patient: Patient, session: Session) -> tuple[Planned, ...]:
    booked = plan(clinic.protocol.schedule, session.ended_at, patient.quiet)
    return tuple(at_preferred_hour(planned, patient) for planned in booked)


def at_preferred_hour(planned: Planned, patient: Patient) -> Planned:
    """Move a check-in to the hour the patient chose, if that is inside its own window."""
    hour = patient.reminder_hour
    if hour is None:
        return planned
    local = planned.due_at.astimezone(patient.zone_info)
    wished = first_valid(local.replace(hour=hour, minute=0, second=0, microsecond=0))
    inside = planned.opens_at <= wished <= planned.closes_at
    return replace(planned, due_at=wished) if inside else planned


def replan(clinic: Clinic, patient: Patient) -> None:
    """Move the check-ins not yet sent to a patient's new zone, quiet hours or preferred hour."""
    for form in forms.waiting(clinic.db, patient.id):
        if form.state is not FormState.PLANNED or form.session_id is None:
            continue
        session = sessions.by_id(clinic.db, form.session_id)
        for planned in _planned(clinic, patient, session):
            if planned.point == form.point and form.after_form_id is None:
                _move(clinic, form, planned)


def _move(clinic: Clinic, form: Form, planned: Planned) -> None:
    forms.change(
        clinic.db,
        form.id,
        due_at=planned.due_at,
        closes_at=planned.closes_at,
        expires_at=planned.expires_at,
        next_at=planned.due_at,
        silent=planned.silent,
    )


def _book(clinic: Clinic, patient: Patient, session: Session, planned: Planned) -> None:
    # A session recorded days later: what could no longer be answered is not asked.
    over = planned.expires_at <= clinic.now()
    forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.CHECK_IN,
        state=FormState.CANCELLED if over else FormState.PLANNED,
        session_id=session.id,
        point=planned.point,
        created_at=clinic.now(),
        due_at=planned.due_at,
        closes_at=planned.closes_at,
        expires_at=planned.expires_at,
        next_at=None if over else planned.due_at,
        silent=planned.silent,
    )


def book_follow_up(clinic: Clinic, *, filling: Filling, entry: FollowUp) -> Form | None:
    """Book an extra check-in, unless a regular one comes as soon."""
    form, now = filling.form, clinic.now()
    due = now + timedelta(hours=entry.due)
    if entry.quiet_hours:
        due = filling.patient.quiet.shift(due)
    if forms.has_follow_up(clinic.db, form.id, entry.key):
        return None  # the form was corrected; what it called for is booked
    kind = FormKind(entry.questionnaire)
    if kind is FormKind.CHECK_IN and _comes_anyway(clinic, filling.patient.id, due):
        return None
    return forms.add(
        clinic.db,
        patient_id=filling.patient.id,
        kind=kind,
        state=FormState.PLANNED,
        session_id=form.session_id or _latest_session(clinic, filling.patient.id),
        point=entry.key,
        after_form_id=form.id,
        created_at=now,
        due_at=due,
        closes_at=now + timedelta(hours=entry.expires),
        expires_at=now + timedelta(hours=entry.expires),
        next_at=due,
    )


def _comes_anyway(clinic: Clinic, patient_id: int, due: datetime) -> bool:
    return any(
        form.kind is FormKind.CHECK_IN and form.due_at is not None and form.due_at <= due
        for form in forms.waiting(clinic.db, patient_id)
        if form.state is FormState.PLANNED
    )


def _latest_session(clinic: Clinic, patient_id: int) -> int | None:
    session = sessions.latest(clinic.db, patient_id)
    return session.id if session else None


def booked_words(clinic: Clinic, patient: Patient, session: Session) -> str:
    """Tell when the check-ins will come, in the patient's own time."""
    language = patient.language
    times = [
        say(
            language,
            "session.check_in_line",
            when=moment_words(form.due_at, patient.zone_info, language),
            point=say(language, f"point.{form.point}"),
        )
        for form in forms.waiting(clinic.db, patient.id)
        if form.session_id == session.id and form.due_at and form.after_form_id is None
    ]
    return paragraphs(
        say(language, "session.recorded", number=session.number),
        "\n".join(times),
        say(language, "session.any_time", emergency=around(clinic, patient).emergency),
    )
