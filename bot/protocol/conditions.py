"""Every expression of a protocol, with the place it stands in and the facts it may speak of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any, Literal

from bot.clinical.check_in import check_in_questions
from bot.clinical.comparison import SYMPTOMS, course_questions
from bot.clinical.expression import value_of, variables
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.protocol import vocabulary
from bot.protocol.fact import TRUTH, Fact, Vocabulary, number
from bot.protocol.search import samples_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """One expression, what it may speak of, and what it is for."""

    table: str
    entry: str
    expression: str
    vocabulary: Vocabulary
    role: Literal["condition", "rule", "value"] = "condition"  # a value need not be yes or no


def conditions(protocol: Protocol) -> Iterator[Condition]:
    """Walk through every expression of a protocol."""
    derived = derived_facts(protocol)
    for fact in protocol.derived:
        yield Condition(
            table="derived",
            entry=fact.key,
            expression=fact.expression,
            vocabulary=vocabulary.answers(protocol.screening),
            role="value",
        )
    yield from _questions("screening", protocol.screening, vocabulary.screening(protocol))
    yield from _questions("session", protocol.session, vocabulary.session(protocol))
    yield from _questions("safety", protocol.safety, vocabulary.answers(protocol.safety))
    yield from _questions("diary", protocol.diary, vocabulary.diary(protocol))
    yield from _course(protocol)
    yield from _check_in(protocol, derived)
    yield from _rules(protocol, derived)
    for told in protocol.usual:
        yield Condition(
            table="usual",
            entry=told.key,
            expression=told.when,
            vocabulary=vocabulary.report(protocol, derived),
        )
    for entry in protocol.schedule.follow_ups:
        yield Condition(
            table="schedule",
            entry=f"follow-up {entry.key}",
            expression=entry.when,
            vocabulary=vocabulary.result(protocol),
        )


def _questions(
    table: str, questions: tuple[Question, ...], known: Vocabulary
) -> Iterator[Condition]:
    own = {question.key for question in questions}
    outside = [name for name in known.facts if name not in own]
    for place, question in enumerate(questions):
        earlier = [before.key for before in questions[:place]]
        if question.when:
            yield Condition(
                table=table,
                entry=question.key,
                expression=question.when,
                vocabulary=known.only([*outside, *earlier]),
            )
        for outcome in question.outcomes:
            yield Condition(
                table=table,
                entry=f"{question.key} · {outcome.key}",
                expression=outcome.when,
                vocabulary=known.only([*outside, *earlier, question.key]),
            )


def _course(protocol: Protocol) -> Iterator[Condition]:
    """Walk through what is asked before and after a course; grades are told after the ticks."""
    known, listed = vocabulary.course(protocol), course_questions(protocol)
    grades = [question for question in listed if question.symptom]
    own = {question.key for question in listed}
    before = [name for name in known.facts if name not in own]
    for question in protocol.course:
        if question.when:
            yield Condition(
                table="course",
                entry=question.key,
                expression=question.when,
                vocabulary=known.only(before),
            )
        before.append(question.key)
        before += [grade.key for grade in grades if question.key == SYMPTOMS]
        for outcome in question.outcomes:
            yield Condition(
                table="course",
                entry=f"{question.key} · {outcome.key}",
                expression=outcome.when,
                vocabulary=known.only(before),
            )


def _check_in(protocol: Protocol, derived: Mapping[str, Fact]) -> Iterator[Condition]:
    known = vocabulary.report(protocol, derived)
    before = list(vocabulary.history(protocol, derived).facts)
    for question in check_in_questions(protocol):
        written = question.when and not _is_built(question)
        if written:
            table = _table(protocol, question)
            entry = f"{question.symptom} · {question.key}" if question.symptom else question.key
            yield Condition(
                table=table,
                entry=entry,
                expression=question.when,
                vocabulary=known.only(_near(protocol, question, before)),
            )
        before += [question.key, *(["delta", "headache_up"] if question.key == "nrs" else [])]


def _table(protocol: Protocol, question: Question) -> str:
    if question.symptom:
        return "symptoms"
    return "signs" if question in protocol.signs else "check_in"


def _is_built(question: Question) -> bool:
    """Tell whether the engine made a question: a symptom's grade or trend."""
    return question.symptom != "" and question.key in (
        question.symptom,
        f"{question.symptom}_trend",
    )


def _near(protocol: Protocol, question: Question, before: list[str]) -> list[str]:
    """Leave out what other symptoms tell: a check-in's focus changes their order."""
    if not question.symptom:
        return before
    own = protocol.symptom(question.symptom)
    others = {
        name
        for symptom in protocol.symptoms
        if symptom.key != own.key
        for name in (symptom.key, f"{symptom.key}_trend", *(q.key for q in symptom.follow_ups))
    }
    return [name for name in before if name not in others] + list(vocabulary.symptom_facts(own))


def _rules(protocol: Protocol, derived: Mapping[str, Fact]) -> Iterator[Condition]:
    known = {
        "report": vocabulary.report(protocol, derived),
        "silence": vocabulary.silence(protocol),
        "safety": vocabulary.answers(protocol.safety),
    }
    for rule in protocol.rules:
        yield Condition(
            table="rules",
            entry=rule.key,
            expression=rule.when,
            vocabulary=known[rule.applies_to],
            role="rule",
        )


def derived_facts(protocol: Protocol) -> dict[str, Fact]:
    """Find what values the facts that screening exports can have, by trying answers."""
    known = vocabulary.answers(protocol.screening)
    return {derived.key: _values(derived.expression, known) for derived in protocol.derived}


def _values(expression: str, known: Vocabulary) -> Fact:
    try:
        names = [name for name in variables(expression) if name in known.facts]
    except ValueError:
        return TRUTH  # reported where expressions are read
    samples = [samples_of(expression, known.facts[name]) for name in names]
    found = [
        _value(expression, dict(zip(names, values, strict=True))) for values in product(*samples)
    ]
    numbers = [value for value in found if isinstance(value, int) and not isinstance(value, bool)]
    return number(min(numbers), max(numbers)) if numbers else TRUTH


def _value(expression: str, facts: dict[str, Any]) -> Any:
    try:
        return value_of(expression, facts)
    except (RuntimeError, TypeError):
        return None
