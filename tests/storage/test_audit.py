"""The log: chained line by line, so that one changed letter, added or lost line shows."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.storage import audit
from bot.storage.database import DatabaseError, open_database, transaction
from tests.house import KEY

NOW = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    """Open a database with a log of twelve lines."""
    opened = open_database(tmp_path / "data" / "clinic.db", KEY)
    with transaction(opened):
        for number in range(12):
            audit.note(opened, at=NOW, by="C1", what="viewed", about=f"patient {number}")
    yield opened
    opened.close()


def tamper(db: Database, sql: str) -> None:
    """Change the log as somebody does who can take the guards away."""
    for name in ("audit_no_update", "audit_no_delete"):
        db.execute(f"DROP TRIGGER {name}")
    db.execute(sql)


def test_a_log_as_it_was_written_is_whole(db: Database) -> None:
    assert list(audit.faults(db)) == []


@pytest.mark.parametrize("column", ["at", "by", "what", "about", "detail", "hash"])
def test_one_changed_letter_is_found(db: Database, column: str) -> None:
    tamper(db, f"UPDATE audit SET {column} = {column} || 'x' WHERE id = 7")  # noqa: S608

    assert list(audit.faults(db)) == ["Line 7 of the log is not what was written."]


@pytest.mark.parametrize(
    ("sql", "line"),
    [
        ("DELETE FROM audit WHERE id = 5", 5),
        ("UPDATE audit SET id = 100 WHERE id = 12", 12),
        ("INSERT INTO audit SELECT 13, at, by, what, about, detail, hash FROM audit LIMIT 1", 13),
    ],
)
def test_a_line_too_many_or_too_few_is_found(db: Database, sql: str, line: int) -> None:
    tamper(db, sql)

    assert list(audit.faults(db)) == [f"Line {line} of the log is not what was written."]


def test_lines_lost_at_the_end_are_found_by_an_earlier_head(db: Database) -> None:
    before = audit.head(db)
    tamper(db, "DELETE FROM audit WHERE id > 10")

    assert list(audit.faults(db)) == []
    assert list(audit.faults(db, (before,))) == [f"The log has no line {before}."]


def test_heads_of_every_time_are_met(db: Database) -> None:
    heads = ["0:", audit.head(db)]
    with transaction(db):
        audit.note(db, at=NOW, by="C1", what="viewed", about="patient 99")

    assert list(audit.faults(db, (*heads, audit.head(db)))) == []


@pytest.mark.parametrize("sql", ["UPDATE audit SET by = 'x'", "DELETE FROM audit"])
def test_the_log_takes_no_change(db: Database, sql: str) -> None:
    with pytest.raises(DatabaseError, match="append-only"):
        db.execute(sql)


def test_a_line_stands_in_the_transaction_of_what_it_tells_of(db: Database) -> None:
    with pytest.raises(RuntimeError, match="belongs to the transaction"):
        audit.note(db, at=NOW, by="C1", what="viewed", about="patient 1")
