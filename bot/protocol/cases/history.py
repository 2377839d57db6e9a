"""What a case says was known before: screening answers, facts they lead to, the baseline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinical.diary import DaysTaken, medicine_facts
from bot.clinical.facts import screening_facts
from bot.clinical.protocol import Protocol
from bot.clinical.well import asked_of, well
from bot.protocol import vocabulary
from bot.protocol.cases.values import answer_of, grade_problem
from bot.protocol.conditions import derived_facts
from bot.protocol.expressions import Problem
from bot.protocol.fact import Fact, Shape
from bot.protocol.fault import did_you_mean
from bot.protocol.search import witness
from bot.protocol.vocabulary import HIGHEST_PAIN

BASELINE = "baseline_"
BASELINE_PAIN = f"{BASELINE}nrs"
MEDICINE = "med_days_"
DAYS = frozenset(medicine_facts(DaysTaken()))
TRUTHS: Mapping[object, bool] = {True: True, False: False, "yes": True, "no": False}


@dataclass(slots=True, kw_only=True)
class Known:
    """What a case's history comes to, and what is wrong with it."""

    answers: dict[str, Any] = field(default_factory=dict)
    baseline_nrs: int | None = None
    baseline_grades: dict[str, int] = field(default_factory=dict)
    days_taken: dict[str, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def known_before(protocol: Protocol, history: Mapping[str, Any]) -> Known:
    """Read a case's history; facts become screening answers that lead to them."""
    known = Known()
    facts = derived_facts(protocol)
    wanted: dict[str, bool | int] = {}
    for key, value in history.items():
        if key in facts:
            _want(wanted, known, key, value, facts[key])
        elif key == BASELINE_PAIN:
            _take_pain(known, value)
        elif key in DAYS:
            _take_days(protocol, known, key, value)
        elif key.removeprefix(BASELINE) in protocol.symptom_keys and key.startswith(BASELINE):
            _take_grade(known, key, value)
        else:
            _take_answer(protocol, known, key, value)
    if not known.problems:
        _lead_to(protocol, known, wanted)
    return known


def history_keys(protocol: Protocol) -> tuple[str, ...]:
    """List every key that a case's history may hold."""
    return (
        *(derived.key for derived in protocol.derived),
        BASELINE_PAIN,
        *sorted(DAYS),
        *(f"{BASELINE}{key}" for key in protocol.symptom_keys),
        *(question.key for question in protocol.screening),
    )


def _want(wanted: dict[str, bool | int], known: Known, key: str, value: Any, fact: Fact) -> None:
    if fact.shape is Shape.TRUTH and isinstance(value, bool | str) and value in TRUTHS:
        wanted[key] = TRUTHS[value]
    elif fact.shape is Shape.NUMBER and type(value) is int and fact.low <= value <= fact.high:
        wanted[key] = value
    else:
        span = f"a whole number from {fact.low:g} to {fact.high:g}"
        kind = "true or false" if fact.shape is Shape.TRUTH else span
        known.problems.append((f"'{key}' cannot be {value!r}", f"write {kind}"))


def _take_pain(known: Known, value: Any) -> None:
    if type(value) is int and 0 <= value <= HIGHEST_PAIN:
        known.baseline_nrs = value
    else:
        known.problems.append((f"'{BASELINE_PAIN}' cannot be {value!r}", "write 0 to 10"))


def _take_days(protocol: Protocol, known: Known, key: str, value: Any) -> None:
    most = protocol.medicine_days.window_days
    if type(value) is int and 0 <= value <= most:
        known.days_taken[key.removeprefix(MEDICINE)] = value
    else:
        known.problems.append((f"'{key}' cannot be {value!r}", f"write 0 to {most}"))


def _take_grade(known: Known, key: str, value: Any) -> None:
    problem = grade_problem(key, value)
    if problem is None:
        known.baseline_grades[key.removeprefix(BASELINE)] = value
    else:
        known.problems.append(problem)


def _take_answer(protocol: Protocol, known: Known, key: str, value: Any) -> None:
    question = next((q for q in protocol.screening if q.key == key), None)
    if question is None:
        near = did_you_mean(key, history_keys(protocol))
        known.problems.append((f"'{key}' is no fact that screening or baseline leaves", near))
        return
    answer, problem = answer_of(question, value)
    known.answers[key] = answer
    known.problems += [problem] if problem else []


def _lead_to(protocol: Protocol, known: Known, wanted: Mapping[str, bool | int]) -> None:
    """Find answers that lead to the wanted facts, as little away from well as can be."""
    missing = {
        key: value for key, value in wanted.items() if not _holds(protocol, known, {key: value})
    }
    for needed in (missing, wanted):
        found = _search(protocol, needed)
        answers = {**found, **known.answers}
        if _holds(protocol, Known(answers=answers), wanted):
            known.answers = answers
            return
    facts = ", ".join(wanted)
    known.problems.append((f"no answers lead to all of: {facts}", "leave one of them out"))


def _search(protocol: Protocol, needed: Mapping[str, bool | int]) -> dict[str, Any]:
    expressions = {derived.key: derived.expression for derived in protocol.derived}
    literals = {key: str(value).lower() for key, value in needed.items()}
    condition = " && ".join(f"({expressions[key]}) == {literals[key]}" for key in needed)
    return (witness(condition, vocabulary.answers(protocol.screening)) or {}) if needed else {}


def _holds(protocol: Protocol, known: Known, wanted: Mapping[str, bool | int]) -> bool:
    answers = asked_of(protocol.screening, well(protocol.screening, known.answers))
    facts = screening_facts(protocol, answers)
    return all(facts.get(key) == value for key, value in wanted.items())
