"""How the bot is doing, read from what is stored: numbers and ages, never whose."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage import due_times
from bot.storage.database import transaction
from bot.storage.outbox import Lane
from bot.storage.rows import instant, stamp

NOTHING = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Vitals:
    """Ages are those of the oldest that waits; nothing that waits is no age at all."""

    unworked: int
    unworked_age: timedelta
    unsent: dict[str, int]
    unsent_age: timedelta
    due_lag: timedelta
    alerts: dict[tuple[str, str], int]
    alert_ages: dict[tuple[str, str], timedelta]


# One look for each state, because each has an index of its own rows only.
_UNSENT = " UNION ALL ".join(
    f"SELECT lane, queued_at FROM outbox WHERE state = '{state}'"  # noqa: S608  # constants
    for state in ("queued", "sending")
)


def read(db: Database, now: datetime) -> Vitals:
    """Read everything at one instant."""
    unworked, oldest = db.execute(
        "SELECT count(*), min(received_at) FROM inbox WHERE state = 'new'"
    ).fetchone()
    unsent = _unsent(db, now)
    alerts = list(
        db.execute(
            "SELECT level, state, count(*), min(raised_at) FROM alert"
            " WHERE state <> 'closed' GROUP BY level, state"
        )
    )
    return Vitals(
        unworked=int(unworked),
        unworked_age=_age(oldest, now),
        unsent={lane.name.lower(): len(unsent.get(lane, ())) for lane in Lane},
        unsent_age=_age(min(map(min, unsent.values()), default=None), now),
        due_lag=_past(due_times.earliest(db), now),
        alerts={(level, state): count for level, state, count, _ in alerts},
        alert_ages={(level, state): _age(first, now) for level, state, _, first in alerts},
    )


def write(db: Database) -> None:
    """Prove that something can be written: a page goes to the disk, and nothing is changed."""
    version = int(db.execute("PRAGMA user_version").fetchone()[0])
    with transaction(db):
        db.execute(f"PRAGMA user_version = {version}")


def _unsent(db: Database, now: datetime) -> dict[int, list[str]]:
    """List by lane when each was to go first that was to go by now, and may not have gone.

    One that is put off again and again is as old as it is.
    """
    moments: dict[int, list[str]] = {}
    for lane, queued_at in db.execute(
        f"SELECT lane, queued_at FROM ({_UNSENT}) WHERE queued_at <= ?",  # noqa: S608  # constants
        [stamp(now)],
    ):
        moments.setdefault(int(lane), []).append(queued_at)
    return moments


def _age(stamped: str | None, now: datetime) -> timedelta:
    return _past(instant(stamped) if stamped is not None else None, now)


def _past(moment: datetime | None, now: datetime) -> timedelta:
    return max(NOTHING, now - moment) if moment is not None else NOTHING
