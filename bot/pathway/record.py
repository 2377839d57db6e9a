"""Everything of one patient as staff read it, with the look in the access log."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.clinic import Clinic
from bot.clinical.screening import ScreeningOutcome
from bot.clinical.summary import Summary
from bot.pathway import courses, summing
from bot.pathway.clearing import NotClearableError, clearable
from bot.pathway.courses import Course
from bot.pathway.filling import Filling, load
from bot.pathway.minors import is_minor
from bot.pathway.outcome import outcome_of
from bot.pathway.replying import can_be_written_to
from bot.pathway.standing import Standing, standing
from bot.pathway.viewing import was_put
from bot.storage import (
    alerts,
    audit,
    clearances,
    clinic_messages,
    clinicians,
    forms,
    messages,
    notes,
    sessions,
)
from bot.storage.alerts import Alert, AlertEvent
from bot.storage.clearances import Clearance
from bot.storage.clinic_messages import ClinicMessage
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.messages import PatientMessage
from bot.storage.notes import Note
from bot.storage.patients import Patient
from bot.storage.sessions import Session

SCREENINGS_SHOWN = 5
FORMS_SHOWN = 12
MESSAGES_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Flag:
    """One alert with all that happened to it."""

    alert: Alert
    events: Sequence[AlertEvent]


@dataclass(frozen=True, slots=True, kw_only=True)
class Screened:
    """One screening with its answers, what they come to, and who cleared it."""

    filling: Filling
    outcome: ScreeningOutcome
    cleared: Clearance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One patient; everything newest first, but courses and sessions."""

    patient: Patient
    minor: bool
    open_flag: Flag | None
    closed_flags: Sequence[Flag]
    staff: dict[int, str]  # codes by number
    standing: Standing | None
    clearable: Standing | None
    screenings: Sequence[Screened]
    filled: Sequence[Filling]
    courses: Sequence[tuple[Course, Summary]]
    sessions: Sequence[Session]
    waiting: Sequence[Form]
    notes: Sequence[Note]
    messages: Sequence[PatientMessage | ClinicMessage]
    writable: bool


def record(clinic: Clinic, *, patient: Patient, by: str) -> Record:
    """Gather what staff need to see of one patient."""
    db, now, about = clinic.db, clinic.now(), f"patient {patient.code}"
    audit.note(db, at=now, by=by, what="viewed", about=about)
    flags = [
        Flag(alert=alert, events=alerts.events(db, alert.id))
        for alert in reversed(alerts.of_patient(db, patient.id))
    ]
    put = [form for form in reversed(forms.of_patient(db, patient.id)) if was_put(form)]
    found = standing(clinic, patient.id)
    had = sessions.of_patient(db, patient.id)
    return Record(
        patient=patient,
        minor=is_minor(clinic, patient.id),
        open_flag=next((flag for flag in flags if flag.alert.closed_at is None), None),
        closed_flags=[flag for flag in flags if flag.alert.closed_at is not None],
        staff={person.id: person.code for person in clinicians.everyone(db)},
        standing=found if found is not None and found.is_valid(now) else None,
        clearable=_clearable(clinic, patient),
        screenings=_screenings(clinic, put),
        filled=[load(clinic, form) for form in _others(put)],
        courses=_courses(clinic, patient, had),
        sessions=had,
        waiting=forms.waiting(db, patient.id),
        notes=notes.of_patient(db, patient.id),
        messages=_messages(clinic, patient),
        writable=can_be_written_to(clinic, patient),
    )


def _messages(clinic: Clinic, patient: Patient) -> list[PatientMessage | ClinicMessage]:
    """List what was written from either side."""
    theirs = messages.of_patient(clinic.db, patient.id, MESSAGES_SHOWN)
    ours = clinic_messages.of_patient(clinic.db, patient.id, MESSAGES_SHOWN)
    return sorted([*theirs, *ours], key=lambda one: one.at, reverse=True)


def _screenings(clinic: Clinic, put: Sequence[Form]) -> list[Screened]:
    newest = [form for form in put if form.kind is FormKind.SCREENING][:SCREENINGS_SHOWN]
    return [_screened(clinic, form) for form in newest]


def _screened(clinic: Clinic, form: Form) -> Screened:
    filling = load(clinic, form)
    complete = form.state is FormState.ANSWERED
    return Screened(
        filling=filling,
        outcome=outcome_of(clinic, filling, complete=complete),
        cleared=clearances.newest(clinic.db, form.id),
    )


def _others(put: Sequence[Form]) -> list[Form]:
    return [form for form in put if form.kind is not FormKind.SCREENING][:FORMS_SHOWN]


def _courses(
    clinic: Clinic, patient: Patient, had: Sequence[Session]
) -> list[tuple[Course, Summary]]:
    numbers = sorted({session.course for session in had}) or [1]
    listed = [courses.numbered(clinic.db, patient.id, number) for number in numbers]
    return [(course, summing.summary_of(clinic, course)) for course in listed]


def _clearable(clinic: Clinic, patient: Patient) -> Standing | None:
    try:
        return clearable(clinic, patient_id=patient.id)
    except NotClearableError:
        return None
