"""The one thread that touches the database, so that a slow disk never stops the event loop."""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")


class DatabaseClosedError(Exception):
    """Work was handed over while or after the thread stopped; it was not done."""


class DatabaseThread:
    """Runs database work one piece after another, off the event loop."""

    def __init__(self) -> None:
        self._executor = ThreadPoolExecutor(max_workers=1, thread_name_prefix="database")
        self._closed = False

    async def run(self, work: Callable[[], T]) -> T:
        """Run a piece of work and give its result; a cancelled caller does not cancel it.

        Raises `DatabaseClosedError` when the work will not be done, since the thread has stopped.
        """
        if self._closed:
            raise DatabaseClosedError
        done = asyncio.get_running_loop().run_in_executor(self._executor, work)
        try:
            return await asyncio.shield(done)
        except asyncio.CancelledError:
            if done.cancelled():
                raise DatabaseClosedError from None
            raise

    def close(self) -> None:
        """Finish the piece at work and stop."""
        self._closed = True
        self._executor.shutdown(wait=True, cancel_futures=True)
