"""How the clinic's alerts come out, so that thresholds can be tuned: how many, how fast, why."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.clinic import Clinic
from bot.storage import alert_figures, audit
from bot.storage.alert_figures import Handled

SPAN = 28  # days
LONGEST_SPAN = 3650
IN_TIME = timedelta(hours=48)
NOTHING = "nothing"  # the action of an alert that needed none


@dataclass(frozen=True, slots=True, kw_only=True)
class OfRule:
    """How the alerts of one rule, or of another cause, came out."""

    rule: str
    alerts: int
    closed: int
    nothing_needed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of a span; a share or a median of nothing is None.

    An alert raised less than 48 hours ago counts for the share only once it is closed.
    """

    since: datetime
    until: datetime
    check_ins: int
    alerts: int
    alerts_per_100_check_ins: float | None
    due_in_48_h: int
    closed_in_48_h: int
    share_closed_in_48_h: float | None
    acknowledged: int
    median_minutes_to_acknowledge: float | None
    by_rule: tuple[OfRule, ...]


def statistics(clinic: Clinic, *, by: str, days: int = SPAN) -> Statistics:
    """Count the last days, up to now; looking is noted."""
    until = clinic.now()
    since = until - timedelta(days=days)
    audit.note(
        clinic.db, at=until, by=by, what="viewed", about="statistics", detail=f"{days} days"
    )
    handled = alert_figures.raised_between(clinic.db, since, until)
    check_ins = alert_figures.answered_check_ins(clinic.db, since, until)
    due = [one for one in handled if one.closed_at or one.raised_at <= until - IN_TIME]
    in_time = [one for one in due if one.closed_at and one.closed_at - one.raised_at <= IN_TIME]
    waits = [_wait(one) for one in handled if one.first_acknowledged_at]
    return Statistics(
        since=since,
        until=until,
        check_ins=check_ins,
        alerts=len(handled),
        alerts_per_100_check_ins=round(100 * len(handled) / check_ins, 1) if check_ins else None,
        due_in_48_h=len(due),
        closed_in_48_h=len(in_time),
        share_closed_in_48_h=round(len(in_time) / len(due), 3) if due else None,
        acknowledged=len(waits),
        median_minutes_to_acknowledge=round(median(waits), 1) if waits else None,
        by_rule=_by_rule(handled),
    )


def _wait(one: Handled) -> float:
    acknowledged = one.first_acknowledged_at or one.raised_at
    return (acknowledged - one.raised_at) / timedelta(minutes=1)


def _by_rule(handled: Iterable[Handled]) -> tuple[OfRule, ...]:
    """Count by cause, the most alerts first; an alert of two rules counts for both."""
    found: dict[str, list[Handled]] = defaultdict(list)
    for one in handled:
        for rule in dict.fromkeys(cause.partition(":")[0] for cause in one.causes.split()):
            found[rule].append(one)
    rows = [
        OfRule(
            rule=rule,
            alerts=len(of_rule),
            closed=sum(one.closed_at is not None for one in of_rule),
            nothing_needed=sum(one.action == NOTHING for one in of_rule),
        )
        for rule, of_rule in found.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.alerts, row.rule)))
