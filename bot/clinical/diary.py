"""The headache diary: its evenings, how long a day stays open, and days with medicine."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.clinical.questionnaire import STRICT, Answers
from bot.clinical.schedule import QuietHours, after, first_valid

DETAILS = "details"  # the fact that a patient tapped "Add details"
NO_MEDICINE = "none"
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MedicineDays:
    """How days with medicine are counted: over how many days, what is of which kind, and tips.

    A tip comes from that many days on; the rule that calls for the clinic stands in the rules.
    """

    __pydantic_config__ = STRICT
    window_days: int
    strong: tuple[str, ...]
    simple: tuple[str, ...]
    tip_strong: int
    tip_simple: int
    tip_any: int
    source: str

    def calls_for_tip(self, taken: "DaysTaken") -> bool:
        """Tell whether so many days deserve a word to the patient."""
        return (
            taken.strong >= self.tip_strong
            or taken.simple >= self.tip_simple
            or taken.any >= self.tip_any
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DaysTaken:
    """On how many days somebody took a strong, a simple, or any medicine for headache."""

    strong: int = 0
    simple: int = 0
    any: int = 0

    def or_more(self, other: "DaysTaken") -> "DaysTaken":
        """Give the higher count of each kind."""
        return DaysTaken(
            strong=max(self.strong, other.strong),
            simple=max(self.simple, other.simple),
            any=max(self.any, other.any),
        )


def kinds_taken(answers: Answers) -> frozenset[str]:
    """Read the kinds of medicine off one diary entry."""
    told = answers.get("medicine", NO_MEDICINE)
    return frozenset({told, *answers.get("medicines", ())} - {NO_MEDICINE})


def days_taken(
    rule: MedicineDays, kinds: Iterable[tuple[date, frozenset[str]]], today: date
) -> DaysTaken:
    """Count the days with medicine in the window that ends today; a day counts once each."""
    first = today - timedelta(days=rule.window_days - 1)
    by_day: dict[date, frozenset[str]] = {}
    for day, taken in kinds:
        if first <= day <= today:
            by_day[day] = by_day.get(day, frozenset()) | taken
    return DaysTaken(
        strong=sum(not taken.isdisjoint(rule.strong) for taken in by_day.values()),
        simple=sum(not taken.isdisjoint(rule.simple) for taken in by_day.values()),
        any=sum(bool(taken) for taken in by_day.values()),
    )


def days_told(answers: Answers) -> DaysTaken:
    """Read the days with medicine off a baseline or a follow-up."""
    return DaysTaken(
        strong=answers.get("took_strong", 0),
        simple=answers.get("took_simple", 0),
        any=answers.get("took_any", 0),
    )


def with_told(
    rule: MedicineDays,
    own: DaysTaken,
    told: DaysTaken,
    *,
    told_on: date,
    first_entry: date | None,
    today: date,
) -> DaysTaken:
    """Let days told before treatment count until the diary has a whole window of its own.

    Which of them have passed since is not known: until then the higher count stands.
    """
    first = today - timedelta(days=rule.window_days - 1)
    if told_on < first or (first_entry is not None and first_entry <= first):
        return own
    return own.or_more(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """How many days of a window have an entry, and on how many something was so."""

    filled: int
    days: int


def count_days(told: Iterable[tuple[date, bool]], first: date, last: date) -> Counted:
    """Count the days of a window; one with several entries counts once, and if any says so."""
    by_day: dict[date, bool] = {}
    for day, so in told:
        if first <= day <= last:
            by_day[day] = so or by_day.get(day, False)
    return Counted(filled=len(by_day), days=sum(by_day.values()))


def medicine_facts(taken: DaysTaken) -> dict[str, int]:
    """Give the facts that rules speak of."""
    return {
        "med_days_strong": taken.strong,
        "med_days_simple": taken.simple,
        "med_days_any": taken.any,
    }
