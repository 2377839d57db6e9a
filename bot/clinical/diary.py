"""The headache diary: when its evenings are, and until when a day can be written."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clinical.questionnaire import STRICT
from bot.clinical.schedule import QuietHours, after, first_valid

DETAILS = "details"  # the fact that a patient tapped "Add details"
DAY = timedelta(days=1)
BEFORE_QUIET = timedelta(minutes=30)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evening:
    """When the diary is asked for, on the patient's clock, and how long a day stays open.

    `hour` stands until the patient chooses one of `choices`, or none. With `from_first_session`
    evenings begin by themselves after the first session, else once the patient asks. A day can
    be written until `lock_hours` after its end. After `rest_after` evenings in a row without a
    word, no more come.
    """

    __pydantic_config__ = STRICT
    hour: int
    choices: tuple[int, ...]
    from_first_session: bool
    lock_hours: float
    rest_after: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DiaryTimes:
    """The instants of one day's entry, in UTC: when it is asked for, late, and locked."""

    day: date
    due_at: datetime
    closes_at: datetime
    expires_at: datetime


def times_of(evening: Evening, day: date, hour: int, quiet: QuietHours) -> DiaryTimes:
    """Work out the instants of a day's entry; one in quiet hours is asked for before them."""
    due = first_valid(datetime.combine(day, time(hour), tzinfo=quiet.zone))
    if quiet.covers(due):
        start = first_valid(datetime.combine(day, quiet.start, tzinfo=quiet.zone))
        due = min(due, start - BEFORE_QUIET)
    end = first_valid(datetime.combine(day + DAY, time.min, tzinfo=quiet.zone))
    return DiaryTimes(
        day=day,
        due_at=due,
        closes_at=end,
        expires_at=after(end, evening.lock_hours, quiet.zone),
    )
