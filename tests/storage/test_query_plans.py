"""What the bot asks the database again and again never reads a whole table."""

from collections.abc import Callable
from pathlib import Path

import pytest

from bot.storage import dropped, inbox, outbox, sooner, vitals
from bot.storage.database import Database, open_database
from bot.storage.outbox import Lane
from tests.house import KEY, START

# Of these indexes each holds only the rows that wait; what is done is in none of them.
OF_WAITING = ("outbox_queued", "outbox_sending", "outbox_expiring", "inbox_new")
OVER_WAITING = (
    *(
        f"SCAN {table} USING INDEX {index}"
        for table in ("outbox", "inbox")
        for index in OF_WAITING
    ),
    "SCAN alert USING INDEX alert_one_open",  # holds what nobody has closed
)
Ask = Callable[[Database], object]
ASKED: dict[str, Ask] = {
    "claim": lambda db: outbox.claim(
        db, now=START, lease_until=START, limit=1, resting=set(), lanes=(Lane.REPLY,)
    ),
    "expire": lambda db: outbox.expire(db, START),
    "due_by_chat": outbox.due_by_chat,
    "left_sending": lambda db: outbox.left_sending(db, START),
    "left_sending at a start": outbox.left_sending,
    "proven": lambda db: outbox.proven(db, 7, START),
    "drop_prompts": lambda db: dropped.prompts(db, 7),
    "drop_alert": lambda db: dropped.alert(db, 7, 7),
    "drop_for_chat": lambda db: dropped.for_chat(db, 7, "left", tuple(Lane)),
    "drop_for_staff": lambda db: dropped.for_staff(db, 7, "left"),
    "go_on": lambda db: sooner.go_on(db, START),
    "clock_went_back": lambda db: sooner.clock_went_back(db, START),
    "vitals": lambda db: vitals.read(db, START),
    "waiting": lambda db: inbox.waiting(db, START, 10),
}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Open an empty database."""
    return open_database(tmp_path / "clinic.db", KEY)


def plan_of(db: Database, ask: Ask) -> list[str]:
    """Give the steps in which SQLite answers."""
    asked: list[str] = []
    db.conn.set_trace_callback(asked.append)
    ask(db)
    db.conn.set_trace_callback(None)
    return [str(row[3]) for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]


@pytest.mark.parametrize("name", ASKED)
def test_no_table_of_messages_is_read_from_end_to_end(db: Database, name: str) -> None:
    steps = plan_of(db, ASKED[name])

    assert any(step.startswith(("SEARCH", *OVER_WAITING)) for step in steps)
    scans = [step for step in steps if step.startswith("SCAN") and "json_each" not in step]
    assert [scan for scan in scans if not scan.startswith(OVER_WAITING)] == []
