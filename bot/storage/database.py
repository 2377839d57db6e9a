"""Opening the encrypted database, its schema and its transactions."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import sqlcipher3
from sqlite_utils import Database

from bot.storage.failures import RESTORE, DatabaseUnusableError, what_to_do
from migrations.migrations import migrations

DatabaseError: type[Exception] = sqlcipher3.DatabaseError
__all__ = [
    "Database",
    "DatabaseError",
    "is_large",
    "look_over",
    "make_folder",
    "open_database",
    "savepoint",
    "transaction",
]

PRAGMAS = (
    "journal_mode = WAL",
    "synchronous = FULL",  # in WAL mode NORMAL loses acknowledged commits at power loss
    "foreign_keys = ON",
    "busy_timeout = 5000",
    "cache_size = -8000",  # KiB: what is read again and again is deciphered once
    "secure_delete = ON",
    "trusted_schema = OFF",
)
STATEMENTS = 512  # kept prepared; the bot has some three hundred
STEPS = 100_000  # of SQLite's machine between two glances at whether the program has ended
LOOKED_OVER_AT_ONCE = 32_000_000  # bytes; that takes about a third of a second
OLDEST_SQLITE = (3, 51, 3)  # older ones can lose commits when a WAL is reset


def open_database(path: Path, key: str) -> Database:
    """Open or create the database with a 64-digit hexadecimal key and bring its schema up to date.

    A large one is not looked over whole here, but beside the work, by `look_over`.
    Raises DatabaseUnusableError when it cannot be read with this key, is damaged, or was
    written by a newer version of the program.
    """
    make_folder(path)
    _refuse_lost_log(path)
    try:
        db = _connect(path, key)
        if not is_large(path):
            _refuse_damaged(db, path)
        _refuse_newer(db, path)
        migrations.apply(db)
    except sqlcipher3.DatabaseError as error:
        raise DatabaseUnusableError(
            f"{path} cannot be read ({error}). {what_to_do(error)} Nothing was changed."
        ) from error
    return db


def is_large(path: Path) -> bool:
    """Tell whether looking a database over would keep people waiting at each start."""
    return path.exists() and path.stat().st_size > LOOKED_OVER_AT_ONCE


def look_over(path: Path, key: str, ended: Event) -> None:
    """Read a database whole, over a connection of its own, unless the program has `ended`.

    Raises DatabaseUnusableError.
    """
    try:
        db = _connect(path, key)
        db.conn.set_progress_handler(ended.is_set, STEPS)
        try:
            db.execute("PRAGMA cache_size = -1000")  # each page is read once
            _refuse_damaged(db, path)
        finally:
            db.close()
    except sqlcipher3.OperationalError:
        return  # busy or away: whoever works on it meets that as well
    except sqlcipher3.DatabaseError as error:
        raise DatabaseUnusableError(
            f"{path} is damaged ({error}). Keep the file and {RESTORE}."
        ) from error


def make_folder(path: Path) -> None:
    """Make the folder of a database for its user alone; raises DatabaseUnusableError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as error:
        raise DatabaseUnusableError(
            f"{path.parent} cannot be used ({error.strerror}). Write a path in DATABASE that "
            "belongs to the user who runs this program."
        ) from error


def opens(path: Path, key: str) -> bool:
    """Tell whether a key opens a database."""
    connection = sqlcipher3.connect(str(path), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key}'\"")
        connection.execute("SELECT count(*) FROM sqlite_schema")
    except sqlcipher3.DatabaseError:
        return False
    finally:
        connection.close()
    return True


def is_behind(path: Path, key: str) -> bool:
    """Tell whether opening a database would change its schema, without changing it."""
    if not path.exists() or not opens(path, key):
        return False
    db = Database(_keyed(path, key))
    try:
        return bool(migrations.pending(db))
    finally:
        db.close()


def change_key(path: Path, old: str, new: str) -> None:
    """Encrypt a database anew, in one transaction; raises DatabaseUnusableError."""
    db = open_database(path, old)
    try:
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.execute(f"PRAGMA rekey = \"x'{new}'\"")
    except sqlcipher3.DatabaseError as error:
        raise DatabaseUnusableError(f"{path} could not be given a new key ({error}).") from error
    finally:
        db.close()


def _keyed(path: Path, key: str) -> sqlcipher3.Connection:
    # Autocommit: transactions are begun and ended by transaction() alone.
    connection = sqlcipher3.connect(
        str(path), check_same_thread=False, isolation_level=None, cached_statements=STATEMENTS
    )
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return connection


def _connect(path: Path, key: str) -> Database:
    db = Database(_keyed(path, key))
    for pragma in PRAGMAS:
        db.execute(f"PRAGMA {pragma}")
    refuse_old_sqlite(sqlite_version(db))
    return db


def sqlite_version(db: Database) -> str:
    """Tell which SQLite keeps the answers."""
    return str(db.execute("SELECT sqlite_version()").fetchone()[0])


def refuse_old_sqlite(version: str) -> None:
    """Refuse a SQLite that can lose what was committed; raises DatabaseUnusableError."""
    if tuple(int(part) for part in version.split(".")) < OLDEST_SQLITE:
        raise DatabaseUnusableError(
            f"SQLite {version} is too old to keep every answer. Install the locked "
            "requirements: make install."
        )


def _refuse_lost_log(path: Path) -> None:
    """Refuse a database whose newest commits, in a file beside it, were taken away.

    SQLite makes this file before its index and deletes it after: no kill leaves an index alone.
    """
    log, index = (path.with_name(path.name + suffix) for suffix in ("-wal", "-shm"))
    if index.exists() and not log.exists() and index.exists():  # not just deleted with its index
        raise DatabaseUnusableError(
            f"{log}, which holds the newest answers, is gone. Put it back, or {RESTORE}. Nothing "
            "was changed."
        )


def _refuse_damaged(db: Database, path: Path) -> None:
    problems = [str(row[0]) for row in db.execute("PRAGMA quick_check")]
    if problems != ["ok"]:
        raise DatabaseUnusableError(
            f"{path} is damaged ({problems[0]}). Keep the file and {RESTORE}."
        )


def _refuse_newer(db: Database, path: Path) -> None:
    empty = Database(sqlcipher3.connect(":memory:"))
    known = {step.name for step in migrations.pending(empty)}
    unknown = {step.name for step in migrations.applied(db)} - known
    if unknown:
        raise DatabaseUnusableError(
            f"{path} was written by a newer version of this program. Install that version."
        )


@contextmanager
def transaction(db: Database) -> Iterator[None]:
    """Run one transaction that holds the write lock from its first statement."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.conn.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def savepoint(db: Database) -> Iterator[None]:
    """Run a part of a transaction that can fail alone."""
    db.execute("SAVEPOINT part")
    try:
        yield
    except BaseException:
        if db.conn.in_transaction:  # a full disk rolls back the whole transaction by itself
            db.execute("ROLLBACK TO part")
            db.execute("RELEASE part")
        raise
    db.execute("RELEASE part")
