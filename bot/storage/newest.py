"""The rows that were written last, over many tables, for an engineer to look at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlite_utils import Database

from bot.storage.rows import instant

OF_A_TABLE = 3
IN_ALL = 20
LONGEST_VALUE = 48  # letters
# Tables, the most telling first → when a row was written last, and what in it is worth a look.
LOOKED_AT: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "answer": ("at", ("form_id", "question", "value", "final", "by")),
    "finding": ("at", ("form_id", "rule", "level", "undecided")),
    "alert": (
        "max(raised_at, coalesce(acknowledged_at, ''), coalesce(closed_at, ''))",
        ("patient_id", "level", "state", "sendings"),
    ),
    "alert_event": ("at", ("alert_id", "what", "cause")),
    "form": (
        "max(created_at, coalesce(asked_at, ''), coalesce(closed_at, ''))",
        ("patient_id", "kind", "point", "state", "due_at", "level"),
    ),
    "session": ("recorded_at", ("patient_id", "number", "ended_at", "screening_class")),
    "clearance": ("at", ("form_id", "screening_class", "reason")),
    "patient_message": ("at", ("patient_id", "text")),
    "consent": ("given_at", ("patient_id", "version", "withdrawn_at")),
    "patient": ("joined_at", ("code", "state", "region", "zone")),
    "clinician": ("joined_at", ("code", "state")),
    "invitation": ("coalesce(used_at, created_at)", ("role", "created_by", "used_at")),
    "inbox": ("received_at", ("update_id", "state", "attempts")),
    "outbox": ("coalesce(sent_at, queued_at)", ("lane", "method", "state", "form_id")),
    "audit": ("at", ("by", "what", "about")),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One row: which table's, when it was written, and some of what stands in it."""

    table: str
    id: int
    at: datetime
    columns: Mapping[str, str]


def newest(db: Database) -> list[Written]:
    """List the rows that were written or changed last, newest first."""
    found = [row for table in LOOKED_AT for row in _newest_of(db, table)]
    return sorted(found, key=attrgetter("at"), reverse=True)[:IN_ALL]


def _newest_of(db: Database, table: str) -> list[Written]:
    when, columns = LOOKED_AT[table]
    rows = db.query(
        f"SELECT id, {when} AS written, {', '.join(columns)} FROM {table}"  # noqa: S608  # constants
        " ORDER BY written DESC, id DESC LIMIT ?",
        [OF_A_TABLE],
    )
    return [
        Written(
            table=table,
            id=row["id"],
            at=instant(row["written"]),
            columns={name: _short(row[name]) for name in columns if row[name] is not None},
        )
        for row in rows
    ]


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= LONGEST_VALUE else f"{text[: LONGEST_VALUE - 1]}…"
