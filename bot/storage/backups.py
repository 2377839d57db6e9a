"""Backups: an encrypted copy made beside running work, whole under its name or not there."""

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from bot.storage import audit, erasures
from bot.storage.database import open_database, transaction
from bot.storage.failures import DatabaseUnusableError
from bot.storage.rows import instant

NAME = "needling-%Y%m%dT%H%M%SZ.db"
PATTERN = "needling-????????T??????Z.db"
ERASED = "erased.txt"
SIDE_FILES = ("-wal", "-shm")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What is in a backup: when the last thing in it happened, and how many patients it has.

    A log that was changed is told, and keeps nobody from restoring: the answers are whole.
    """

    last: datetime | None
    patients: int
    log_faults: tuple[str, ...] = ()


def write(db: Database, directory: Path, key: str, now: datetime) -> Path:
    """Copy the database into a directory, check the copy, and give its path.

    The copy is encrypted with the same key. What has been deleted is not in it, not even in
    free pages. Raises DatabaseUnusableError and OSError; then there is no new file.
    """
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    final = directory / now.astimezone(UTC).strftime(NAME)
    draft = final.with_name(f"{final.name}.part")
    for left in directory.glob(f"{PATTERN}.part"):
        left.unlink()  # of an attempt that was cut short
    old_mask = os.umask(0o077)
    try:
        db.execute("VACUUM INTO ?", [str(draft)])
    finally:
        os.umask(old_mask)
    check(draft, key)
    _sync(draft)
    draft.replace(final)
    _sync(directory)
    return final


def _sync(path: Path) -> None:
    """Wait until a file, or the names in a directory, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def all_in(directory: Path) -> list[Path]:
    """List the backups in a directory, oldest first; a name that tells no time is none."""
    return sorted(one for one in directory.glob(PATTERN) if _time_of(one.name) is not None)


def made_at(backup: Path) -> datetime:
    """Tell when a backup was made, by its name; raises ValueError for another file."""
    made = _time_of(backup.name)
    if made is None:
        raise ValueError(f"{backup.name} is not the name of a backup")
    return made


def _time_of(name: str) -> datetime | None:
    try:
        return datetime.strptime(name, NAME).replace(tzinfo=UTC)
    except ValueError:
        return None


def rotate(directory: Path, now: datetime, days: int) -> list[Path]:
    """Delete backups older than so many days, never the newest, and give what is gone."""
    old = [one for one in all_in(directory)[:-1] if made_at(one) < now - timedelta(days=days)]
    for one in old:
        one.unlink()
    return old


def note_erased(directory: Path, erased: set[str]) -> None:
    """Write the marks of whoever was erased beside the backups, for a restore without the rest."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = (directory / ERASED).with_suffix(".part")
    draft.write_text("".join(f"{mark}\n" for mark in sorted(erased | erased_in(directory))))
    _sync(draft)
    draft.replace(directory / ERASED)


def erased_in(directory: Path) -> set[str]:
    """Read the marks that lie beside backups."""
    list_of_marks = directory / ERASED
    return {*list_of_marks.read_text("ascii").split()} if list_of_marks.exists() else set()


def draft_for(database: Path) -> Path:
    """Give a name beside a database for another one in the making; what an end left is gone."""
    draft = database.with_name(f"{database.name}.restoring")
    for suffix in ("", *SIDE_FILES):
        draft.with_name(draft.name + suffix).unlink(missing_ok=True)
    return draft


def swap(draft: Path, database: Path, stamp: str) -> Path | None:
    """Put a closed database in the place of another, which is kept under a name of its own."""
    kept = None
    if database.exists():
        kept = database.with_name(f"{database.name}.before-{stamp}")
        kept.hardlink_to(database)  # the name is never without a database behind it
        for suffix in SIDE_FILES:
            left = database.with_name(database.name + suffix)
            if left.exists():  # only of one that could not be opened and closed
                left.rename(kept.with_name(kept.name + suffix))
    draft.replace(database)
    _sync(database.parent)
    return kept


def without_erased(backup: Path, key: str, erased: set[str], now: datetime) -> bool:
    """Take whoever was erased out of a backup that still has them; tell whether it had."""
    draft = draft_for(backup)
    shutil.copyfile(backup, draft)
    draft.chmod(0o600)
    db = open_database(draft, key)
    try:
        with transaction(db):
            had = erasures.erase_again(db, erased, now) > 0
        if had:
            made = draft.with_name(f"{draft.name}.part")
            made.unlink(missing_ok=True)
            db.execute("VACUUM INTO ?", [str(made)])
    finally:
        db.close()
    if had:
        made.chmod(0o600)
        _sync(made)
        made.replace(backup)
    draft_for(backup)  # nothing of it stays
    return had


def check(path: Path, key: str) -> Contents:
    """Look a backup over without changing it; raises DatabaseUnusableError with the reason."""
    try:
        db = _open_to_read(path, key)
        try:
            if fault := next(_faults(db), None):
                raise DatabaseUnusableError(f"{path} is damaged ({fault}). Take another backup.")
            return _contents(db)
        finally:
            db.close()
    except sqlcipher3.DatabaseError as error:
        raise DatabaseUnusableError(
            f"{path} cannot be read ({error}). Check that DATABASE_KEY_FILE is the key it was "
            "made with, or take another backup."
        ) from error


def _open_to_read(path: Path, key: str) -> Database:
    address = f"{path.resolve().as_uri()}?mode=ro"
    connection = sqlcipher3.connect(address, uri=True, isolation_level=None)
    connection.execute(f"PRAGMA key = \"x'{key}'\"")
    return Database(connection)


def _faults(db: Database) -> Iterator[str]:
    yield from (str(row[0]) for row in db.execute("PRAGMA integrity_check") if row[0] != "ok")
    yield from (
        f"a row refers to nothing: {row}" for row in db.execute("PRAGMA foreign_key_check")
    )


def _contents(db: Database) -> Contents:
    last = db.execute(
        "SELECT max(at) FROM (SELECT max(received_at) AS at FROM inbox"
        " UNION ALL SELECT max(at) FROM audit UNION ALL SELECT max(at) FROM last_poll)"
    ).fetchone()[0]
    patients = int(db.execute("SELECT count(*) FROM patient").fetchone()[0])
    return Contents(
        last=instant(last) if last else None,
        patients=patients,
        log_faults=tuple(_log_faults(db)),
    )


def _log_faults(db: Database) -> Iterator[str]:
    """Yield what is wrong with the log; one of before it was chained cannot be checked."""
    columns = {row[1] for row in db.execute("PRAGMA table_info(audit)")}
    if "hash" in columns:
        yield from audit.faults(db)
