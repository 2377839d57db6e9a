"""Updates as Telegram sent them: stored before Telegram may forget them, done once."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage.rows import find_all, instant, stamp

SENDER_WAITS_FOR = 3  # attempts after which later updates of the same sender go on
LONGEST_WAIT = timedelta(minutes=1)  # what is to wait for longer waits for a clock that was wrong
AT_A_TURN = 8  # updates of one sender that are worked before everybody else's turn
_READY = (
    "FROM inbox WHERE state = 'new'"
    " AND (not_before IS NULL OR not_before <= ?1 OR not_before > ?5)"
    # The index holds nothing but what failed; without its name SQLite reads a whole flood.
    " AND NOT EXISTS (SELECT 1 FROM inbox AS earlier INDEXED BY inbox_new_put_off"
    " WHERE earlier.state = 'new' AND earlier.not_before IS NOT NULL"
    " AND earlier.sender_id = inbox.sender_id AND earlier.id < inbox.id"
    " AND earlier.not_before > ?1 AND earlier.not_before <= ?5 AND earlier.attempts < ?2)"
)
# Where a shared place can stand in an update. It is used while the update is worked, never kept.
PLACES = ", ".join(
    f"'$.{holder}.{place}'"
    for message in ("message", "edited_message", "callback_query.message")
    for holder in (message, f"{message}.reply_to_message", f"{message}.external_reply")
    for place in ("location", "venue")
)
NO_PLACE = f"CASE WHEN json_valid(raw) THEN json_remove(raw, {PLACES}) ELSE raw END"


@dataclass(frozen=True, slots=True, kw_only=True)
class Received:
    """One stored update; `sender_id` is the person it came from, when that can be read."""

    id: int
    update_id: int
    raw: str
    received_at: datetime
    sender_id: int | None
    state: str
    attempts: int
    not_before: datetime | None


def put(db: Database, arrived: Iterable[tuple[int, str, int | None]], now: datetime) -> int:
    """Store updates (update id, raw JSON, sender) that are not there yet; count the new ones."""
    before = db.conn.total_changes
    for update_id, raw, sender in arrived:
        db.execute(
            "INSERT OR IGNORE INTO inbox (update_id, raw, received_at, sender_id, state)"
            " VALUES (?, ?, ?, ?, 'new')",
            [update_id, raw, stamp(now), sender],
        )
    return int(db.conn.total_changes - before)


def waiting(db: Database, now: datetime, limit: int) -> list[Received]:
    """List updates to work on now, oldest first.

    One that failed waits for its next attempt, and for three attempts the same sender's later
    updates wait behind it; everybody else's go on. Where one sender fills the list, everybody's
    first few come first: no flood holds up the others.
    """
    asked = (now, SENDER_WAITS_FOR, limit, AT_A_TURN, now + LONGEST_WAIT)
    oldest = f"SELECT *, ?4 AS turn {_READY} ORDER BY id LIMIT ?3"
    found = find_all(db, Received, oldest, *asked)
    most = max(Counter(update.sender_id for update in found).values(), default=0)
    if len(found) < limit or most <= AT_A_TURN:
        return found
    return find_all(
        db,
        Received,
        "SELECT inbox.* FROM inbox JOIN (SELECT id, (row_number() OVER ("  # noqa: S608  # constants
        f" PARTITION BY sender_id ORDER BY id) - 1) / ?4 AS turn {_READY}"
        " ORDER BY turn, id LIMIT ?3) AS ready ON inbox.id = ready.id ORDER BY turn, inbox.id",
        *asked,
    )


def next_try(db: Database, now: datetime) -> datetime | None:
    """Tell when an update that is not worked yet can be worked on; None when all are."""
    if waiting(db, now, 1):
        return now
    row = db.execute("SELECT min(not_before) FROM inbox WHERE state = 'new'").fetchone()
    return instant(row[0]) if row[0] is not None else None


def done(db: Database, inbox_id: int, *, keep: bool) -> None:
    """Mark an update as worked; forget any place it holds, or all of it."""
    db.execute(
        "UPDATE inbox SET state = 'done', error = NULL,"  # noqa: S608  # a constant
        f" raw = iif(?, {NO_PLACE}, '') WHERE id = ?",
        [keep, inbox_id],
    )


def forget(db: Database, sender_id: int) -> None:
    """Forget what a person's worked updates said."""
    db.execute("UPDATE inbox SET raw = '' WHERE sender_id = ? AND state = 'done'", [sender_id])


def failed(
    db: Database, received: Received, error: str, now: datetime, *, wait: timedelta | None
) -> None:
    """Count a failed attempt and wait, or set the update aside for good when wait is None."""
    db.execute(
        f"UPDATE inbox SET raw = iif(?, {NO_PLACE}, raw),"  # noqa: S608  # constant
        " attempts = attempts + 1, error = ?, state = ?, not_before = ? WHERE id = ?",
        [
            wait is None,
            error,
            "dead" if wait is None else "new",
            stamp(now + wait) if wait is not None else None,
            received.id,
        ],
    )


def last_update_id(db: Database) -> int:
    """Give the highest number of an update there is, 0 without any."""
    return int(db.execute("SELECT coalesce(max(update_id), 0) FROM inbox").fetchone()[0])


def last_poll(db: Database) -> datetime | None:
    """Tell when Telegram was last heard from, to about half a minute."""
    row = db.execute("SELECT at FROM last_poll").fetchone()
    return instant(row[0]) if row else None


def note_poll(db: Database, now: datetime) -> None:
    """Remember that Telegram was heard from."""
    db.execute("INSERT OR REPLACE INTO last_poll (id, at) VALUES (1, ?)", [stamp(now)])
