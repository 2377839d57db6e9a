"""What has changed since somebody looked: a number that grows, and a way to wait for it."""

import asyncio
from contextlib import suppress

TOGETHER = 0.4  # seconds of real time


class EndedError(Exception):
    """Nothing changes any more: the demo ends."""


class Changes:
    """Counts what can be seen to change; whoever looks can wait for the next change.

    While changes come thick and fast (`hurried`), they are shown together, some times a second.
    """

    def __init__(self) -> None:
        self.version = 1
        self.hurried = False
        self._next = asyncio.Event()
        self._ended = False

    def grow(self) -> None:
        """Count a change and wake whoever waits for it."""
        self.version += 1
        past, self._next = self._next, asyncio.Event()
        past.set()

    def end(self) -> None:
        """Let nobody wait any more."""
        self._ended = True
        self._next.set()

    async def after(self, version: int, patience: float) -> None:
        """Wait until there is something other than this version, so many seconds at most.

        Raises EndedError.
        """
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.version == version and not self._ended:
                    await self._next.wait()
        if self.hurried:
            await asyncio.sleep(TOGETHER)
        if self._ended:
            raise EndedError
