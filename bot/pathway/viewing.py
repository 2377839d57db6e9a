"""Looking at patients: every look is a line in the access log."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.clinic import Clinic
from bot.clinical.questionnaire import Question
from bot.pathway import courses
from bot.pathway.courses import Course
from bot.pathway.days import WRITTEN
from bot.pathway.filling import load
from bot.pathway.putting import unconfirmed_ticks
from bot.pathway.standing import Standing, standing
from bot.storage import alerts, audit, clearances, clinic_messages, forms, messages, patients
from bot.storage.alerts import Alert
from bot.storage.clearances import Clearance
from bot.storage.clinic_messages import ClinicMessage
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.messages import PatientMessage
from bot.storage.patients import Patient

FORMS_SHOWN = 5
MESSAGES_SHOWN = 10
REPLIES_SHOWN = 3
PUT = (FormState.PLANNED, FormState.CANCELLED, FormState.REPLACED)  # never put to the patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """One patient in a list: the open alert, the last form, and a screening that counts."""

    patient: Patient
    alert: Alert | None
    last: Form | None
    standing: Standing | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """One form with its answers, and the ticks that are not confirmed yet."""

    form: Form
    given: Mapping[str, Any]
    ticked: Mapping[str, Any]
    questions: tuple[Question, ...]
    cleared: Clearance | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whole:
    """One patient with the newest forms and messages, and the course they are in."""

    alert: Alert | None
    standing: Standing | None
    filled: list[Filled]
    messages: list[PatientMessage]
    replies: list[ClinicMessage]
    course: Course


def everyone(clinic: Clinic, *, by: str) -> list[Seen]:
    """List all patients, the most urgent open alert first."""
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about="patients")
    open_alerts = {alert.patient_id: alert for alert in alerts.all_open(clinic.db)}
    seen = [
        Seen(
            patient=patient,
            alert=open_alerts.get(patient.id),
            last=_last(clinic, patient),
            standing=_valid(clinic, patient),
        )
        for patient in patients.everyone(clinic.db)
    ]
    return sorted(seen, key=lambda one: -one.alert.level.rank if one.alert else 0)


def _valid(clinic: Clinic, patient: Patient) -> Standing | None:
    """Give where the newest screening stands, while it counts for a session."""
    found = standing(clinic, patient.id)
    return found if found is not None and found.is_valid(clinic.now()) else None


def open_alerts(clinic: Clinic, *, by: str) -> list[Alert]:
    """List the open alerts, the most urgent first."""
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about="alerts")
    return alerts.all_open(clinic.db)


def _last(clinic: Clinic, patient: Patient) -> Form | None:
    found = _put(clinic, patient)
    return found[-1] if found else None


def _put(clinic: Clinic, patient: Patient) -> list[Form]:
    return [f for f in forms.of_patient(clinic.db, patient.id) if was_put(f)]


def was_put(form: Form) -> bool:
    """Leave out what was never asked, and evenings without an entry: they mean nothing."""
    silent = form.kind is FormKind.DIARY and form.state not in (*WRITTEN, FormState.OPEN)
    return form.state not in PUT and not silent


def one(clinic: Clinic, *, patient: Patient, by: str) -> Whole:
    """Gather what a clinician needs to see of one patient."""
    about = f"patient {patient.code}"
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about=about)
    fillings = [load(clinic, form) for form in reversed(_put(clinic, patient)[-FORMS_SHOWN:])]
    return Whole(
        alert=alerts.open_of(clinic.db, patient.id),
        standing=_valid(clinic, patient),
        filled=[
            Filled(
                form=f.form,
                given=f.given,
                ticked=unconfirmed_ticks(f),
                questions=f.questions,
                cleared=clearances.newest(clinic.db, f.form.id),
            )
            for f in fillings
        ],
        messages=messages.of_patient(clinic.db, patient.id, MESSAGES_SHOWN),
        replies=clinic_messages.of_patient(clinic.db, patient.id, REPLIES_SHOWN),
        course=courses.current(clinic.db, patient.id),
    )
