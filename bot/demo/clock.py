"""The clock of the demo: it runs like any clock, and can be put forward."""

from datetime import datetime

from bot.clock import SystemClock


class DemoClock:
    """Runs at the real pace from where it was started; a jump only ever leads forward.

    One that `stands` is moved by jumps alone until it is let run.
    """

    def __init__(self, start: datetime, *, stands: bool = False) -> None:
        self._real = SystemClock().now
        self._ahead = start - self._real()
        self._stands_at = start if stands else None

    def now(self) -> datetime:
        """Give this instant of the demo in UTC."""
        return self._stands_at or self._real() + self._ahead

    def move_to(self, instant: datetime) -> None:
        """Move forward to an instant; one that has passed changes nothing."""
        if self._stands_at is not None:
            self._stands_at = max(self._stands_at, instant)
        else:
            self._ahead = max(self._ahead, instant - self._real())

    def run(self) -> None:
        """Go on at the real pace."""
        if self._stands_at is not None:
            self._ahead, self._stands_at = self._stands_at - self._real(), None
