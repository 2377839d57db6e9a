"""What a screening case says that the last session left: the facts a record would hold."""

from collections.abc import Mapping
from typing import Any

from bot.clinical.before_session import Aftermath, aftermath_facts
from bot.clinical.protocol import Protocol
from bot.protocol import vocabulary
from bot.protocol.expressions import Problem
from bot.protocol.fact import Fact, Shape
from bot.protocol.fault import did_you_mean


def left_before(
    protocol: Protocol, history: Mapping[str, Any]
) -> tuple[dict[str, Any], list[Problem]]:
    """Read a screening case's history; with none, no session came before."""
    facts = aftermath_facts(Aftermath(sessions=1 if history else 0))
    known = vocabulary.aftermath(protocol)
    problems: list[Problem] = []
    for key, value in history.items():
        if key not in known:
            problems.append((f"'{key}' is nothing a session leaves", did_you_mean(key, known)))
        elif not _fits(known[key], value):
            problems.append((f"'{key}' cannot be {value!r}", f"write {what_it_takes(known[key])}"))
        else:
            facts[key] = value
    return facts, problems


def _fits(fact: Fact, value: Any) -> bool:
    match fact.shape:
        case Shape.TRUTH:
            return isinstance(value, bool)
        case Shape.WORDS:
            return isinstance(value, list) and set(value) <= set(fact.words)
        case _:
            number = isinstance(value, int | float) and not isinstance(value, bool)
            return number and fact.low <= value <= fact.high


def what_it_takes(fact: Fact) -> str:
    """Say in words which values a fact takes."""
    match fact.shape:
        case Shape.TRUTH:
            return "true or false"
        case Shape.WORDS:
            return "a list of symptoms"
        case _:
            return f"a number from {fact.low:g} to {fact.high:g}"
