"""Which night's upkeep has been done."""

from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import instant, stamp


def last(db: Database) -> datetime | None:
    """Tell when the upkeep was last done."""
    row = db.execute("SELECT at FROM last_upkeep").fetchone()
    return instant(row[0]) if row else None


def note(db: Database, now: datetime) -> None:
    """Note that the upkeep is done."""
    db.execute("INSERT OR REPLACE INTO last_upkeep (id, at) VALUES (1, ?)", [stamp(now)])
