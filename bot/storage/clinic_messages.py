"""What the clinic wrote to patients, kept as given, with what became of each message."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.outbox import Fate
from bot.storage.rows import find_all, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class ClinicMessage:
    """One message to a patient; `by` is the code of whoever wrote it, `fate` where it is."""

    id: int
    patient_id: int
    text: str
    at: datetime
    by: str
    fate: Fate | None


def add(db: Database, *, patient_id: int, clinician_id: int, text: str, at: datetime) -> int:
    """Keep a message and give its number."""
    return insert(
        db, "clinic_message", patient_id=patient_id, clinician_id=clinician_id, text=text, at=at
    )


def cause_of(message_id: int) -> str:
    """Name the cause under which a message goes to the outbox."""
    return f"clinic_message:{message_id}"


def of_patient(db: Database, patient_id: int, limit: int) -> list[ClinicMessage]:
    """List the newest messages to a patient, newest first."""
    return find_all(
        db,
        ClinicMessage,
        "SELECT clinic_message.*, clinician.code AS by, outbox.state AS fate FROM clinic_message"
        " JOIN clinician ON clinician.id = clinic_message.clinician_id"
        " LEFT JOIN outbox ON outbox.dkey = 'clinic_message:' || clinic_message.id || ':1'"
        " WHERE patient_id = ? ORDER BY clinic_message.id DESC LIMIT ?",
        patient_id,
        limit,
    )
