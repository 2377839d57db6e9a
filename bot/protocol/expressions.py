"""What can be wrong with one expression: how it is written, what it names, what it compares."""

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from bot.clinical.expression import program, value_of, variables
from bot.protocol.fact import Fact, Shape, Vocabulary
from bot.protocol.fault import did_you_mean
from bot.protocol.search import quoted, samples_of

Problem = tuple[str, str]  # what is wrong, what to write instead

TEXT = r"'[^']*'|\"[^\"]*\""
VALUE = rf"{TEXT}|-?\d+(?:\.\d+)?|\btrue\b|\bfalse\b"
SIGN = r"==|!=|>=|<=|>|<"
NAME = r"\b[A-Za-z_]\w*\b"
ALONE = r"(?<![-+*/%] )(?<![-+*/%])"  # in a sum, a fact's own limits say nothing
COMPARED = re.compile(rf"{ALONE}(?P<name>{NAME})\s*(?P<sign>{SIGN})\s*(?P<value>{VALUE})")
TURNED = re.compile(rf"(?P<value>{VALUE})\s*(?P<sign>{SIGN})\s*(?P<name>{NAME})(?!\s*[-+*/%(.])")
ONE_OF = re.compile(rf"(?P<name>{NAME})\s+in\s+\[(?P<values>[^\]]*)\]")
TICKED = re.compile(rf"(?P<value>{TEXT})\s+in\s+(?P<name>{NAME})")
TRIES = 40
SYNTAX = re.compile(r"<input>:(\d+):(\d+): (?:Syntax error: )?(.*)")


def unreadable(expression: str) -> list[Problem]:
    """Say where an expression breaks off, if it cannot be read at all."""
    try:
        program(expression)
    except ValueError as error:
        place = SYNTAX.search(str(error))
        said = place[3].partition(" expecting {")[0] if place else ""
        where = f" at line {place[1]}, column {place[2]}: {said}" if place else ""
        remedy = "look there for a missing quote, bracket, && or ||"
        return [(f"cannot be read as a condition{where}", remedy)]
    return []


def problems(expression: str, known: Vocabulary, *, yes_or_no: bool) -> list[Problem]:
    """List what is wrong with a readable expression, the first kind of mistake only."""
    found = [*_unknown_names(expression, known)] or [*_wrong_values(expression, known)]
    return found or [*_wrong_kinds(expression, known, yes_or_no=yes_or_no)]


def _unknown_names(expression: str, known: Vocabulary) -> Iterator[Problem]:
    for name in sorted(variables(expression) - known.facts.keys()):
        if name in known.later:
            yield f"hangs on '{name}', which is not known yet", "speak of earlier questions only"
        else:
            yield f"speaks of '{name}', which is no fact here", did_you_mean(name, known.facts)


def _wrong_values(expression: str, known: Vocabulary) -> Iterator[Problem]:
    for name, sign, value in _comparisons(expression):
        if name in known.facts:
            yield from _misfit(name, known.facts[name], sign, value)
    if "it" in program(expression).variables():
        words = {word for name in variables(expression) for word in known.facts[name].words}
        for text in sorted(quoted(expression) - words):
            yield f"looks for '{text}', which is no answer", did_you_mean(text, words)


def _comparisons(expression: str) -> Iterator[tuple[str, str, str]]:
    """Find what is compared with what: name, sign, value as written."""
    for found in (*COMPARED.finditer(expression), *TURNED.finditer(expression)):
        yield found["name"], found["sign"], found["value"]
    for found in ONE_OF.finditer(expression):
        for value in re.findall(VALUE, found["values"]):
            yield found["name"], "==", value
    for found in TICKED.finditer(expression):
        yield found["name"], "in", found["value"]


def _misfit(name: str, fact: Fact, sign: str, value: str) -> Iterator[Problem]:
    written = value.strip("'\"")
    is_text = written != value
    if is_text and fact.words and written not in fact.words:
        yield (
            f"compares '{name}' with '{written}', which is no answer to it",
            did_you_mean(written, fact.words),
        )
    elif fact.shape is Shape.WORDS and sign != "in":
        yield f"compares '{name}', which is a list, with {value}", f"write {value} in {name}"
    elif fact.shape is Shape.NUMBER and not is_text and value not in ("true", "false"):
        if not fact.low <= float(value) <= fact.high:
            yield (
                f"compares '{name}' with {value}, which it never reaches",
                f"'{name}' goes from {fact.low:g} to {fact.high:g}",
            )
    elif not _fits(fact, sign, value, is_text=is_text):
        yield f"compares '{name}' with {value}, which is another kind of thing", _kind(fact, name)


def _fits(fact: Fact, sign: str, value: str, *, is_text: bool) -> bool:
    match fact.shape:
        case Shape.WORD:
            return is_text and sign in ("==", "!=")
        case Shape.WORDS:
            return is_text
        case Shape.TRUTH:
            return value in ("true", "false") and sign in ("==", "!=")
        case Shape.NUMBER:
            return is_text and bool(fact.words) and sign in ("==", "!=")


def _kind(fact: Fact, name: str) -> str:
    match fact.shape:
        case Shape.WORD | Shape.WORDS:
            return f"'{name}' is one of: {', '.join(fact.words)}"
        case Shape.TRUTH:
            return f"'{name}' is true or false: write {name} or !{name}"
        case Shape.NUMBER:
            return f"'{name}' is a number from {fact.low:g} to {fact.high:g}"


def _wrong_kinds(expression: str, known: Vocabulary, *, yes_or_no: bool) -> Iterator[Problem]:
    """Try the expression on made-up facts: a condition must give yes or no each time."""
    chance = Random(0)  # noqa: S311 - the same tries each time, nothing secret
    samples = {name: samples_of(expression, known.facts[name]) for name in variables(expression)}
    for _ in range(TRIES):
        facts: dict[str, Any] = {name: chance.choice(listed) for name, listed in samples.items()}
        try:
            value = value_of(expression, facts)
        except (RuntimeError, TypeError) as error:
            reason = str(error).partition(". ")[0]
            yield f"cannot be worked out: {reason}", "compare like with like, and check names"
            return
        if yes_or_no and not isinstance(value, bool):
            yield "is not a yes-or-no condition", "compare it with something: fever >= 1"
            return
