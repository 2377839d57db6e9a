"""The two forms of a test of faults: short within `make test`, long within `make faults`."""

import os
from typing import TypeVar

T = TypeVar("T")
LONG = os.environ.get("FAULTS") == "long"


def times(*, short: T, long: T) -> T:
    """Choose by the form that runs."""
    return long if LONG else short
