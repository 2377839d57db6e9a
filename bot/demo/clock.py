"""The clock of the demo: it runs like any clock, and can be put forward."""

from datetime import datetime

from bot.clock import SystemClock


class DemoClock:
    """Runs at the real pace from where it was started; a jump only ever leads forward."""

    def __init__(self, start: datetime) -> None:
        self._real = SystemClock().now
        self._ahead = start - self._real()

    def now(self) -> datetime:
        """Give this instant of the demo in UTC."""
        return self._real() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Move forward to an instant; one that has passed changes nothing."""
        self._ahead = max(self._ahead, instant - self._real())
