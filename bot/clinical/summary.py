"""Before and after a course: the same figures on both sides, and nothing made of them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from bot.clinical.comparison import NECK, USUAL
from bot.clinical.diary import Counted, count_days, kinds_taken
from bot.clinical.questionnaire import Answers

DIRECTIONS = 4  # left, right, up, down
EASY = "easy"


@dataclass(frozen=True, slots=True, kw_only=True)
class DayCount:
    """A number of days; `filled` is how many days had a diary entry, None when it was told."""

    days: int
    filled: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of the comparison; None is what was not told."""

    usual: int | None = None
    worst: int | None = None
    headache: DayCount | None = None
    duration: str | None = None
    medicine: DayCount | None = None
    disability: str | None = None
    neck: tuple[str, ...] | None = None  # what was ticked

    @property
    def easy_directions(self) -> int | None:
        """In how many of four directions the head turns easily."""
        if self.neck is None:
            return None
        return DIRECTIONS - len({tick.partition("_")[0] for tick in self.neck} - {EASY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A course's two sides, and the change in the patient's own words."""

    before: Side
    after: Side
    change: str | None = None


def told(answers: Answers) -> Side:
    """Read one side off the answers of a baseline or a follow-up."""
    neck = answers.get(NECK)
    return Side(
        usual=answers.get(USUAL),
        worst=answers.get("nrs_worst_week"),
        headache=_days(answers.get("days_last_14")),
        duration=answers.get("duration_usual"),
        medicine=_days(answers.get("took_any")),
        disability=answers.get("disability_usual"),
        neck=None if neck is None else tuple(neck),
    )


def _days(days: int | None) -> DayCount | None:
    return None if days is None else DayCount(days=days)


def with_diary(side: Side, headache: Counted, medicine: Counted) -> Side:
    """Add what the diary counts where the patient did not tell; no entry counts for nothing."""
    return replace(
        side,
        headache=side.headache or _count(headache),
        medicine=side.medicine or _count(medicine),
    )


def _count(days: Counted) -> DayCount | None:
    return DayCount(days=days.days, filled=days.filled) if days.filled else None


def counted_until(
    windows: tuple[int, int], entries: Iterable[tuple[date, Answers]], last: date
) -> tuple[Counted, Counted]:
    """Count days with headache and with medicine, each in its window of days, up to a day."""
    listed = list(entries)
    headache, medicine = (last - timedelta(days=days - 1) for days in windows)
    return (
        count_days(((day, told["nrs_worst"] >= 1) for day, told in listed), headache, last),
        count_days(((day, bool(kinds_taken(told))) for day, told in listed), medicine, last),
    )
