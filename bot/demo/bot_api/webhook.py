"""Delivery by webhook: one lane per chat, retried until the answer is 2xx or the update is old."""

import asyncio
import json
import ssl
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import httpx

from bot.demo.bot_api.journal import Pushed
from bot.demo.bot_api.updates import UpdateQueue

SECRET_HEADER = "X-Telegram-Bot-Api-Secret-Token"  # noqa: S105  # a header, not its value
LONGEST_RETRY_AFTER = 3600.0
ANSWER_TIMEOUT = 10.0
GONE_FOR = timedelta(hours=23)
Run = Callable[[dict[str, Any]], Awaitable[None]]


class Webhook:
    """Where updates are posted to, and how that goes; without a URL nothing is posted.

    `first_delay` seconds pass before the second retry (the first is at once), doubling up to
    `longest_delay`; both run in real time, and tests shorten them.
    """

    def __init__(self, queue: UpdateQueue, now: Callable[[], datetime]) -> None:
        self._queue = queue
        self._now = now
        self._lanes: dict[tuple[str, int], asyncio.Task[None]] = {}
        self._slots = asyncio.Semaphore(40)
        self.url = ""
        self.secret = ""
        self.max_connections = 40
        self.first_delay = 2.0
        self.longest_delay = 60.0
        self._gone_since: datetime | None = None
        self.last_error: tuple[int, str] | None = None
        self.run: Run | None = None
        queue.on_push.append(self.wake)

    def set(self, url: str, *, secret: str, max_connections: int) -> None:
        """Post updates to the URL from now on, those that already wait as well."""
        self.stop()
        self.url, self.secret = url, secret
        self.max_connections = min(max(max_connections, 1), 100)
        self._slots = asyncio.Semaphore(self.max_connections)
        self.wake()

    def remove(self) -> None:
        """Go back to polling."""
        self.stop()
        self.url = ""

    def stop(self) -> None:
        """End every delivery under way; the updates stay in the queue."""
        for task in self._lanes.values():
            task.cancel()
        self._lanes.clear()

    def wake(self) -> None:
        """Start the delivery of every lane that has something to deliver."""
        if not self.url:
            return
        for lane in {entry.lane for entry in self._queue.waiting()} - set(self._lanes):
            self._lanes[lane] = asyncio.get_running_loop().create_task(self._drain(lane))

    async def _drain(self, lane: tuple[str, int]) -> None:
        async with httpx.AsyncClient(timeout=ANSWER_TIMEOUT, verify=trusted()) as client:
            while entry := self._first(lane):
                await self._deliver(client, entry)
            # Before anything is awaited, so that a new update starts the lane again.
            del self._lanes[lane]

    def _first(self, lane: tuple[str, int]) -> Pushed | None:
        return next((entry for entry in self._queue.waiting() if entry.lane == lane), None)

    async def _deliver(self, client: httpx.AsyncClient, entry: Pushed) -> None:
        failures = 0
        while entry in self._queue.waiting():
            response = await self._post(client, entry)
            if response is not None and response.is_success:
                self._queue.confirm([entry])
                await self._execute(response)
                return
            failures += 1
            if self._is_gone(response):
                self.remove()
            await asyncio.sleep(self.delay(failures, response))

    async def _post(self, client: httpx.AsyncClient, entry: Pushed) -> httpx.Response | None:
        body = entry.body if isinstance(entry.body, str) else json.dumps(entry.body)
        headers = {"Content-Type": "application/json"}
        headers |= {SECRET_HEADER: self.secret} if self.secret else {}
        entry.served += 1
        try:
            async with self._slots:
                response = await client.post(self.url, content=body, headers=headers)
        except httpx.HTTPError as error:
            self._failed(f"Connection failed: {type(error).__name__}")
            return None
        if not response.is_success:
            reason = f"{response.status_code} {response.reason_phrase}"
            self._failed(f"Wrong response from the webhook: {reason}")
        return response

    def _failed(self, reason: str) -> None:
        self.last_error = (int(self._now().timestamp()), reason)

    def _is_gone(self, response: httpx.Response | None) -> bool:
        if response is None or response.status_code != httpx.codes.GONE:
            self._gone_since = None
            return False
        self._gone_since = self._gone_since or self._now()
        return self._now() - self._gone_since > GONE_FOR

    def delay(self, failures: int, response: httpx.Response | None) -> float:
        """Return the seconds until the next try after so many failures."""
        asked = response.headers.get("Retry-After", "") if response is not None else ""
        if asked.isdecimal():
            return min(float(asked), LONGEST_RETRY_AFTER)
        doubled: float = self.first_delay * 2 ** max(failures - 2, 0)
        return 0.0 if failures == 1 else min(doubled, self.longest_delay)

    async def _execute(self, response: httpx.Response) -> None:
        try:
            call = response.json()
        except ValueError:
            return
        if self.run and isinstance(call, dict) and "method" in call:
            await self.run(call)


@cache
def trusted() -> ssl.SSLContext:
    """Load the certificates that are trusted, once: it takes longer than a delivery."""
    return httpx.create_ssl_context()
