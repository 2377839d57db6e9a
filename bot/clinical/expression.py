"""CEL expressions over facts, read with three-valued logic: true, false or undecided."""

import sys
from collections.abc import Mapping
from functools import lru_cache
from types import ModuleType
from typing import Any

# The package would load its own command line, a prompt with colours: 30 MB that nobody uses.
sys.modules.setdefault("cel.cli", ModuleType("cel.cli"))

import cel  # noqa: E402  # after what it is kept from

Facts = Mapping[str, Any]


@lru_cache(maxsize=4096)
def program(source: str) -> cel.Program:
    """Compile an expression once; raises ValueError when it cannot be read."""
    return cel.compile(source)


@lru_cache(maxsize=4096)
def variables(source: str) -> frozenset[str]:
    """Name the facts an expression speaks of, without the ones its own macros bind."""
    return frozenset(program(source).variables()) - {"it"}


@lru_cache(maxsize=4096)
def _with_names(source: str) -> tuple[cel.Program, tuple[str, ...]]:
    return program(source), tuple(variables(source))


def value_of(source: str, facts: Facts) -> Any:
    """Work out an expression; raises RuntimeError or TypeError when facts do not allow it."""
    # Only what it speaks of: handing over all facts costs more than the evaluation itself.
    compiled, names = _with_names(source)
    return compiled.execute({name: facts[name] for name in names if name in facts})


def holds(source: str, facts: Facts) -> bool | None:
    """Tell whether an expression is true, false, or undecided (None) because a fact is absent.

    CEL's && and || absorb absent facts, so `false && absent` is false, never undecided.
    """
    try:
        return bool(value_of(source, facts))
    except (RuntimeError, TypeError):
        # Absent, or not a number ("prefer not to say"): either way it cannot be decided,
        # and a person's check-in must not fail over it.
        return None
