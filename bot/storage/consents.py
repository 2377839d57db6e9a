"""Consents: which text a patient agreed to, in which language, when, and when it ended."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find, find_all, insert, stamp


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """Words that somebody has agreed to, as far as they tell one text from another."""

    version: str
    terms_hash: str | None
    language: str


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


def in_chat(db: Database, chat_id: int) -> Consent | None:
    """Find the consent that holds now of the patient of a private chat."""
    return find(
        db,
        Consent,
        "SELECT consent.* FROM patient JOIN consent ON consent.patient_id = patient.id"
        " WHERE patient.chat_id = ? AND consent.withdrawn_at IS NULL ORDER BY consent.id DESC",
        chat_id,
    )


def words_in_force(db: Database) -> list[Words]:
    """List the words that consents are to; they are few, however many patients there are."""
    return find_all(
        db,
        Words,
        "SELECT DISTINCT version, terms_hash, language FROM consent AS given"
        " WHERE withdrawn_at IS NULL AND NOT EXISTS (SELECT 1 FROM consent AS later"
        " WHERE later.patient_id = given.patient_id AND later.withdrawn_at IS NULL"
        " AND later.id > given.id)",
    )
