"""The screening outcome: the worst single answer, any urgency it carries, and what is noted."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.clinical.expression import Facts, holds, variables
from bot.clinical.jurisdiction import PRACTITIONER, ruling
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Protocol, Validity
from bot.clinical.questionnaire import Answers, Option, Outcome, Question, applicable


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One answer that counts: its question and what it means."""

    question: str
    option: str  # or the outcome's key; empty when the question has no answer
    screening_class: ScreeningClass
    urgency: TriageLevel | None = None
    note: str = ""  # key of words said with the result, whatever it is
    rests_on: frozenset[str] = frozenset()  # every question whose answer it comes from


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningOutcome:
    """What the answers so far mean; reasons stand worst first."""

    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def screening_class(self) -> ScreeningClass:
        """The worst class of all reasons."""
        return max((r.screening_class for r in self.reasons), default=ScreeningClass.CLEAR)

    @property
    def urgency(self) -> TriageLevel | None:
        """The highest urgency of all reasons, or None."""
        return max((r.urgency for r in self.reasons if r.urgency), default=None)


def screen(
    protocol: Protocol,
    answers: Answers,
    *,
    today: date,
    complete: bool,
    facts: Facts | None = None,
    carried: frozenset[str] = frozenset(),
) -> ScreeningOutcome:
    """Judge screening answers; once complete, a question that applies but has none is a check.

    `today` dates the table of who may needle where. `facts` are the answers with what else is
    known, as what the last session left. `carried` names the answers of an earlier screening:
    their class counts as before, what was urgent then is not told as urgent now.
    """
    questions = protocol.screening
    known = answers if facts is None else facts
    reasons = _reasons(questions, answers, known, complete=complete)
    found = ruling(protocol.jurisdictions, answers, today)
    if found is not None:
        reasons.append(
            Reason(
                question=PRACTITIONER,
                option=found.row,
                screening_class=found.screening_class,
                note=found.note,
            )
        )
    old = carried & {question.key for question in questions if not question.every_session}
    return _outcome(replace(r, urgency=None) if _is_old(r, old) else r for r in reasons)


def _is_old(reason: Reason, old: frozenset[str]) -> bool:
    return bool(reason.rests_on) and reason.rests_on <= old


def judge_answers(
    questions: tuple[Question, ...], answers: Answers, facts: Facts
) -> ScreeningOutcome:
    """Judge what was answered of a questionnaire whose options carry a class or an urgency."""
    return _outcome(_reasons(questions, answers, facts))


def _outcome(reasons: Iterable[Reason]) -> ScreeningOutcome:
    listed = tuple(reasons)
    telling = [r for r in listed if r.screening_class > ScreeningClass.CLEAR or r.urgency]
    return ScreeningOutcome(
        reasons=tuple(sorted(telling, key=lambda r: -r.screening_class.rank)),
        notes=tuple(dict.fromkeys(reason.note for reason in listed if reason.note)),
    )


def _reasons(
    questions: tuple[Question, ...], answers: Answers, facts: Facts, *, complete: bool = False
) -> list[Reason]:
    reasons: list[Reason] = []
    for question in applicable(questions, facts):
        if question.key in answers:
            reasons += _option_reasons(question, answers[question.key])
        elif complete:
            reasons.append(
                Reason(question=question.key, option="", screening_class=ScreeningClass.CHECK)
            )
        reasons += _outcome_reasons(question, facts)
    return reasons


def _option_reasons(question: Question, value: Any) -> list[Reason]:
    keys = value if isinstance(value, list) else [value]
    options = [question.option(key) for key in keys if isinstance(key, str)]
    own = frozenset({question.key})
    return [_reason(question, option, own) for option in options if option is not None]


def _outcome_reasons(question: Question, facts: Facts) -> list[Reason]:
    return [
        _reason(question, outcome, variables(outcome.when))
        for outcome in question.outcomes
        if holds(outcome.when, facts)
    ]


def _reason(question: Question, said: Option | Outcome, rests_on: frozenset[str]) -> Reason:
    return Reason(
        question=question.key,
        option=said.key,
        screening_class=said.screening_class,
        urgency=said.urgency,
        note=said.note,
        rests_on=rests_on,
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
