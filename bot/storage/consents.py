"""Consents: which text a patient agreed to, in which language, when, and when it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find, insert, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent:
    """One consent, proven by the hash of the text that was shown.

    `terms_hash` is of the words alone, without hours and numbers; None where it was not kept.
    """

    id: int
    patient_id: int
    version: str
    text_hash: str
    terms_hash: str | None
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


def give(db: Database, *, patient_id: int, now: datetime, **text: object) -> None:
    """Store a consent with the version, hashes and language of its text and its update."""
    insert(db, "consent", patient_id=patient_id, given_at=now, **text)


def withdraw(db: Database, patient_id: int, now: datetime) -> None:
    """End every consent of a patient."""
    db.execute(
        "UPDATE consent SET withdrawn_at = ? WHERE patient_id = ? AND withdrawn_at IS NULL",
        [stamp(now), patient_id],
    )


def in_force(db: Database, patient_id: int) -> Consent | None:
    """Find the consent that holds now."""
    return find(
        db,
        Consent,
        "SELECT * FROM consent WHERE patient_id = ? AND withdrawn_at IS NULL ORDER BY id DESC",
        patient_id,
    )
