"""CEL expressions over facts, read with three-valued logic: true, false or undecided."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import cel

Facts = Mapping[str, Any]


@lru_cache(maxsize=4096)
def program(source: str) -> cel.Program:
    """Compile an expression once; raises ValueError when it cannot be read."""
    return cel.compile(source)


def holds(source: str, facts: Facts) -> bool | None:
    """Tell whether an expression is true, false, or undecided (None) because a fact is absent.

    CEL's && and || absorb absent facts, so `false && absent` is false, never undecided.
    """
    try:
        return bool(program(source).execute(dict(facts)))
    except RuntimeError as error:
        if "Undefined variable" in str(error):
            return None
        raise


def variables(source: str) -> frozenset[str]:
    """Name the facts an expression speaks of, without the ones its own macros bind."""
    return frozenset(program(source).variables()) - {"it"}
