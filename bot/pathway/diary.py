"""The headache diary: one entry a day, asked for in the evening or begun by the patient."""

from datetime import date

from bot.clinic import Clinic
from bot.pathway.asking import put_question
from bot.pathway.days import DAY, WRITTEN, times, today_of
from bot.pathway.filling import load
from bot.pathway.moments import book_next, opened
from bot.pathway.post import Post
from bot.storage import audit, forms
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient

UNWRITTEN = (FormState.PLANNED, FormState.OPEN)
BEGUN = (FormState.OPEN, *WRITTEN)


def write(clinic: Clinic, *, patient: Patient, day: date, post: Post) -> None:
    """Put the open question of a day's entry: of the one that waits for it, or of a new one."""
    waiting = [f for f in forms.diary_of(clinic.db, patient.id, day) if f.state in UNWRITTEN]
    form = _take_up(clinic, waiting[-1]) if waiting else _add(clinic, patient, day)
    put_question(clinic, load(clinic, form), post)


def _take_up(clinic: Clinic, form: Form) -> Form:
    """Go on with an entry; one that was to be asked for later is looked at again then."""
    if form.state is FormState.OPEN:
        return forms.change(clinic.db, form.id, asked_at=clinic.now())
    form = forms.change(clinic.db, form.id, **opened(clinic))
    return book_next(clinic, form, remind_at=form.due_at)


def _add(clinic: Clinic, patient: Patient, day: date) -> Form:
    now, moments = clinic.now(), times(clinic, patient, day)
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.DIARY,
        day=day,
        created_at=now,
        **opened(clinic),
        closes_at=moments.closes_at,
        expires_at=moments.expires_at,
        next_at=moments.expires_at,
    )
    about = f"form {form.id}"
    audit.note(clinic.db, at=now, by=patient.code, what="diary begun", about=about)
    return form


def keep_going(clinic: Clinic, patient: Patient) -> None:
    """Book the next evening, if the patient wants evenings and says something on some of them."""
    if patient.diary_hour is None or not patient.is_prompted or _planned(clinic, patient):
        return
    rest = clinic.protocol.evening.rest_after
    if forms.silent_evenings(clinic.db, patient.id, rest) < rest:
        forms.add(
            clinic.db,
            patient_id=patient.id,
            kind=FormKind.DIARY,
            state=FormState.PLANNED,
            created_at=clinic.now(),
            **_next_evening(clinic, patient),
        )


def _planned(clinic: Clinic, patient: Patient) -> list[Form]:
    waiting = forms.waiting(clinic.db, patient.id)
    return [f for f in waiting if f.kind is FormKind.DIARY and f.state is FormState.PLANNED]


def _next_evening(clinic: Clinic, patient: Patient) -> dict[str, object]:
    """Give the times of today's entry, or of tomorrow's when today is over or begun."""
    today = today_of(clinic, patient)
    over = clinic.now() >= times(clinic, patient, today).due_at
    begun = any(form.state in BEGUN for form in forms.diary_of(clinic.db, patient.id, today))
    moments = times(clinic, patient, today + DAY if over or begun else today)
    return {
        "day": moments.day,
        "due_at": moments.due_at,
        "closes_at": moments.closes_at,
        "expires_at": moments.expires_at,
        "next_at": moments.due_at,
    }


def replan(clinic: Clinic, patient: Patient) -> None:
    """Move the next evening to a new hour, night or zone, or leave it out."""
    for form in _planned(clinic, patient):
        if patient.diary_hour is None:
            ended = {"state": FormState.CANCELLED, "closed_at": clinic.now(), "next_at": None}
            forms.change(clinic.db, form.id, **ended)
        else:
            forms.change(clinic.db, form.id, **_next_evening(clinic, patient))
    keep_going(clinic, patient)
