"""What has changed since somebody looked: a number that grows, and a way to wait for it."""

import asyncio


class Changes:
    """Counts what can be seen to change; whoever looks can wait for the next change."""

    def __init__(self) -> None:
        self.version = 1
        self._next = asyncio.Event()

    def grow(self) -> None:
        """Count a change and wake whoever waits for it."""
        self.version += 1
        past, self._next = self._next, asyncio.Event()
        past.set()

    async def after(self, version: int, patience: float) -> None:
        """Wait until there is something other than this version, so many seconds at most."""
        try:
            async with asyncio.timeout(patience):
                while self.version == version:
                    await self._next.wait()
        except TimeoutError:
            return
