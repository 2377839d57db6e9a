"""How many messages each chat has written within a minute; the past hour's alone are kept."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage.rows import find, stamp

MINUTE = timedelta(minutes=1)
KEPT = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Burst:
    """The messages a chat has written since the first of this minute."""

    chat_id: int
    since: datetime
    messages: int


def count(db: Database, chat_id: int, at: datetime) -> Burst:
    """Count a message by when it was written, so that one fetched late is no flood."""
    db.execute(
        "INSERT INTO burst (chat_id, since, messages) VALUES (?1, ?2, 1)"
        " ON CONFLICT (chat_id) DO UPDATE SET"
        " messages = iif(since BETWEEN ?3 AND ?2, messages + 1, 1),"
        " since = iif(since BETWEEN ?3 AND ?2, since, ?2)",
        [chat_id, stamp(at), stamp(at - MINUTE)],
    )
    burst = find(db, Burst, "SELECT * FROM burst WHERE chat_id = ?", chat_id)
    if burst is None:
        raise LookupError(chat_id)
    if burst.messages == 1:
        db.execute("DELETE FROM burst WHERE since < ?", [stamp(at - KEPT)])
    return burst
