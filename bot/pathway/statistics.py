"""The clinic's figures: how often it is flagged, how soon a person looks, what comes of it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import median

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.storage import audit, handled
from bot.storage.handled import Handled

IN_TIME = timedelta(hours=48)
NOTHING_TO_DO = ("expected", "mistake")  # reasons that tell of a threshold set too low


@dataclass(frozen=True, slots=True, kw_only=True)
class OfLevel:
    """The alerts of one level, or of all; a share or a median of nothing is None.

    `in_time` is the share closed with a reason within 48 hours, of those raised so long ago or
    closed; `until_seen` the median time until a person acknowledged, of those that anybody has.
    """

    alerts: int
    unseen: int
    in_time: float | None
    until_seen: timedelta | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCause:
    """How many alerts something raised, and how many of them were closed as nothing to do."""

    cause: str
    alerts: int
    nothing_to_do: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Statistics:
    """The figures of some days; causes stand most frequent first."""

    days: int
    check_ins: int
    answered: int
    total: OfLevel
    levels: dict[TriageLevel, OfLevel]
    causes: tuple[OfCause, ...]

    @property
    def per_hundred(self) -> float | None:
        """Alerts per 100 check-ins that were put to patients."""
        return 100 * self.total.alerts / self.check_ins if self.check_ins else None


def statistics(clinic: Clinic, *, by: str, days: int = 28) -> Statistics:
    """Work the figures out over the last days; the look is in the access log."""
    now = clinic.now()
    since = now - timedelta(days=days)
    audit.note(clinic.db, at=now, by=by, what="viewed", about="statistics")
    alerts = handled.alerts_since(clinic.db, since)
    check_ins, answered = handled.check_ins_since(clinic.db, since)
    flagged = [level for level in reversed(TriageLevel) if level > TriageLevel.SELF_CARE]
    return Statistics(
        days=days,
        check_ins=check_ins,
        answered=answered,
        total=_of(alerts, now),
        levels={level: _of([a for a in alerts if a.level is level], now) for level in flagged},
        causes=_causes(alerts),
    )


def _of(alerts: Sequence[Handled], now: datetime) -> OfLevel:
    due = [a for a in alerts if a.closed_at is not None or a.raised_at + IN_TIME <= now]
    in_time = [a for a in due if a.closed_at is not None and a.closed_at - a.raised_at <= IN_TIME]
    waits = [(a.seen_at - a.raised_at).total_seconds() for a in alerts if a.seen_at is not None]
    return OfLevel(
        alerts=len(alerts),
        unseen=len(alerts) - len(waits),
        in_time=len(in_time) / len(due) if due else None,
        until_seen=timedelta(seconds=median(waits)) if waits else None,
    )


def _causes(alerts: Sequence[Handled]) -> tuple[OfCause, ...]:
    raised: Counter[str] = Counter()
    idle: Counter[str] = Counter()
    for alert in alerts:
        own = {_kind(cause) for cause in (alert.causes or "").split()}
        raised.update(own)
        idle.update(own if alert.reason in NOTHING_TO_DO else ())
    return tuple(
        OfCause(cause=cause, alerts=count, nothing_to_do=idle[cause])
        for cause, count in sorted(raised.items(), key=lambda pair: (-pair[1], pair[0]))
    )


def _kind(cause: str) -> str:
    """Take what is of one patient off a cause: which words were found, on which form."""
    return cause if cause.startswith("screening:") else cause.partition(":")[0]
