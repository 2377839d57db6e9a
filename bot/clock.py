"""The one source of time: everything that needs now is given a clock."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Protocol

Now = Callable[[], datetime]


class Clock(Protocol):
    """Whatever tells the time."""

    def now(self) -> datetime:
        """Give this instant in UTC."""


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """Give this instant in UTC."""
        return datetime.now(UTC)


class MovableClock:
    """A clock that stands still until somebody moves it: for the tests."""

    def __init__(self, start: datetime) -> None:
        self._now = start

    def now(self) -> datetime:
        """Give the instant it was last moved to."""
        return self._now

    def move_to(self, instant: datetime) -> None:
        """Move to an instant."""
        self._now = instant
