"""The audit and access log: who did, saw or took what, when. Append-only, each line chained."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import cell, find_all, insert

BEGINNING = ""  # what the first line is chained to

FOREIGN = "foreign tap refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class AuditRow:
    """One line of the log; it holds record numbers and codes, never a patient's words.

    `hash` is made of the line and of the hash before it: whoever changes, adds or takes out a
    line must write every later one anew, and the last hash is then another.
    """

    id: int
    at: datetime
    by: str
    what: str
    about: str
    detail: str
    hash: str


def note(db: Database, *, at: datetime, by: str, what: str, about: str, detail: str = "") -> None:
    """Add a line, inside the transaction of what it tells of."""
    if not db.conn.in_transaction:
        raise RuntimeError("a line of the log belongs to the transaction of what it tells of")
    number, before = _last(db)
    told = tuple(cell(value) for value in (number + 1, at, by, what, about, detail))
    names = ("id", "at", "by", "what", "about", "detail")
    insert(db, "audit", **dict(zip(names, told, strict=True)), hash=_chained(before, told))


def _last(db: Database) -> tuple[int, str]:
    row = db.execute("SELECT id, hash FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    return (int(row[0]), str(row[1])) if row else (0, BEGINNING)


def _chained(before: str, told: tuple[int | str, ...]) -> str:
    line = json.dumps([before, *told], ensure_ascii=True)
    return hashlib.sha256(line.encode()).hexdigest()


def head(db: Database) -> str:
    """Name the last line and its hash, as in 12:ab34…: what a later check can be held against."""
    number, last = _last(db)
    return f"{number}:{last}"


def faults(db: Database, heads: tuple[str, ...] = ()) -> Iterator[str]:
    """Yield what is wrong with the log: the first line that does not fit, heads not met."""
    seen, before, expected = {f"0:{BEGINNING}"}, BEGINNING, 1
    wanted = {int(known.partition(":")[0]) for known in heads}
    for row in db.execute("SELECT id, at, by, what, about, detail, hash FROM audit ORDER BY id"):
        *told, found = tuple(row)
        if told[0] != expected or found != _chained(before, tuple(told)):
            yield f"Line {expected} of the log is not what was written."
            return
        before, expected = str(found), expected + 1
        if told[0] in wanted:
            seen.add(f"{told[0]}:{before}")
    yield from (f"The log has no line {known}." for known in heads if known not in seen)


def is_noted(db: Database, what: str, about: str | None = None) -> bool:
    """Tell whether a thing has ever been noted about something, or about anything."""
    sql = "SELECT 1 FROM audit WHERE what = ?1 AND about = coalesce(?2, about)"
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
# reads the access log is not shown it, nor after an erasure, when nobody has the code any more.
# So those shown are named: staff, what runs for them, and whoever opens a link, by its kind. A
# hand in somebody else's record is shown, and that a record was erased.
OTHERS = ("operator", "clock", "telegram", "stranger")
LINKS = ("patient", "clinician", "admin", "auditor")
SHOWN_OF_ANYBODY = (FOREIGN, "erased")
_ACCESSES = """
SELECT audit.*, coalesce(patient.code, '') AS patient FROM audit
LEFT JOIN alert ON audit.about LIKE 'alert %' AND alert.id = CAST(substr(about, 7) AS INTEGER)
LEFT JOIN form ON audit.about LIKE 'form %' AND form.id = CAST(substr(about, 6) AS INTEGER)
LEFT JOIN patient ON patient.id = coalesce(alert.patient_id, form.patient_id)
    OR (audit.about LIKE 'patient %' AND patient.code = substr(about, 9))
WHERE (audit.what IN (SELECT value FROM json_each(?3))
OR audit.by IN (SELECT value FROM json_each(?5)) OR audit.by IN (SELECT code FROM clinician))
"""


def accesses(db: Database, *, code: str = "", limit: int, skip: int = 0) -> list[Access]:
    """List what people did, newest first; of one patient or by or about one member of staff."""
    sql = f"{_ACCESSES} AND (?1 IN ('', audit.by, patient.code) OR audit.about = 'staff ' || ?1)"
    sql += " ORDER BY audit.id DESC LIMIT ?2 OFFSET ?4"
    shown, others = cell(SHOWN_OF_ANYBODY), cell((*OTHERS, *LINKS))
    return find_all(db, Access, sql, code, limit, shown, skip, others)


def rows(db: Database) -> list[AuditRow]:
    """List the whole log, oldest first."""
    return find_all(db, AuditRow, "SELECT * FROM audit ORDER BY id")
