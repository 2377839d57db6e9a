"""A made-up patient's case: what was told, what should come of it, and what did."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from bot.clinical.diary import DaysTaken
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Answers

CaseKind = Literal["screening", "check_in", "safety"]
Level = TriageLevel | ScreeningClass


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckIn:
    """One check-in of a case; what is not told is as usual and not there."""

    at_hours: float | None = None  # since the end of the session; None when there was none
    answers: Answers = field(default_factory=dict)  # to questions other than grades
    grades: Mapping[str, int] = field(default_factory=dict)
    text: str = ""
    missed: bool = False
    silent_hours: float | None = None  # how long a missed one has been waited for


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """The lowest and the highest outcome that pass; None where any does."""

    lowest: Level | None = None
    highest: Level | None = None
    urgency_lowest: TriageLevel | None = None
    urgency_highest: TriageLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case. `answers` are those of a screening or of the safety questions.

    `left` holds the facts about the last session that stand beside a screening's answers.
    A check-in case tells its `check_ins`, oldest first, and what was known before them:
    the answers of the screening and the baseline.
    """

    id: str
    kind: CaseKind
    expect: Expected
    title: str = ""
    answers: Answers = field(default_factory=dict)
    left: Mapping[str, Any] = field(default_factory=dict)
    today: date | None = None  # the day of a screening; None: the day the rules were checked
    baseline_nrs: int = 0
    baseline_grades: Mapping[str, int] = field(default_factory=dict)
    days_taken: DaysTaken = field(default_factory=DaysTaken)
    check_ins: tuple[CheckIn, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What came of a case: of its screening, or of its last check-in."""

    level: Level
    urgency: TriageLevel | None
    rules: tuple[str, ...] = ()
    undecided: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()  # told, but to a question that is not asked then

    @property
    def outcome(self) -> str:
        """The level, and the urgency where it says something else."""
        told = (self.level, *([self.urgency] if self.urgency else []))
        return ", ".join(dict.fromkeys(str(level.value) for level in told))


def misses(expected: Expected, verdict: Verdict) -> tuple[str, ...]:
    """Say what differs from what was expected; nothing when the case passes."""
    level, urgency = verdict.level, verdict.urgency or TriageLevel.SELF_CARE
    outside = (
        (_below(level, expected.lowest), "at least", expected.lowest, level),
        (_below(expected.highest, level), "at most", expected.highest, level),
        (_below(urgency, expected.urgency_lowest), "at least", expected.urgency_lowest, urgency),
        (_below(expected.urgency_highest, urgency), "at most", expected.urgency_highest, urgency),
    )
    return tuple(
        f"expected {bound} {wanted.value}, found {found.value}"
        for missed, bound, wanted, found in outside
        if missed and wanted is not None
    )


def _below(left: Level | None, right: Level | None) -> bool:
    """Tell whether one outcome is lower than another of the same scale; None bounds nothing."""
    return left is not None and right is not None and left.rank < right.rank
