"""The schedule: points in order, follow-ups that can be answered, silence that is noticed."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from itertools import pairwise

from bot.clinical.diary import Evening
from bot.clinical.ladder import Ladder
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.schedule import FollowUp, Point, Schedule
from bot.clinical.triage import triage
from bot.protocol.fault import Fault, did_you_mean

FIRST_EVENING_HOUR, LAST_EVENING_HOUR = 12, 23


def timing_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find times that cannot be kept."""
    schedule = protocol.schedule
    for point in schedule.points:
        yield from _point(protocol, point)
    for entry in schedule.follow_ups:
        yield from _follow_up(schedule, entry)
    for ladder in schedule.ladders:
        yield from _ladder(protocol, ladder)
    for key in schedule.early_points:
        if schedule.point(key) is None:
            yield _fault("early_points", f"'{key}' is no point", _points_like(schedule, key))
    for name in ("sessions_in_course", "reminder_after", "silence_after", "early_silence_after"):
        if not getattr(schedule, name) > 0:
            yield _fault(name, "must be more than 0", "write the number of hours or sessions")


def evening_faults(evening: Evening) -> Iterator[Fault]:
    """Find evenings that are none, and days that lock at once."""
    for hour in (evening.hour, *evening.choices):
        if not FIRST_EVENING_HOUR <= hour <= LAST_EVENING_HOUR:
            yield Fault(
                file="evening",
                entry="evening",
                problem=f"{hour} is no hour of an evening",
                remedy=f"write hours from {FIRST_EVENING_HOUR} to {LAST_EVENING_HOUR}",
            )
    for name in ("lock_hours", "rest_after"):
        if not getattr(evening, name) > 0:
            yield Fault(
                file="evening",
                entry=name,
                problem="must be more than 0",
                remedy="write the number of hours or evenings",
            )


def usual_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find what is told to be usual at no time."""
    for told in protocol.usual:
        if not 0 <= told.from_hours < told.to_hours:
            yield Fault(
                file="usual",
                entry=told.key,
                problem=f"goes from {told.from_hours:g} to {told.to_hours:g} hours",
                remedy="write the earlier hour first",
            )


def _fault(entry: str, problem: str, remedy: str) -> Fault:
    return Fault(file="schedule", entry=entry, problem=problem, remedy=remedy)


def _points_like(schedule: Schedule, key: str) -> str:
    return did_you_mean(key, [point.key for point in schedule.points])


def _point(protocol: Protocol, point: Point) -> Iterator[Fault]:
    name = f"point {point.key}"
    if not 0 <= point.opens <= point.due <= point.closes <= point.expires:
        yield _fault(
            name,
            f"its hours are out of order: opens {point.opens:g}, due {point.due:g}, "
            f"closes {point.closes:g}, expires {point.expires:g}",
            "put them in the order opens, due, closes, expires",
        )
    elif point.quiet_hours and point.due + _night(protocol.schedule) >= point.expires:
        yield _fault(
            name,
            "expires before the morning if it comes due at night",
            f"let it expire {_night(protocol.schedule):g} hours after it is due or later",
        )
    for key in point.focus:
        if key not in protocol.symptom_keys:
            yield _fault(
                name,
                f"its focus names '{key}', which is no symptom",
                did_you_mean(key, protocol.symptom_keys),
            )


def _ladder(protocol: Protocol, ladder: Ladder) -> Iterator[Fault]:
    name = f"ladder {ladder.key}"
    for part in ("symptoms", "focus"):
        for key in getattr(ladder, part):
            if key not in protocol.symptom_keys:
                problem = f"its {part} name '{key}', which is no symptom"
                yield _fault(name, problem, did_you_mean(key, protocol.symptom_keys))
    if not ladder.symptoms or not ladder.steps:
        yield _fault(name, "never comes", "name at least one symptom and one step")
    if not 0 <= ladder.closes <= ladder.expires or _night(protocol.schedule) >= ladder.expires:
        yield _fault(
            name,
            f"closes after {ladder.closes:g} hours and expires after {ladder.expires:g}",
            "let it expire last, and after a night",
        )
    hours = [0, *(step.due for step in ladder.steps)]
    if any(later <= earlier for earlier, later in pairwise(hours)):
        yield _fault(name, "its steps are out of order", "put them in the order they come due")


def _night(schedule: Schedule) -> float:
    """Give the length of the quiet hours."""
    day = datetime(2026, 1, 1)  # noqa: DTZ001 - any day: only the clock counts
    start, end = (datetime.combine(day, moment) for moment in _quiet(schedule))
    return (end - start) % timedelta(days=1) / timedelta(hours=1)


def _quiet(schedule: Schedule) -> tuple[time, time]:
    return schedule.quiet_from, schedule.quiet_to


def _follow_up(schedule: Schedule, entry: FollowUp) -> Iterator[Fault]:
    night = _night(schedule) if entry.quiet_hours else 0
    if not 0 < entry.due + night < entry.expires:
        yield _fault(
            f"follow-up {entry.key}",
            f"is due after {entry.due:g} hours and expires after {entry.expires:g}",
            "let it expire later, after a night if it keeps quiet hours",
        )


def silence_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find points where the bot looks for silence and no rule speaks of a flagged patient."""
    schedule = protocol.schedule
    for point in schedule.points:
        facts = {
            "point": point.key,
            "hours_silent": schedule.silence_hours(point.key),
            "last_level": TriageLevel.CONTACT_CLINIC.value,
        }
        if not triage(protocol, facts, complete=False, applies_to="silence").findings:
            yield _fault(
                f"point {point.key}",
                f"no rule speaks after {facts['hours_silent']:g} hours of silence",
                "give the rule about silence in rules.toml the hours of the schedule",
            )
