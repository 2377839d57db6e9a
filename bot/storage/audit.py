"""The audit and access log: who did, saw or took what, when. Append-only."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find_all, insert

FOREIGN = "foreign tap refused"


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """One line of the log that says what a person did, and the patient it is about, or nobody."""

    id: int
    at: datetime
    by: str
    what: str
    about: str
    detail: str
    patient: str


# What patients do in their own record, and what the rules do, tells what patients feel: who
# reads the access log is not shown it. A hand in somebody else's record is.
_ACCESSES = """
SELECT audit.*, coalesce(patient.code, '') AS patient FROM audit
LEFT JOIN alert ON audit.about LIKE 'alert %' AND alert.id = CAST(substr(about, 7) AS INTEGER)
LEFT JOIN form ON audit.about LIKE 'form %' AND form.id = CAST(substr(about, 6) AS INTEGER)
LEFT JOIN patient ON patient.id = coalesce(alert.patient_id, form.patient_id)
    OR (audit.about LIKE 'patient %' AND patient.code = substr(about, 9))
WHERE audit.by <> 'rules'
AND (audit.what = ?3 OR audit.by NOT IN (SELECT code FROM patient))
"""


def accesses(db: Database, *, code: str = "", limit: int) -> list[Access]:
    """List what people did, newest first; of one patient or by or about one member of staff."""
    sql = f"{_ACCESSES} AND (?1 IN ('', audit.by, patient.code) OR audit.about = 'staff ' || ?1)"
    return find_all(db, Access, f"{sql} ORDER BY audit.id DESC LIMIT ?2", code, limit, FOREIGN)


def rows(db: Database) -> list[AuditRow]:
    """List the whole log, oldest first."""
    return find_all(db, AuditRow, "SELECT * FROM audit ORDER BY id")
