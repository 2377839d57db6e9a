"""The screening outcome: the worst single answer, and any urgency it carries."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.clinical.expression import Facts, holds
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Protocol, Validity
from bot.clinical.questionnaire import Answers, Question, applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One answer that counts: its question and what it means."""

    question: str
    option: str  # or the outcome's key; empty when the question has no answer
    screening_class: ScreeningClass
    urgency: TriageLevel | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOutcome:
    """What the answers so far mean; reasons stand worst first."""

    reasons: tuple[Reason, ...] = ()

    @property
    def screening_class(self) -> ScreeningClass:
        """The worst class of all reasons."""
        return max((r.screening_class for r in self.reasons), default=ScreeningClass.CLEAR)

    @property
    def urgency(self) -> TriageLevel | None:
        """The highest urgency of all reasons, or None."""
        return max((r.urgency for r in self.reasons if r.urgency), default=None)


def screen(
    protocol: Protocol, answers: Answers, *, complete: bool, facts: Facts | None = None
) -> ScreeningOutcome:
    """Judge screening answers; once complete, a question that applies but has none is a check.

    `facts` are the answers with what else is known, as what the last session left.
    """
    known = answers if facts is None else facts
    return judge_answers(protocol.screening, answers, known, complete=complete)


def judge_answers(
    questions: tuple[Question, ...], answers: Answers, facts: Facts, *, complete: bool
) -> ScreeningOutcome:
    """Judge the answers of any questionnaire whose options carry a class or an urgency."""
    reasons: list[Reason] = []
    for question in applicable(questions, facts):
        if question.key in answers:
            reasons += _option_reasons(question, answers[question.key])
        elif complete:
            reasons.append(_reason(question, "", ScreeningClass.CHECK))
        reasons += _outcome_reasons(question, facts)
    telling = [r for r in reasons if r.screening_class > ScreeningClass.CLEAR or r.urgency]
    return ScreeningOutcome(reasons=tuple(sorted(telling, key=lambda r: -r.screening_class.rank)))


def _option_reasons(question: Question, value: Any) -> list[Reason]:
    keys = value if isinstance(value, list) else [value]
    options = [question.option(key) for key in keys if isinstance(key, str)]
    return [
        _reason(question, option.key, option.screening_class, option.urgency)
        for option in options
        if option is not None
    ]


def _outcome_reasons(question: Question, facts: Facts) -> list[Reason]:
    return [
        _reason(question, outcome.key, outcome.screening_class, outcome.urgency)
        for outcome in question.outcomes
        if holds(outcome.when, facts)
    ]


def _reason(
    question: Question,
    option: str,
    screening_class: ScreeningClass,
    urgency: TriageLevel | None = None,
) -> Reason:
    return Reason(
        question=question.key,
        option=option,
        screening_class=screening_class,
        urgency=urgency,
    )


def still_valid(
    questions: tuple[Question, ...],
    answered_at: Mapping[str, datetime],
    now: datetime,
    validity: Validity,
) -> frozenset[str]:
    """Name the questions whose answers are young enough to stand without asking again."""
    short = timedelta(hours=validity.every_session_hours)
    long = timedelta(hours=validity.other_hours)
    return frozenset(
        question.key
        for question in questions
        if question.key in answered_at
        and now - answered_at[question.key] < (short if question.every_session else long)
    )
