"""A clinic where everything that an export can tell has happened to each patient."""

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.triage import Finding
from bot.storage import alerts, clearances, clinic_messages, clinicians, consents, messages
from bot.storage.patients import Patient
from tests.export.clinics import add_form, add_patient, add_session, find, hours

SECRET = "my name is Robin Example"


def everything_happens(clinic: Clinic, *, patients: int) -> list[Patient]:
    """Let some patients go through it, and a clinician with them."""
    charlie = clinicians.add(clinic.db, chat_id=9, language="en", now=hours(0))
    enrolled = [add_patient(clinic, chat_id=100 + n) for n in range(patients)]
    for patient in enrolled:
        _happen(clinic, patient, charlie.id)
    return enrolled


def _happen(clinic: Clinic, patient: Patient, clinician: int) -> None:
    """Let a patient go through whatever an export tells of."""
    screening = add_form(
        clinic,
        patient,
        "screening",
        {"SC01": 93, "SC30": ["other"], "SC30_what": SECRET},
        at=hours(1),
        screening_class=ScreeningClass.CHECK,
    )
    clearances.add(
        clinic.db,
        form_id=screening.id,
        screening_class=ScreeningClass.CHECK,
        reason="words",
        words=SECRET,
        at=hours(2),
        clinician_id=clinician,
    )
    messages.add(
        clinic.db, patient_id=patient.id, text=SECRET, at=hours(2), update_id=1000 + patient.id
    )
    clinic_messages.add(
        clinic.db, patient_id=patient.id, clinician_id=clinician, text=SECRET, at=hours(2)
    )
    session = add_session(clinic, patient, ended_at=hours(3))
    add_form(clinic, patient, "baseline", {"nrs_usual": 6}, at=hours(3))
    given = {"gate": "none", "nrs": 5, "problems": ["tingling"], "tingling": 2, "odd": SECRET}
    report = add_form(
        clinic,
        patient,
        "check_in",
        given,
        at=hours(6),
        session_id=session.id,
        point="h3",
        due_at=hours(5),
    )
    find(clinic, report, Finding(rule="R62", level=TriageLevel.CONTACT_CLINIC, message="m"))
    add_form(clinic, patient, "follow_up", {"nrs_usual": 2}, at=hours(9), session_id=session.id)
    add_form(clinic, patient, "diary", {"nrs_worst": 4}, at=hours(12), day=hours(12).date())
    alert = alerts.add(
        clinic.db,
        patient_id=patient.id,
        level=TriageLevel.CONTACT_CLINIC,
        state="closed",
        raised_at=hours(6),
        since=hours(6),
        acknowledged_at=hours(7),
        acknowledged_by=clinician,
        closed_at=hours(8),
        closed_by=clinician,
        reason="other",
        note=SECRET,
    )
    consents.withdraw(clinic.db, patient.id, hours(13))
    for what in ("raised", "delivered", "closed"):
        alerts.note(clinic.db, alert.id, hours(6), what, cause="R62" if what == "raised" else "")
