"""What patients wrote in their own words."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find_all, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientMessage:
    """One message that answered no question."""

    id: int
    patient_id: int
    text: str
    at: datetime
    update_id: int | None


def add(db: Database, *, patient_id: int, text: str, at: datetime, update_id: int) -> None:
    """Keep a message for the clinic."""
    insert(db, "patient_message", patient_id=patient_id, text=text, at=at, update_id=update_id)


def of_patient(db: Database, patient_id: int, limit: int) -> list[PatientMessage]:
    """List a patient's newest messages, newest first."""
    return find_all(
        db,
        PatientMessage,
        "SELECT * FROM patient_message WHERE patient_id = ? ORDER BY id DESC LIMIT ?",
        patient_id,
        limit,
    )
