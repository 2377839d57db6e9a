"""A database without its key, so that a test can see what lies on the disk."""

from pathlib import Path

import sqlcipher3
from sqlite_utils import Database

from bot.storage.database import PRAGMAS


def copy_without_a_key(db: Database, file: Path) -> Database:
    """Copy the database so that its pages can be read as they lie on the disk."""
    db.execute("ATTACH DATABASE ? AS plain KEY ''", [str(file)])
    db.execute("SELECT sqlcipher_export('plain')")
    db.execute("DETACH DATABASE plain")
    copy = Database(sqlcipher3.connect(str(file), isolation_level=None))
    for pragma in PRAGMAS:
        copy.execute(f"PRAGMA {pragma}")
    return copy


def is_on_disk(file: Path, words: str) -> bool:
    """Tell whether words lie anywhere in a database's files, deleted pages included."""
    files = [file, file.with_name(f"{file.name}-wal")]
    return any(words.encode() in one.read_bytes() for one in files if one.exists())
