"""Which grades of which symptoms no rule answers: for a clinician to look over, not a fault."""

from collections.abc import Iterator
from itertools import product
from typing import Any

from bot.clinical.check_in import PROBLEMS
from bot.clinical.facts import History, Previous, report_facts
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol, Symptom
from bot.clinical.triage import triage
from bot.protocol.conditions import derived_facts
from bot.protocol.fact import Fact, Shape
from bot.protocol.vocabulary import HIGHEST_GRADE

HOURS = (1.0, 30.0, 80.0, 200.0, 400.0)  # on each side of every time a rule names
TRENDS_TRIED = ("", "same", "worse")  # "": was not there last time


def unanswered_grades(protocol: Protocol) -> tuple[tuple[str, int], ...]:
    """List each symptom and grade that, by itself, stays at self-care on every occasion tried.

    Tried are early and late reports, new, steady and rising symptoms, every follow-up answer,
    and patients with no risk and with every risk that screening knows.
    """
    derived = derived_facts(protocol)
    return tuple(
        (symptom.key, grade)
        for symptom in protocol.symptoms
        for grade in range(1, HIGHEST_GRADE + 1)
        if not any(_speaks(protocol, f) for f in _occasions(protocol, symptom, grade, derived))
    )


def _speaks(protocol: Protocol, facts: dict[str, Any]) -> bool:
    return triage(protocol, facts, complete=False).level > TriageLevel.SELF_CARE


def _occasions(
    protocol: Protocol, symptom: Symptom, grade: int, derived: dict[str, Fact]
) -> Iterator[dict[str, Any]]:
    for hours, trend, told in product(HOURS, TRENDS_TRIED, _follow_ups(symptom)):
        answers = {"nrs": 0, PROBLEMS: [symptom.key], symptom.key: grade, **told}
        before = Previous(grades={symptom.key: grade}, nrs=0) if trend else None
        history = History(baseline_nrs=0, previous=before, hours=hours)
        facts = report_facts(protocol, {**answers, f"{symptom.key}_trend": trend}, history)
        yield facts | {name: _value(fact, at_risk=False) for name, fact in derived.items()}
        yield facts | {name: _value(fact, at_risk=True) for name, fact in derived.items()}


def _follow_ups(symptom: Symptom) -> list[dict[str, str]]:
    """List every way to answer a symptom's follow-up questions."""
    keys = [question.key for question in symptom.follow_ups]
    options = [[option.key for option in question.options] for question in symptom.follow_ups]
    return [dict(zip(keys, told, strict=True)) for told in product(*options)]


def _value(fact: Fact, *, at_risk: bool) -> Any:
    if fact.shape is Shape.TRUTH:
        return at_risk
    return fact.high if at_risk else fact.low
