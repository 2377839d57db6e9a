"""Clearances: a clinician's word that a screening's check or stop is settled. Append-only."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.clinical.levels import ScreeningClass
from bot.storage.rows import cell, find, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearance:
    """One clearance; the class is the one the clinician saw, `words` are their own."""

    id: int
    form_id: int
    screening_class: ScreeningClass
    reason: str
    words: str
    at: datetime
    clinician_id: int
    by: str  # the clinician's code


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """The reason a clinician is writing for a screening, until it is confirmed."""

    clinician_id: int
    form_id: int
    words: str
    at: datetime


_SELECT = (
    "SELECT clearance.*, clinician.code AS by FROM clearance"
    " JOIN clinician ON clinician.id = clearance.clinician_id"
)


def add(db: Database, **values: object) -> Clearance:
    """Add a clearance."""
    return by_id(db, insert(db, "clearance", **values))


def by_id(db: Database, clearance_id: int) -> Clearance:
    """Find a clearance by id; raises LookupError when there is none."""
    clearance = find(db, Clearance, f"{_SELECT} WHERE clearance.id = ?", clearance_id)
    if clearance is None:
        raise LookupError(clearance_id)
    return clearance


def newest(db: Database, form_id: int) -> Clearance | None:
    """Find the newest clearance of a screening."""
    sql = f"{_SELECT} WHERE form_id = ? ORDER BY clearance.id DESC LIMIT 1"
    return find(db, Clearance, sql, form_id)


def keep_draft(db: Database, *, clinician_id: int, form_id: int, words: str, at: datetime) -> None:
    """Keep what a clinician is writing, in place of anything before."""
    db.execute(
        "INSERT OR REPLACE INTO clearance_draft (clinician_id, form_id, words, at)"
        " VALUES (?, ?, ?, ?)",
        [clinician_id, form_id, cell(words), cell(at)],
    )


def draft_of(db: Database, clinician_id: int) -> Draft | None:
    """Find what a clinician is writing."""
    return find(db, Draft, "SELECT * FROM clearance_draft WHERE clinician_id = ?", clinician_id)


def drop_draft(db: Database, clinician_id: int) -> None:
    """Forget what a clinician was writing."""
    db.execute("DELETE FROM clearance_draft WHERE clinician_id = ?", [clinician_id])
