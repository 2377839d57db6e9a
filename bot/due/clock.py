"""The clock behind the due sweep: APScheduler wakes it at the next due moment and steadily."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

from bot.clock import Now
from bot.storage.database import DatabaseError

log = logging.getLogger(__name__)

NIGHTLY_LOOK = 60  # seconds between looks whether the night's upkeep is to be done
TICK = 5  # seconds; also how late a check-in can be when the machine's clock jumps
# A job that is late is run all the same, once: the rows say what is due, not the clock.
# Two instances, for a sweep books the next one before it has quite ended itself.
ALWAYS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 2}

Sweep = Callable[[], Awaitable[datetime | None]]
KeepUp = Callable[[], Awaitable[None]]


class DueClock:
    """Runs the sweep; it gives the next due moment, which the clock then waits for.

    `keep_up` is asked each minute and does the upkeep of the night when it is due.

    `now` is the clinic's clock, by which the moment is meant; APScheduler goes by the machine's.
    """

    def __init__(self, sweep: Sweep, keep_up: KeepUp, now: Now) -> None:
        self._sweep = sweep
        self._keep_up = keep_up
        self._now = now
        self._failed: asyncio.Future[None] | None = None
        self._scheduler = AsyncIOScheduler(timezone=UTC, job_defaults=ALWAYS)

    async def run(self) -> None:
        """Tick until cancelled; an error in the sweep ends it."""
        self._failed = asyncio.get_running_loop().create_future()
        self._scheduler.add_job(
            self._tick, "interval", seconds=TICK, id="tick", next_run_time=datetime.now(UTC)
        )
        self._scheduler.add_job(
            self._look, "interval", seconds=NIGHTLY_LOOK, id="night", max_instances=1
        )
        self._scheduler.start()
        try:
            await self._failed
        finally:
            self._scheduler.shutdown(wait=False)

    async def _tick(self) -> None:
        try:
            moment = await self._sweep()
        except asyncio.CancelledError:
            return  # the bot is stopping; what was to be done stays due
        except DatabaseError as error:
            log.error("nothing could be done that is due: %s", type(error).__name__)
            return  # the disk is full or away: the next tick tries again
        except Exception as error:  # noqa: BLE001  # APScheduler would only log it
            self._fail(error)
            return
        if moment is not None:
            run_date = datetime.now(UTC) + (moment - self._now())
            self._scheduler.add_job(
                self._tick, "date", run_date=run_date, id="next", replace_existing=True
            )

    async def _look(self) -> None:
        try:
            await self._keep_up()
        except Exception as error:  # noqa: BLE001  # answers and alerts go on without it
            log.error("the night's upkeep could not be done: %s", type(error).__name__)

    def _fail(self, error: Exception) -> None:
        if self._failed is not None and not self._failed.done():
            self._failed.set_exception(error)
