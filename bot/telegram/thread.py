"""The one thread that touches the database, so that a slow disk never stops the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class DatabaseThread:
    """Runs database work one piece after another, off the event loop."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")

    async def run(self, work: Callable[[], T]) -> T:
        """Run a piece of work and give its result; a cancelled caller does not cancel it."""
        loop = asyncio.get_running_loop()
        return await asyncio.shield(loop.run_in_executor(self._executor, work))

    def close(self) -> None:
        """Finish the piece at work and stop."""
        self._executor.shutdown(wait=True, cancel_futures=True)
