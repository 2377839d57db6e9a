"""What was written to somebody before, by the key of the message; keys outlive the words."""

from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import instant


def is_known(db: Database, dkey: str) -> bool:
    """Tell whether a message was ever written under a key."""
    return db.execute("SELECT 1 FROM outbox WHERE dkey = ?", [dkey]).fetchone() is not None


def last_under(db: Database, prefix: str) -> datetime | None:
    """Give when the newest message was to go whose key begins so; `prefix` ends with a colon."""
    sql = "SELECT max(queued_at) FROM outbox WHERE dkey >= ?1 AND dkey < ?2"
    found = db.execute(sql, [prefix, prefix[:-1] + ";"]).fetchone()[0]  # what comes after a colon
    return instant(found) if found is not None else None
