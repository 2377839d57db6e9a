"""Erasing a patient: every row that is theirs goes, and a keyed mark of it stays."""

import hashlib
import hmac
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlite_utils import Database

from bot.storage.patients import Patient
from bot.storage.rows import find_all, stamp

ROOT = "patient"
# What a member of staff was shown of a patient is in no row of the patient's; it goes as well.
FORGET_MESSAGES = (
    # The update that asks for it is being worked on; like all of strangers, it is not kept.
    "DELETE FROM inbox WHERE sender_id = :chat AND state <> 'new'",
    "DELETE FROM invitation_attempt WHERE chat_id = :chat",
    "DELETE FROM burst WHERE chat_id = :chat",
    "DELETE FROM outbox WHERE chat_id = :chat",
    "DELETE FROM outbox WHERE alert_id IN (SELECT id FROM alert WHERE patient_id = :patient)",
    "UPDATE outbox SET payload = '{}' WHERE state IN ('sent', 'dead', 'expired')"
    " AND chat_id IN (SELECT chat_id FROM clinician)",
    "UPDATE outbox SET payload = '{}', state = 'expired', note = 'erased'"
    " WHERE state = 'queued' AND instr(payload, :code)",
    "UPDATE inbox SET raw = '' WHERE state <> 'new'"
    " AND sender_id IN (SELECT chat_id FROM clinician)",
)


def count(db: Database, patient_id: int) -> dict[str, int]:
    """Count a patient's rows by table."""
    found = {}
    for table, where in _plan(db).items():
        sql = f"SELECT count(*) FROM {table} WHERE {where}"  # noqa: S608  # names of the schema
        found[table] = int(db.execute(sql, {"patient": patient_id}).fetchone()[0])
    return found


def erase(db: Database, patient: Patient, now: datetime) -> None:
    """Delete everything of a patient, and keep a mark that tells whether a copy holds them."""
    mark = mark_of(db, patient)
    names = {"patient": patient.id, "chat": patient.chat_id, "code": patient.code}
    for sql in FORGET_MESSAGES:
        db.execute(sql, {name: value for name, value in names.items() if f":{name}" in sql})
    db.execute("INSERT INTO erasing (patient_id) VALUES (?)", [patient.id])
    plan = _plan(db)
    for table in reversed(plan):
        db.execute(f"DELETE FROM {table} WHERE {plan[table]}", {"patient": patient.id})  # noqa: S608  # names of the schema
    db.execute("DELETE FROM erasing")
    db.execute("INSERT OR IGNORE INTO erased (mark, at) VALUES (?, ?)", [mark, stamp(now)])


def mark_of(db: Database, patient: Patient) -> str:
    """Give a patient's mark: nobody can tell from it who they were without the database's key."""
    key = str(db.execute("SELECT value FROM tombstone_key").fetchone()[0])
    told = f"{patient.code} {stamp(patient.joined_at)}"
    return hmac.new(bytes.fromhex(key), told.encode(), hashlib.sha256).hexdigest()


def marks(db: Database) -> set[str]:
    """Give the marks of everybody who was erased."""
    return {str(row[0]) for row in db.execute("SELECT mark FROM erased")}


def marks_since(db: Database, since: datetime) -> set[str]:
    """Give the marks of whoever was erased at or after an instant."""
    rows = db.execute("SELECT mark FROM erased WHERE at >= ?", [stamp(since)])
    return {str(row[0]) for row in rows}


def erase_again(db: Database, erased: Iterable[str], now: datetime) -> int:
    """Erase whoever has come back with a copy, and give their number."""
    wanted = {*erased}
    back = [
        patient
        for patient in find_all(db, Patient, "SELECT * FROM patient")
        if mark_of(db, patient) in wanted
    ]
    for patient in back:
        erase(db, patient, now)
    return len(back)


def _plan(db: Database) -> dict[str, str]:
    """Map each table with a patient's rows to what finds them, those referred to first.

    It follows the schema's own references, so that a table made later is not forgotten.
    """
    tables = [name for name in db.table_names() if not name.startswith(("sqlite_", "_"))]
    parents = {table: [*_references(db, table)] for table in tables}
    plan = {ROOT: "id = :patient"}
    while True:
        ready = [
            table
            for table, found in parents.items()
            if table not in plan
            and any(parent in plan for _, parent in found)
            and not _waits(table, parents, plan)
        ]
        if not ready:
            return plan
        for table in ready:
            plan[table] = " OR ".join(
                f"{column} IN (SELECT id FROM {parent} WHERE {plan[parent]})"  # noqa: S608  # names of the schema
                for column, parent in parents[table]
                if parent in plan
            )


def _references(db: Database, table: str) -> Iterator[tuple[str, str]]:
    """Yield a table's columns that refer to another table, and to which."""
    for row in db.execute(f"PRAGMA foreign_key_list({table})"):
        if row[2] != table:
            yield str(row[3]), str(row[2])


def _waits(table: str, parents: dict[str, list[tuple[str, str]]], plan: dict[str, str]) -> bool:
    """Tell whether a table it refers to has a patient's rows too and is not in the plan yet."""
    return any(
        parent not in plan and _is_below_root(parent, parents) for _, parent in parents[table]
    )


def _is_below_root(table: str, parents: dict[str, list[tuple[str, str]]]) -> bool:
    return table == ROOT or any(_is_below_root(parent, parents) for _, parent in parents[table])
