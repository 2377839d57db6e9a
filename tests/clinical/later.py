"""Reports whose facts are worked out when a test asks, so that a broken engine shows in them."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.clinical.expression import Facts
from tests.clinical import reports

# Facts as they are, or what works them out.
Case = Facts | Callable[[], Facts]

# By rule: cases in which it speaks, and cases in which it does not.
Cases = dict[str, tuple[list[Case], list[Case]]]


def report(**told: Any) -> Case:
    """Describe a complete check-in as `reports.report` takes it."""
    return partial(reports.report, **told)


def facts_of(case: Case) -> Facts:
    """Work out the facts of a case."""
    return case() if callable(case) else case
