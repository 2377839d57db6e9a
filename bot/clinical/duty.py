"""When the clinic is on duty: weekly hours on its own clock, written as text."""

import re
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta, tzinfo

from bot.clinical.schedule import first_valid

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SPAN = re.compile(
    r"(?P<first>[a-z]{3})(?:-(?P<last>[a-z]{3}))?\s+"
    r"(?P<start>\d{1,2}:\d{2})-(?P<end>\d{1,2}:\d{2})"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretch:
    """One stretch of one weekday, from its start up to its end; midnight ends a day."""

    day: int  # Monday is 0
    start: time
    end: time | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyHours:
    """The weekly hours; without any, nobody has said when the clinic is on duty."""

    stretches: tuple[Stretch, ...] = ()
    written: str = field(default="", compare=False)

    def __str__(self) -> str:
        return self.written

    def covers(self, instant: datetime, zone: tzinfo) -> bool:
        """Tell whether the clinic is on duty at an instant; unknown hours never say no."""
        local = instant.astimezone(zone)
        return not self.stretches or any(
            stretch.day == local.weekday()
            and stretch.start <= local.time()
            and (stretch.end is None or local.time() < stretch.end)
            for stretch in self.stretches
        )

    def next_start(self, instant: datetime, zone: tzinfo) -> datetime | None:
        """Give when the clinic is on duty next, after an instant; None when nobody has said."""
        today = instant.astimezone(zone).date()
        days = [today + timedelta(days=ahead) for ahead in range(len(DAYS) + 1)]
        starts = [
            first_valid(datetime.combine(day, stretch.start, tzinfo=zone))
            for day in days
            for stretch in self.stretches
            if stretch.day == day.weekday()
        ]
        return min((start for start in starts if start > instant), default=None)


def parse_duty_hours(text: str) -> DutyHours:
    """Read `mon-fri 09:00-17:00, sat 10:00-12:00`; raises ValueError naming the bad entry."""
    parts = [part.strip().casefold() for part in text.split(",") if part.strip()]
    stretches: list[Stretch] = []
    for place, part in enumerate(parts, 1):
        found = _stretches(part)
        if not found:
            raise ValueError(
                f"has no days and hours as entry {place}; write each like mon-fri 09:00-17:00, "
                "with a comma between two, and a night as two entries, up to 24:00 and from 00:00"
            )
        stretches += found
    return DutyHours(stretches=tuple(stretches), written=text.strip())


def _stretches(part: str) -> list[Stretch]:
    match = _SPAN.fullmatch(part)
    start, end = (_time(match[name]) if match else None for name in ("start", "end"))
    if match is None or start is None or end is None or not time.min <= start < end:
        return []
    first, last = match["first"], match["last"] or match["first"]
    if first not in DAYS or last not in DAYS:
        return []
    count = (DAYS.index(last) - DAYS.index(first)) % len(DAYS) + 1
    days = [(DAYS.index(first) + ahead) % len(DAYS) for ahead in range(count)]
    return [Stretch(day=day, start=start, end=None if end == time.max else end) for day in days]


def _time(text: str) -> time | None:
    """Read a time of day; 24:00 is the end of the day."""
    hour, minute = map(int, text.split(":"))
    if (hour, minute) == (24, 0):
        return time.max
    return time(hour, minute) if hour < 24 and minute < 60 else None
