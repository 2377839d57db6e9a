"""The clock behind what is due: it sweeps at once, at the next moment, and in spite of trouble."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import Now
from bot.due.clock import DueClock
from bot.storage.database import DatabaseError

PATIENCE = 10  # seconds of real time a test waits for what must come at once


class Sweeps:
    """A sweep that counts, and does what it is told each time."""

    def __init__(self, *turns: Callable[[], datetime | None]) -> None:
        self.turns = list(turns)
        self.times: list[datetime] = []

    async def __call__(self) -> datetime | None:
        """Sweep."""
        self.times.append(datetime.now(UTC))
        return self.turns.pop(0)() if self.turns else None

    async def reach(self, count: int) -> None:
        """Wait until there were so many."""
        async with asyncio.timeout(PATIENCE):
            while len(self.times) < count:  # noqa: ASYNC110  # APScheduler gives no event
                await asyncio.sleep(0)


async def nothing() -> None:
    """Do no upkeep."""


def machine() -> datetime:
    return datetime.now(UTC)


def ahead() -> datetime:
    return machine() + timedelta(days=14)


def soon() -> datetime:
    return machine() + timedelta(milliseconds=50)


def late() -> datetime:
    return machine() - timedelta(hours=3)


def full_disk() -> None:
    raise DatabaseError("database or disk is full")


def broken() -> None:
    raise LookupError("ordered by the test")


@pytest.mark.parametrize(("moment", "now"), [(soon, machine), (late, machine), (ahead, ahead)])
async def test_it_sweeps_at_once_and_again_when_the_next_thing_is_due(
    moment: Callable[[], datetime], now: Now
) -> None:
    sweeps = Sweeps(moment, moment)
    running = asyncio.create_task(DueClock(sweeps, nothing, now).run())

    await sweeps.reach(3)

    assert sweeps.times[2] - sweeps.times[0] < timedelta(seconds=3)
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running


async def test_a_fault_in_the_sweep_ends_it() -> None:
    with pytest.raises(LookupError, match="ordered by the test"):
        async with asyncio.timeout(PATIENCE):
            await DueClock(Sweeps(broken), nothing, machine).run()


async def test_a_full_disk_does_not_end_it(caplog: pytest.LogCaptureFixture) -> None:
    sweeps = Sweeps(soon, full_disk)
    running = asyncio.create_task(DueClock(sweeps, nothing, machine).run())

    await sweeps.reach(2)
    async with asyncio.timeout(PATIENCE):
        while "nothing could be done that is due" not in caplog.text:  # noqa: ASYNC110
            await asyncio.sleep(0)

    assert not running.done()
    running.cancel()
    with pytest.raises(asyncio.CancelledError):
        await running
