"""Who can be reached: patients and clinicians who block the bot, and come back."""

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.storage import alerts as stored
from bot.storage import audit, clinicians, forms, outbox, patients
from bot.storage.outbox import Lane
from bot.storage.patients import Patient


def set_reachable(clinic: Clinic, *, chat_id: int, reachable: bool) -> None:
    """Note whether a private chat takes messages, for whoever it belongs to."""
    clinician = clinicians.by_chat(clinic.db, chat_id)
    if clinician is not None and clinician.reachable is not reachable:
        clinicians.set_reachable(clinic.db, clinician.id, reachable=reachable)
    patient = patients.by_chat(clinic.db, chat_id)
    if patient is None or patient.reachable is reachable:
        return
    patients.change(clinic.db, patient.id, reachable=reachable)
    what = "reachable" if reachable else "unreachable"
    about = f"patient {patient.code}"
    audit.note(clinic.db, at=clinic.now(), by="telegram", what=what, about=about)
    if not reachable:
        _lose(clinic, patient, chat_id)


def _lose(clinic: Clinic, patient: Patient, chat_id: int) -> None:
    """Stop what waits for the chat; the clinic is told where safety may hang on it."""
    outbox.drop_for_chat(clinic.db, chat_id, "unreachable", tuple(Lane))
    last = forms.last_reports(clinic.db, patient.id, before=clinic.now(), limit=1)
    highest = last[0].highest if last else None
    worried = highest is not None and highest >= TriageLevel.CONTACT_CLINIC
    if worried or stored.open_of(clinic.db, patient.id) is not None:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["unreachable"],
            form_id=None,
        )
