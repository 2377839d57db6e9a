"""How alerts of some days were handled, for the clinic's figures."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.storage.rows import find_all, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """One alert: when it was raised, first seen by a person and closed, why, and from what."""

    id: int
    level: TriageLevel
    raised_at: datetime
    seen_at: datetime | None
    closed_at: datetime | None
    reason: str | None
    causes: str | None


def alerts_since(db: Database, since: datetime) -> list[Handled]:
    """List the alerts that were raised since an instant, oldest first."""
    return find_all(
        db,
        Handled,
        "SELECT alert.*, (SELECT min(at) FROM alert_event WHERE alert_id = alert.id"
        " AND what IN ('acknowledged', 'closed')) AS seen_at,"
        " (SELECT group_concat(cause, ' ') FROM alert_event WHERE alert_id = alert.id"
        " AND what IN ('raised', 'joined')) AS causes"
        " FROM alert WHERE raised_at >= ? ORDER BY raised_at, id",
        since,
    )


def check_ins_since(db: Database, since: datetime) -> tuple[int, int]:
    """Count the check-ins that were put to patients since an instant, and those answered."""
    row = db.execute(
        "SELECT count(*), coalesce(sum(state = 'answered'), 0) FROM form"
        " WHERE kind = 'check_in' AND opened_at >= ?",
        [stamp(since)],
    ).fetchone()
    return int(row[0]), int(row[1])
