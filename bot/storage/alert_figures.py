"""What the clinic's statistics count: alerts with what became of them, and answered check-ins."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.storage.rows import find_all, stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Handled:
    """One alert as the statistics see it; `causes` holds the keys of all that raised it."""

    id: int
    level: TriageLevel
    raised_at: datetime
    first_acknowledged_at: datetime | None
    closed_at: datetime | None
    action: str | None
    reason: str | None
    causes: str


def raised_between(db: Database, start: datetime, end: datetime) -> list[Handled]:
    """List the alerts raised from one instant up to another."""
    return find_all(
        db,
        Handled,
        "SELECT alert.*,"
        " (SELECT min(at) FROM alert_event WHERE alert_id = alert.id AND what = 'acknowledged')"
        " AS first_acknowledged_at,"
        " coalesce((SELECT group_concat(cause, ' ') FROM alert_event WHERE alert_id = alert.id"
        " AND what IN ('raised', 'joined')), '') AS causes"
        " FROM alert WHERE raised_at >= ? AND raised_at < ? ORDER BY id",
        start,
        end,
    )


def answered_check_ins(db: Database, start: datetime, end: datetime) -> int:
    """Count the check-ins that were answered from one instant up to another, wholly or in part."""
    sql = (
        "SELECT count(*) FROM form WHERE kind = 'check_in' AND state IN ('answered', 'incomplete')"
        " AND closed_at >= ? AND closed_at < ?"
    )
    return int(db.execute(sql, [stamp(start), stamp(end)]).fetchone()[0])
