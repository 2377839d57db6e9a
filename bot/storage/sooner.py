"""Messages that wait and need not any more: the network is back, or the clock was wrong."""

from datetime import datetime

from sqlite_utils import Database

from bot.storage.outbox import Lane
from bot.storage.rows import stamp


def go_on(db: Database, now: datetime) -> None:
    """Try at once what no connection could be made for: there is one again."""
    db.execute(
        "UPDATE outbox SET due_at = ?1 WHERE state = 'queued' AND due_at > ?1"
        " AND attempts > 0 AND unknowns = 0 AND note IN ('NetworkError', 'TimedOut')",
        [stamp(now)],
    )


def clock_went_back(db: Database, now: datetime) -> None:
    """Let everything go now that waits for an instant of a clock that was ahead."""
    db.execute(
        "UPDATE outbox SET due_at = ?1 WHERE state = 'queued' AND due_at > ?1", [stamp(now)]
    )


def hurry(db: Database, chat_id: int, now: datetime) -> None:
    """Try at once what may have been lost on its way to a chat: its person writes again."""
    db.execute(
        "UPDATE outbox SET due_at = ? WHERE chat_id = ? AND lane IN (?, ?) AND state = 'queued'"
        " AND unknowns > 0 AND due_at > ?",
        [stamp(now), chat_id, int(Lane.ALERT), int(Lane.REPLY), stamp(now)],
    )
