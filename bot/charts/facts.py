"""What charts show: plain facts of one patient over some days, told by the patient's clock."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One headache told, 0 to 10; `kind` and `point` say in which form, `at` when."""

    day: date
    at: datetime
    value: int
    kind: str
    point: str | None = None
    late: bool = False
    corrected: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """Something asked on a day and not answered; `why` is the state the form ended in."""

    day: date
    kind: str
    point: str | None = None
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """One session: its number, its course, its place in that course, and when it ended."""

    number: int
    course: int
    place: int
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Graded:
    """One report and the grades it told, 0 to 4; `session` is the number of the one before it."""

    at: datetime
    kind: str
    point: str | None
    session: int | None
    answered: bool
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Days with medicine in the last `window` days; `filled` of them have a diary entry."""

    window: int
    filled: int
    any: int
    simple: int
    strong: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartFacts:
    """One patient from a day to another, both included; lists are in the order of time.

    `usual` is the usual headache before the course, None where it was not told. `symptoms` are
    all there are, in the order of the protocol.
    """

    first: date
    last: date
    entries: tuple[Entry, ...] = ()
    missed: tuple[Missed, ...] = ()
    sessions: tuple[Mark, ...] = ()
    usual: int | None = None
    symptoms: tuple[str, ...] = ()
    reports: tuple[Graded, ...] = ()
    medicine: Counts | None = None

    @property
    def days(self) -> list[date]:
        """Every day of the span."""
        count = (self.last - self.first).days + 1
        return [self.first + index * DAY for index in range(count)]

    @property
    def worst(self) -> dict[date, int]:
        """The worst headache of each day that has one, in the order of days."""
        told: dict[date, list[int]] = defaultdict(list)
        for entry in self.entries:
            told[entry.day].append(entry.value)
        return {day: max(values) for day, values in sorted(told.items())}

    @property
    def empty_days(self) -> list[date]:
        """The days on which something was asked and no headache was told."""
        told = self.worst
        return sorted({missed.day for missed in self.missed if missed.day not in told})

    def session_name(self, mark: Mark) -> str:
        """Give a session's place in its course, with the course where there are several."""
        several = len({session.course for session in self.sessions}) > 1
        return f"{mark.course}.{mark.place}" if several else str(mark.place)

    def graded(self, session: int | None = None) -> tuple[Graded, ...]:
        """List the reports after one session, or all of them."""
        return tuple(one for one in self.reports if session in (None, one.session))
