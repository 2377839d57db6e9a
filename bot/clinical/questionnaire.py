"""Questionnaires as data: where a patient has got to follows from the answers alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, time
from enum import StrEnum
from typing import Any

from bot.clinical.expression import Facts, holds
from bot.clinical.levels import ScreeningClass, TriageLevel

Answers = Mapping[str, Any]
STRICT = {"extra": "forbid"}  # unknown entries in a protocol file are mistakes
MOST_LETTERS = 500  # of an answer in a patient's own words


class Kind(StrEnum):
    """How a question is answered, and so what its stored value is."""

    CHOICE = "choice"  # one option key
    SEVERAL = "several"  # list of option keys
    NUMBER = "number"  # whole number from low to high
    AGE = "age"  # whole years, typed or worked out from a date of birth
    GRADE = "grade"  # 0 to 4, in the symptom's own words
    DATE = "date"  # "YYYY-MM-DD" on the patient's calendar
    TIME = "time"  # "HH:MM" on the patient's clock
    TEXT = "text"  # the patient's own words, or an option key
    SCREEN = "screen"  # keys of questions put together; each is answered by itself


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One offered answer; `alone` empties the other ticks ("None of these").

    `note` names words said with a screening's result; it changes nothing.
    """

    __pydantic_config__ = STRICT
    key: str
    screening_class: ScreeningClass = ScreeningClass.CLEAR
    urgency: TriageLevel | None = None
    alone: bool = False
    note: str = ""

    @property
    def is_clear(self) -> bool:
        """Tell whether it counts for nothing, neither now nor for the session."""
        return self.screening_class is ScreeningClass.CLEAR and self.urgency is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What answers mean for the screening when an expression over them holds."""

    __pydantic_config__ = STRICT
    key: str
    when: str
    source: str
    screening_class: ScreeningClass = ScreeningClass.CLEAR
    urgency: TriageLevel | None = None
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question with its stable key; `when` says over earlier answers whether it is asked."""

    __pydantic_config__ = STRICT
    key: str
    kind: Kind
    source: str
    options: tuple[Option, ...] = ()
    when: str = ""
    low: int = 0
    high: int = 10
    every_session: bool = False
    outcomes: tuple[Outcome, ...] = ()
    symptom: str = ""
    private: bool = False  # the answer is kept, but never said back in a chat

    def option(self, key: str) -> Option | None:
        """Find an offered option by its key."""
        return next((option for option in self.options if option.key == key), None)

    def accepts(self, value: object) -> bool:
        """Tell whether a value is one this question can store: never clamped, never guessed."""
        match self.kind:
            case Kind.CHOICE:
                return isinstance(value, str) and self.option(value) is not None
            case Kind.SEVERAL | Kind.SCREEN:
                return isinstance(value, list) and self._accepts_ticks(value)
            case Kind.DATE | Kind.TIME:
                return isinstance(value, str) and _is_moment(self.kind, value)
            case Kind.TEXT:
                return isinstance(value, str) and 0 < len(value.strip()) <= MOST_LETTERS
            case _:
                if isinstance(value, str):
                    return self.option(value) is not None
                return type(value) is int and self.low <= value <= self.high

    def _accepts_ticks(self, ticks: list[Any]) -> bool:
        options = [self.option(tick) for tick in ticks]
        lone = any(option is not None and option.alone for option in options)
        return bool(ticks) and None not in options and not (lone and len(ticks) > 1)


def _is_moment(kind: Kind, value: str) -> bool:
    try:
        if kind is Kind.DATE:
            return date.fromisoformat(value).isoformat() == value
        return time.fromisoformat(value).strftime("%H:%M") == value
    except ValueError:
        return False


def is_asked(question: Question, facts: Facts) -> bool:
    """Tell whether a question applies; an undecided condition means it is not asked yet."""
    return not question.when or holds(question.when, facts) is True


def applicable(questions: tuple[Question, ...], facts: Facts) -> tuple[Question, ...]:
    """List the questions that apply to these facts, in order."""
    return tuple(question for question in questions if is_asked(question, facts))


def next_question(
    questions: tuple[Question, ...], answers: Answers, facts: Facts
) -> Question | None:
    """Find the first question that applies and is not answered; None when all are."""
    left = (question for question in questions if question.key not in answers)
    return next((question for question in left if is_asked(question, facts)), None)


def answered(
    questions: tuple[Question, ...], answers: Answers, facts: Facts
) -> tuple[Question, ...]:
    """List the questions that apply and are answered, in order."""
    return tuple(q for q in questions if q.key in answers and is_asked(q, facts))
