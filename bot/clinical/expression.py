"""CEL expressions over facts, read with three-valued logic: true, false or undecided."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import ModuleType
from typing import Any

# The package would load its own command line, a prompt with colours: 30 MB that nobody uses.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402  # after what it is kept from

Facts = Mapping[str, Any]
UNDECIDED = object()
MOST_KEPT = 64  # results of an expression
_ABSENT, _NEW = object(), object()
_PLAIN = {int, str, object}  # facts that are their own mark, and _ABSENT


@lru_cache(maxsize=4096)
def program(source: str) -> cel.Program:
    """Compile an expression once; raises ValueError when it cannot be read."""
    return cel.compile(source)


@lru_cache(maxsize=4096)
def variables(source: str) -> frozenset[str]:
    """Name the facts an expression speaks of, without the ones its own macros bind."""
    return frozenset(program(source).variables()) - {"it"}


@dataclass(frozen=True, slots=True)
class _Known:
    """A compiled expression, the facts it speaks of, and what it came to where they recur."""

    compiled: cel.Program
    names: tuple[str, ...]
    results: dict[tuple[object, ...], object]


@lru_cache(maxsize=4096)
def _known(source: str) -> _Known:
    return _Known(program(source), tuple(variables(source)), {})


def value_of(source: str, facts: Facts) -> Any:
    """Work out an expression; raises RuntimeError or TypeError when facts do not allow it."""
    # Only what it speaks of: handing over all facts costs more than the evaluation itself.
    known = _known(source)
    return known.compiled.execute({name: facts[name] for name in known.names if name in facts})


def value_if_decided(source: str, facts: Facts) -> Any:
    """Work out an expression; UNDECIDED when a fact is absent, or not of the kind it must be.

    CEL's && and || absorb absent facts, so `false && absent` is false, never undecided. What is
    decided without some facts is therefore decided with them: what an expression comes to
    without the numbers that never recur, such as hours, is worked out once and kept.
    """
    known = _known(source)
    told = [facts.get(name, _ABSENT) for name in known.names]
    marks = tuple([fact if type(fact) in _PLAIN else _mark(fact) for fact in told])
    found = known.results.get(marks, _NEW)
    if found is _NEW:
        found = _decide(source, {k: v for k, v in facts.items() if type(v) is not float})
        if len(known.results) >= MOST_KEPT:
            known.results.clear()
        known.results[marks] = found
    if found is UNDECIDED and float in map(type, told):
        found = _decide(source, facts)
    return found


def _mark(fact: object) -> object:
    """Give what tells a fact from any other that can stand in its place: 1 is not true."""
    kind = type(fact)
    if kind in _PLAIN:
        return fact
    if kind is float:
        return _ABSENT
    return (kind, *map(_mark, fact)) if isinstance(fact, list | tuple) else (kind, fact)


def _decide(source: str, facts: Facts) -> Any:
    try:
        return value_of(source, facts)
    except (RuntimeError, TypeError):
        # Absent, or not a number ("prefer not to say"): either way it cannot be decided,
        # and a person's check-in must not fail over it.
        return UNDECIDED


def holds(source: str, facts: Facts) -> bool | None:
    """Tell whether an expression is true, false, or undecided (None) because a fact is absent."""
    found = value_if_decided(source, facts)
    return None if found is UNDECIDED else bool(found)
