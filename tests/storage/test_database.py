"""The database: encrypted, durable, its transactions whole or not at all."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.storage.database import (
    Database,
    DatabaseError,
    open_database,
    refuse_old_sqlite,
    savepoint,
    sqlite_version,
    transaction,
)
from bot.storage.failures import DatabaseUnusableError
from tests.house import KEY

CANARY = "ZXQ-HEADACHE-CANARY"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "clinic.db"


@pytest.fixture
def db(path: Path) -> Iterator[Database]:
    """Open a database with one small table of the test's own."""
    opened = open_database(path, KEY)
    opened.execute("CREATE TABLE note (id INTEGER PRIMARY KEY, words TEXT)")
    yield opened
    opened.close()


def notes(db: Database) -> list[str]:
    return [row[0] for row in db.execute("SELECT words FROM note ORDER BY id")]


def note(db: Database, words: str) -> None:
    db.execute("INSERT INTO note (words) VALUES (?)", [words])


def write_and_fail(db: Database, words: str) -> None:
    note(db, words)
    raise KeyError


def write_too_much(db: Database) -> None:
    note(db, "small")
    with savepoint(db):
        note(db, "x" * 50_000)


@pytest.mark.parametrize(
    ("pragma", "value"),
    [
        ("journal_mode", "wal"),
        ("synchronous", 2),  # FULL
        ("foreign_keys", 1),
        ("busy_timeout", 5000),
        ("secure_delete", 1),
        ("trusted_schema", 0),
    ],
)
def test_every_connection_is_set_to_lose_nothing(db: Database, pragma: str, value: object) -> None:
    assert db.execute(f"PRAGMA {pragma}").fetchone()[0] == value


def test_a_sqlite_that_can_lose_what_was_committed_is_refused(db: Database) -> None:
    refuse_old_sqlite(sqlite_version(db))
    refuse_old_sqlite("3.51.3")

    for old in ("3.40.1", "3.51.2"):
        with pytest.raises(DatabaseUnusableError, match="too old to keep every answer"):
            refuse_old_sqlite(old)


def test_neither_words_nor_table_names_can_be_read_from_the_files(
    db: Database, path: Path
) -> None:
    note(db, CANARY)
    files = list(path.parent.iterdir())
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    assert files
    for file in path.parent.iterdir():
        content = file.read_bytes()
        assert CANARY.encode() not in content
        assert b"CREATE TABLE" not in content
        assert not content.startswith(b"SQLite format 3")


def test_the_folder_of_the_database_is_closed_to_others(db: Database, path: Path) -> None:
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_another_key_opens_nothing_and_changes_nothing(db: Database, path: Path) -> None:
    db.close()
    before = path.read_bytes()

    with pytest.raises(DatabaseUnusableError, match="Check that DATABASE_KEY_FILE is the key"):
        open_database(path, "cd" * 32)

    assert path.read_bytes() == before


def test_what_was_committed_is_there_when_it_is_opened_again(db: Database, path: Path) -> None:
    with transaction(db):
        note(db, "kept")
    db.close()

    again = open_database(path, KEY)

    assert notes(again) == ["kept"]
    again.close()


def test_a_transaction_that_fails_leaves_nothing(db: Database) -> None:
    with pytest.raises(KeyError), transaction(db):
        write_and_fail(db, "lost")

    assert notes(db) == []
    assert not db.conn.in_transaction


def test_a_transaction_holds_the_write_lock_from_its_first_statement(
    db: Database, path: Path
) -> None:
    other = open_database(path, KEY)
    other.execute("PRAGMA busy_timeout = 0")

    with (
        transaction(db),
        pytest.raises(DatabaseError, match="locked"),
        transaction(other),
    ):
        raise AssertionError("two writers at a time")

    with transaction(other):
        note(other, "afterwards")
    assert notes(db) == ["afterwards"]
    other.close()


def test_a_part_that_fails_is_undone_alone(db: Database) -> None:
    with transaction(db):
        note(db, "before")
        with pytest.raises(KeyError), savepoint(db):
            write_and_fail(db, "undone")
        note(db, "after")

    assert notes(db) == ["before", "after"]


def test_parts_can_stand_inside_parts(db: Database) -> None:
    with transaction(db), savepoint(db):
        note(db, "outer")
        with pytest.raises(KeyError), savepoint(db):
            write_and_fail(db, "inner")

    assert notes(db) == ["outer"]


def test_a_full_disk_undoes_the_whole_transaction(db: Database) -> None:
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(DatabaseError, match="full"), transaction(db):
        write_too_much(db)

    assert notes(db) == []
    db.execute("PRAGMA max_page_count = 1000000")
    with transaction(db):
        note(db, "x" * 50_000)
    assert len(notes(db)) == 1


@pytest.mark.parametrize("change", ["UPDATE audit SET by = 'x'", "DELETE FROM audit"])
def test_the_audit_log_can_only_grow(db: Database, change: str) -> None:
    db.execute(
        "INSERT INTO audit (at, by, what, about) VALUES ('2026-11-02', 'K7QX2', 'viewed', 'x')"
    )

    with pytest.raises(DatabaseError, match="append-only"):
        db.execute(change)


def test_a_row_cannot_point_at_nothing(db: Database) -> None:
    with pytest.raises(DatabaseError, match="FOREIGN KEY"):
        db.execute(
            "INSERT INTO session (patient_id, number, ended_at, recorded_at, zone)"
            " VALUES (4711, 1, 'x', 'x', 'UTC')"
        )


def test_the_schema_takes_no_value_of_another_kind(db: Database) -> None:
    with pytest.raises(DatabaseError, match="cannot store TEXT value in INTEGER"):
        db.execute(
            "INSERT INTO inbox (update_id, raw, received_at, state)"
            " VALUES ('seven', '{}', 'x', 'new')"
        )
