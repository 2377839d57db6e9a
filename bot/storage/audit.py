"""The audit and access log: who did, saw or took what, when. Append-only."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find_all, insert


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the log; it holds record numbers and codes, never a patient's words."""

    id: int
    at: datetime
    by: str
    what: str
    about: str
    detail: str


def note(db: Database, *, at: datetime, by: str, what: str, about: str, detail: str = "") -> None:
    """Add a line."""
    insert(db, "audit", at=at, by=by, what=what, about=about, detail=detail)


def is_noted(db: Database, what: str, about: str) -> bool:
    """Tell whether a thing has ever been noted about something."""
    sql = "SELECT 1 FROM audit WHERE what = ? AND about = ?"
    return db.execute(sql, [what, about]).fetchone() is not None


def rows(db: Database) -> list[AuditRow]:
    """List the whole log, oldest first."""
    return find_all(db, AuditRow, "SELECT * FROM audit ORDER BY id")
