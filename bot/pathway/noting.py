"""A clinician's own notes on a patient."""

from bot.clinic import Clinic
from bot.storage import audit, notes
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient

LONGEST_NOTE = 2000


def note(clinic: Clinic, *, patient: Patient, by: Clinician, text: str) -> None:
    """Keep a note beside what the patient told; raises ValueError for one that is empty."""
    words = text.strip()[:LONGEST_NOTE]
    if not words:
        raise ValueError("an empty note")
    now, about = clinic.now(), f"patient {patient.code}"
    notes.add(clinic.db, patient_id=patient.id, clinician_id=by.id, text=words, at=now)
    audit.note(clinic.db, at=now, by=by.code, what="note written", about=about)
