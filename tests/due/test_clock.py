"""The clock behind the sweep: it ticks, wakes when something is due, and ends with an error."""

import asyncio
from datetime import UTC, datetime

import pytest

from bot.due import clock
from bot.due.clock import DueClock
from bot.storage.database import DatabaseError

LONG = 5  # seconds in which each of these must have ended


class Enough(Exception):
    """Ends a clock in a test."""


class Sweeps:
    """Does in each sweep the next thing on a list: raise an error, or name a moment."""

    def __init__(self, *script: Exception | datetime | None) -> None:
        self.script = list(script)

    async def __call__(self) -> datetime | None:
        """Take the next thing."""
        step = self.script.pop(0)
        if isinstance(step, Exception):
            raise step
        return step


async def _runs(sweeps: Sweeps) -> None:
    async with asyncio.timeout(LONG):
        await DueClock(sweeps).run()


async def test_it_sweeps_at_once_and_an_error_ends_it() -> None:
    sweeps = Sweeps(Enough())

    with pytest.raises(Enough):
        await _runs(sweeps)

    assert sweeps.script == []


async def test_it_wakes_at_the_moment_that_a_sweep_names() -> None:
    sweeps = Sweeps(datetime.now(UTC), Enough())

    with pytest.raises(Enough):
        await _runs(sweeps)  # sooner than the steady tick would come

    assert sweeps.script == []


async def test_a_moment_that_has_passed_is_not_missed() -> None:
    sweeps = Sweeps(datetime(2026, 1, 1, tzinfo=UTC), Enough())

    with pytest.raises(Enough):
        await _runs(sweeps)

    assert sweeps.script == []


async def test_it_ticks_steadily_where_no_moment_is_named(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clock, "TICK", 0.01)
    sweeps = Sweeps(None, None, Enough())

    with pytest.raises(Enough):
        await _runs(sweeps)

    assert sweeps.script == []


async def test_a_full_disk_does_not_end_it(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(clock, "TICK", 0.01)
    sweeps = Sweeps(DatabaseError("disk full"), Enough())

    with pytest.raises(Enough):
        await _runs(sweeps)

    assert sweeps.script == []
    assert "nothing could be done that is due" in caplog.text


async def test_cancelling_ends_it_quietly() -> None:
    begun = asyncio.Event()

    async def sweep() -> None:
        begun.set()

    async with asyncio.timeout(LONG):
        running = asyncio.create_task(DueClock(sweep).run())
        await begun.wait()
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running
