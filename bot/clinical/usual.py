"""What is usual so many hours after needling: told with a report that is calm all over."""

from dataclasses import dataclass
from datetime import date as Date

from bot.clinical.expression import Facts, holds
from bot.clinical.questionnaire import STRICT

HIGHEST_GRADE = 1  # one symptom above it, and nothing is told to be usual


@dataclass(frozen=True, slots=True, kw_only=True)
class Usual:
    """One thing that is usual from some hours after a session to others, where `when` holds.

    `date` is when it was last held against its source.
    """

    __pydantic_config__ = STRICT
    key: str
    when: str
    from_hours: float
    to_hours: float
    source: str
    date: Date


def what_is_usual(told: tuple[Usual, ...], facts: Facts) -> tuple[str, ...]:
    """Name what is usual for a report; nothing above grade 1, and none without a session."""
    hours, worst = facts.get("t"), facts.get("worst_grade")
    if hours is None or worst is None or worst > HIGHEST_GRADE:
        return ()
    return tuple(
        one.key
        for one in told
        if one.from_hours <= hours < one.to_hours and holds(one.when, facts)
    )
