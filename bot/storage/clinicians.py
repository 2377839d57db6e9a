"""Clinicians: who is told, in which order."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find, find_all, insert, update


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """One clinician; the duty order is the order of joining."""

    id: int
    code: str
    chat_id: int
    language: str
    state: str
    reachable: bool
    joined_at: datetime


def add(db: Database, *, chat_id: int, language: str, now: datetime) -> Clinician:
    """Add a clinician at the end of the duty order."""
    number = db.execute("SELECT count(*) + 1 FROM clinician").fetchone()[0]
    row_id = insert(
        db,
        "clinician",
        code=f"C{number}",
        chat_id=chat_id,
        language=language,
        state="active",
        joined_at=now,
    )
    return by_id(db, row_id)


def by_id(db: Database, clinician_id: int) -> Clinician:
    """Find a clinician by id; raises LookupError when there is none."""
    clinician = find(db, Clinician, "SELECT * FROM clinician WHERE id = ?", clinician_id)
    if clinician is None:
        raise LookupError(clinician_id)
    return clinician


def by_chat(db: Database, chat_id: int) -> Clinician | None:
    """Find the active clinician of a private chat."""
    return find(
        db, Clinician, "SELECT * FROM clinician WHERE chat_id = ? AND state = 'active'", chat_id
    )


def on_duty(db: Database) -> list[Clinician]:
    """List the clinicians to tell, in duty order: those who can be reached, or else all."""
    active = find_all(db, Clinician, "SELECT * FROM clinician WHERE state = 'active' ORDER BY id")
    return [person for person in active if person.reachable] or active


def set_reachable(db: Database, clinician_id: int, *, reachable: bool) -> None:
    """Note whether the clinician's chat takes messages."""
    update(db, "clinician", clinician_id, reachable=reachable)
