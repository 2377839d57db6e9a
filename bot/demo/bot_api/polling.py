"""Long polling: getUpdates waits for an update, and a newer poll ends the older one."""

import asyncio
import time
from collections.abc import Callable

from bot.demo.bot_api.journal import Pushed
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.updates import UpdateQueue

LONGEST_WAIT = 50
REPEAT_WITHIN, REPEAT_ONE_WITHIN = 3.0, 0.5
OTHER_POLL = (
    "terminated by other getUpdates request; make sure that only one bot instance is running"
)


class Polling:
    """The one poll that may be waiting; `stretch` adds the server's brakes in real time."""

    def __init__(
        self,
        queue: UpdateQueue,
        *,
        stretch: bool = False,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._queue = queue
        self._stretch = stretch
        self._clock = clock
        self._waiting: asyncio.Future[None] | None = None
        self._last: tuple[int, float] = (0, -REPEAT_WITHIN)
        self._next_conflict = 0.0
        queue.on_push.append(self.wake)

    @property
    def waits(self) -> bool:
        """Whether a poll is waiting for an update."""
        return self._waiting is not None and not self._waiting.done()

    def wake(self) -> None:
        """Let the waiting poll look at the queue again."""
        if self._waiting and self.waits:
            self._waiting.set_result(None)

    def end(self, reason: str) -> None:
        """Answer the waiting poll with 409."""
        if self._waiting and self.waits:
            self._waiting.set_exception(Refusal(reason, code=409))

    async def get(self, *, offset: int, limit: int, wait: float) -> list[Pushed]:
        """Acknowledge up to `offset` and return up to `limit` updates, waiting for the first."""
        limit, wait = self.braked(offset, limit, wait)
        self.end(OTHER_POLL)
        self._queue.acknowledge(offset)
        entries = self._queue.waiting()[:limit]
        if not entries and wait:
            entries = await self._wait(limit, wait)
        for entry in entries:
            entry.served += 1
        return entries

    async def _wait(self, limit: int, wait: float) -> list[Pushed]:
        waiting = self._waiting = asyncio.get_running_loop().create_future()
        try:
            async with asyncio.timeout(wait):
                await waiting
        except TimeoutError:
            return []
        except Refusal:
            await asyncio.sleep(self.conflict_delay())
            raise
        return self._queue.waiting()[:limit]

    def braked(self, offset: int, limit: int, wait: float) -> tuple[int, float]:
        """Return how many updates a poll may get and how many seconds it may wait for them."""
        wait = min(max(wait, 0), LONGEST_WAIT)
        now = self._clock()
        last_offset, last_at = self._last
        self._last = (offset, now)
        if self._stretch and offset == last_offset and now < last_at + REPEAT_WITHIN:
            wait = max(wait, REPEAT_WITHIN)
            limit = 1 if now < last_at + REPEAT_ONE_WITHIN else limit
        return limit, wait

    def conflict_delay(self) -> float:
        """Return the seconds a 409 is held back: the first is sent at once."""
        now = self._clock()
        if self._stretch and now < self._next_conflict:
            return REPEAT_WITHIN
        self._next_conflict = now + REPEAT_WITHIN
        return 0.0
