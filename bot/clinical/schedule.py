"""When check-ins are due: points after a session, their windows, reminders and follow-ups."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta, tzinfo
from typing import Literal

from bot.clinical.expression import holds
from bot.clinical.ladder import Ladder
from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One check-in after a session. All figures are hours since the end of the session.

    Answers from `opens` to `closes` are on time, later ones late, and after `expires` the
    check-in is missed. `focus` names the symptoms to put first. With `watch`, what to watch for
    in the next days is told as well.
    """

    __pydantic_config__ = STRICT
    key: str
    due: float
    opens: float
    closes: float
    expires: float
    source: str
    focus: tuple[str, ...] = ()
    watch: bool = False
    quiet_hours: bool = True  # false: sent at night all the same, with the sound off


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowUp:
    """An extra check-in after a result: `when` is CEL over `level` and `rules`."""

    __pydantic_config__ = STRICT
    key: str
    when: str
    due: float  # hours after the result
    expires: float  # hours after the result
    questionnaire: Literal["check_in", "safety"]
    source: str
    quiet_hours: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """All points, follow-ups and the waiting times around them, in hours."""

    __pydantic_config__ = STRICT
    sessions_in_course: int
    reminder_after: float
    silence_after: float
    early_silence_after: float
    early_points: tuple[str, ...]
    quiet_from: time
    quiet_to: time
    source: str
    points: tuple[Point, ...]
    follow_ups: tuple[FollowUp, ...] = ()
    ladders: tuple[Ladder, ...] = ()

    @property
    def keys(self) -> tuple[str, ...]:
        """Keys of all a check-in may be booked for: points, follow-ups, steps of ladders."""
        points = tuple(point.key for point in self.points)
        extra = tuple(entry.key for entry in self.follow_ups)
        return points + extra + tuple(key for ladder in self.ladders for key in ladder.keys)

    def silence_hours(self, point: str) -> float:
        """Hours without an answer after which silence may concern the clinic."""
        early = point in self.early_points
        return self.early_silence_after if early else self.silence_after

    def point(self, key: str) -> Point | None:
        """Find a point by key."""
        return next((point for point in self.points if point.key == key), None)

    def ladder(self, step: str) -> Ladder | None:
        """Find the ladder that a step belongs to."""
        return next((ladder for ladder in self.ladders if step in ladder.keys), None)

    def focus(self, key: str) -> tuple[str, ...]:
        """Name the symptoms that a check-in asks about first."""
        found = self.point(key) or self.ladder(key)
        return found.focus if found else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """One check-in as it will be booked; all instants are UTC."""

    point: str
    due_at: datetime
    opens_at: datetime
    closes_at: datetime
    expires_at: datetime
    silent: bool = False  # sent inside quiet hours with the sound off


def after(start: datetime, hours: float, zone: tzinfo) -> datetime:
    """Add hours to an instant, giving UTC; whole days keep the patient's clock across DST.

    Offsets in days mean "the same hour on a later day", offsets in hours are elapsed time.
    A wall-clock time that DST skips becomes the first valid minute after; one that occurs
    twice means the first.
    """
    days, rest = divmod(hours, 24)
    if days < 1:
        return start.astimezone(UTC) + timedelta(hours=hours)  # on a local clock it is no sum
    local = start.astimezone(zone)
    wall = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=zone)
    return first_valid(wall) + timedelta(hours=rest)


def first_valid(wall: datetime) -> datetime:
    """Turn a wall-clock time into UTC; inside a DST gap, the first minute that exists."""
    zone, instant = wall.tzinfo, wall.replace(fold=0).astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    # In a gap, fold=0 uses the offset before it and lands after it by the gap's length.
    return _gap_end(instant, zone)


def _gap_end(instant: datetime, zone: tzinfo | None) -> datetime:
    """Go back from an instant after the clocks went forward to the minute when they did."""
    after_change = instant.astimezone(zone).utcoffset()
    moment = instant
    while (earlier := moment - timedelta(minutes=1)).astimezone(zone).utcoffset() == after_change:
        moment = earlier
    return moment.replace(second=0, microsecond=0)


def is_quiet(instant: datetime, zone: tzinfo, quiet_from: time, quiet_to: time) -> bool:
    """Tell whether an instant falls into quiet hours on the patient's clock."""
    now = instant.astimezone(zone).time()
    if quiet_from <= quiet_to:
        return quiet_from <= now < quiet_to
    return now >= quiet_from or now < quiet_to


def quiet_end(instant: datetime, zone: tzinfo, quiet_to: time) -> datetime:
    """Give the next end of quiet hours at or after an instant."""
    local = instant.astimezone(zone)
    day = local.date() if local.time() <= quiet_to else local.date() + timedelta(days=1)
    return first_valid(datetime.combine(day, quiet_to, tzinfo=zone))


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """A patient's quiet hours on their own clock."""

    zone: tzinfo
    start: time
    end: time

    def covers(self, instant: datetime) -> bool:
        """Tell whether an instant is inside them."""
        return is_quiet(instant, self.zone, self.start, self.end)

    def next_start(self, instant: datetime) -> datetime | None:
        """Give when they next begin after an instant; None when there are none."""
        if self.start == self.end:
            return None
        day = instant.astimezone(self.zone).date()
        starts = [
            first_valid(datetime.combine(day + timedelta(days=days), self.start, tzinfo=self.zone))
            for days in (0, 1)
        ]
        return next(start for start in starts if start > instant)

    def shift(self, instant: datetime) -> datetime:
        """Move an instant inside them to their end; leave others alone."""
        return quiet_end(instant, self.zone, self.end) if self.covers(instant) else instant


def plan(schedule: Schedule, ended_at: datetime, quiet: QuietHours) -> tuple[Planned, ...]:
    """Book every point after a session's end, in the patient's zone and quiet hours."""
    return tuple(_plan_point(point, ended_at, quiet) for point in schedule.points)


def _plan_point(point: Point, ended_at: datetime, quiet: QuietHours) -> Planned:
    due = after(ended_at, point.due, quiet.zone)
    return Planned(
        point=point.key,
        due_at=quiet.shift(due) if point.quiet_hours else due,
        opens_at=after(ended_at, point.opens, quiet.zone),
        closes_at=after(ended_at, point.closes, quiet.zone),
        expires_at=after(ended_at, point.expires, quiet.zone),
        silent=not point.quiet_hours and quiet.covers(due),
    )


def plan_ladder(ladder: Ladder, reported_at: datetime, quiet: QuietHours) -> tuple[Planned, ...]:
    """Book every step of a ladder after a first report, in the patient's zone and quiet hours."""
    planned = []
    for step in ladder.steps:
        due = after(reported_at, step.due, quiet.zone)
        planned.append(
            Planned(
                point=step.key,
                due_at=quiet.shift(due),
                opens_at=due,
                closes_at=due + timedelta(hours=ladder.closes),
                expires_at=due + timedelta(hours=ladder.expires),
            )
        )
    return tuple(planned)


def follow_up(schedule: Schedule, level: TriageLevel, rules: tuple[str, ...]) -> FollowUp | None:
    """Find the first follow-up that a result calls for."""
    facts = {"level": level.value, "rules": list(rules)}
    return next((entry for entry in schedule.follow_ups if holds(entry.when, facts)), None)
