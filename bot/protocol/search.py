"""Looking for facts that make an expression true, around the numbers and words it names."""

import re
from collections.abc import Iterator
from typing import Any

from bot.clinical.expression import holds, variables
from bot.protocol.fact import Fact, Law, Shape, Vocabulary

MOST_STEPS = 20_000
NUMBER = re.compile(r"(?<![\w.'\"])-?\d+(?:\.\d+)?")
QUOTED = re.compile(r"'([^']*)'|\"([^\"]*)\"")


def witness(expression: str, vocabulary: Vocabulary) -> dict[str, Any] | None:
    """Find facts that make an expression true and can stand together; None when there are none.

    Facts are added one by one. Since CEL absorbs absent facts, an expression that is already
    false stays false whatever the rest, and nothing below it needs to be tried.
    """
    names = sorted(variables(expression))
    samples = {name: samples_of(expression, vocabulary.facts[name]) for name in names}
    laws = [law for law in vocabulary.laws if law.names <= set(names)]
    steps = iter(range(MOST_STEPS))
    return _extend(expression, {}, names, samples, laws, steps)


def _extend(
    expression: str,
    facts: dict[str, Any],
    left: list[str],
    samples: dict[str, list[Any]],
    laws: list[Law],
    steps: Iterator[int],
) -> dict[str, Any] | None:
    """Try every value of the next fact; an already decided expression needs no more."""
    verdict = holds(expression, facts)
    if verdict is False or breaks(laws, facts) or next(steps, None) is None:
        return None
    if verdict is True:
        return facts
    for value in samples[left[0]] if left else ():
        found = _extend(expression, {**facts, left[0]: value}, left[1:], samples, laws, steps)
        if found is not None:
            return found
    return None


def breaks(laws: list[Law], facts: dict[str, Any]) -> bool:
    """Tell whether facts cannot stand together."""
    return any(
        holds(law.expression, facts) is False
        for law in laws
        if not law.about or law.about in facts
    )


def samples_of(expression: str, fact: Fact) -> list[Any]:
    """List values of a fact that make a difference to an expression."""
    match fact.shape:
        case Shape.TRUTH:
            return [True, False]
        case Shape.NUMBER:
            return _numbers(expression, fact)
        case Shape.WORD:
            return _words(expression, fact)
        case Shape.WORDS:
            return _lists(expression, fact)


def _numbers(expression: str, fact: Fact) -> list[float]:
    named = [float(text) for text in NUMBER.findall(QUOTED.sub("", expression))]
    near = {value + step for value in named for step in (-1, 0, 1)}
    inside = {value for value in near if fact.low <= value <= fact.high}
    return [int(value) for value in sorted(inside | {fact.low, fact.high})]


def _words(expression: str, fact: Fact) -> list[str]:
    """Give the words an expression names, and one that it does not."""
    named = quoted(expression)
    others = [word for word in fact.words if word not in named]
    return [word for word in fact.words if word in named] + (others[:1] or [""])


def _lists(expression: str, fact: Fact) -> list[list[str]]:
    words = [word for word in _words(expression, fact) if word]
    together = [word for word in words if word not in fact.alone]
    return [[], *([word] for word in words), *([together] if len(together) > 1 else [])]


def quoted(expression: str) -> set[str]:
    """List the texts that stand in quotes."""
    return {single or double for single, double in QUOTED.findall(expression)}
