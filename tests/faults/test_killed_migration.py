"""An older database brought up to date and killed before any statement: the next start goes on."""

import signal
from collections.abc import Callable
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from bot.storage.database import open_database
from migrations.migrations import migrations
from tests.faults import life
from tests.faults.forms import times
from tests.house import KEY
from tests.migrations.test_migrations import schema, with_rows_of_the_second_step

STRIDE = times(short=29, long=1)  # every so many statements one is killed at


def connected(path: Path) -> Database:
    """Open an encrypted database as it is, with its schema as it is."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{KEY}'\"")
    return Database(connection)


def older(path: Path) -> None:
    """Write a database as an early version left it, with a patient and answers."""
    db = with_rows_of_the_second_step()
    db.execute(f"ATTACH '{path}' AS copy KEY \"x'{KEY}'\"")
    db.execute("SELECT sqlcipher_export('copy')")
    db.execute("DETACH copy")
    db.close()


def migrate(path: Path, last: int) -> None:
    """Bring a database up to date, and be killed before a statement of this number."""
    db = connected(path)
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA foreign_keys = ON")
    life.ends_at(db, last)
    migrations.apply(db)
    db.close()


def test_a_database_is_of_one_version_or_the_next_wherever_its_change_is_killed(
    tmp_path: Path, show: Callable[[str], None]
) -> None:
    whole = schemas_of_every_step(tmp_path)
    killed, met = 0, set()
    for statement in range(1, 10_000, STRIDE):
        path = tmp_path / f"{statement}.db"
        older(path)
        start = life.does({}, tmp_path, migrate, path, statement)
        start.join()
        if start.exitcode == 0:
            break
        killed += 1
        assert start.exitcode == -signal.SIGKILL, (tmp_path / life.LOG).read_text()
        met.add(whole.index(schema_of(path)))
        assert_goes_on(path, whole[-1])

    show(
        f"{killed} x kill -9 in the change of a database over {len(whole) - 1} versions: left in"
        f" {len(met)} of them, in between in none, every next start went on"
    )
    assert killed > 1


def schemas_of_every_step(folder: Path) -> list[dict[str, str]]:
    """Give what a database holds before the change and after each of its steps."""
    path = folder / "whole.db"
    older(path)
    db = connected(path)
    schemas = [schema(db)]
    for later in [step.name for step in migrations.pending(db)][1:]:
        migrations.apply(db, stop_before=[later])
        schemas.append(schema(db))
    migrations.apply(db)
    db.close()
    return [*schemas, schema_of(path)]


def schema_of(path: Path) -> dict[str, str]:
    db = connected(path)
    found = schema(db)
    db.close()
    return found


def assert_goes_on(path: Path, whole: dict[str, str]) -> None:
    """The next start brings it up to date, and everything that was in it is there."""
    db = open_database(path, KEY)
    assert schema(db) == whole
    assert db.execute("SELECT value FROM answer").fetchall() == [("3",)]
    assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
    assert list(db.execute("PRAGMA foreign_key_check")) == []
    db.close()
