"""What clinicians note about patients, kept as written. Append-only."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find_all, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One note; `by` is the code of whoever wrote it."""

    id: int
    patient_id: int
    text: str
    at: datetime
    by: str


def add(db: Database, *, patient_id: int, clinician_id: int, text: str, at: datetime) -> None:
    """Keep a note."""
    insert(db, "clinic_note", patient_id=patient_id, clinician_id=clinician_id, text=text, at=at)


def of_patient(db: Database, patient_id: int) -> list[Note]:
    """List a patient's notes, newest first."""
    return find_all(
        db,
        Note,
        "SELECT clinic_note.*, clinician.code AS by FROM clinic_note"
        " JOIN clinician ON clinician.id = clinic_note.clinician_id"
        " WHERE patient_id = ? ORDER BY clinic_note.id DESC",
        patient_id,
    )
