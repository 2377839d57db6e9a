"""Receiving: raw updates are committed before Telegram may forget them."""

import asyncio
import json
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

from telegram.error import Conflict, InvalidToken, RetryAfter, TelegramError

from bot.clinic import Clinic
from bot.health.meters import Meters
from bot.pathway import outage
from bot.storage import inbox
from bot.storage.database import DatabaseError, transaction
from bot.storage.failures import is_locked
from bot.telegram.bot import ALLOWED, ClinicBot
from bot.telegram.failures import AnotherInstanceError, TokenRefusedError
from bot.telegram.thread import DatabaseThread
from bot.telegram.trouble import Trouble, writers

log = logging.getLogger(__name__)

LONG_POLL = 25  # seconds
LARGEST_BATCH = 100
NOTE_EVERY = timedelta(seconds=30)
PAUSES = (1, 2, 5, 10, 30)  # seconds between tries while Telegram or the disk is away
LOCKED_PAUSE = 1  # seconds: a try waits by itself while another process holds the database
PART = "receiving"
CONFLICT_LIMIT = timedelta(minutes=10)
CONFLICT_OVER = timedelta(minutes=2)  # without another one
LARGEST_ID = 2**53  # of a person: Telegram promises 52 bits


class Receiver:
    """Asks Telegram for updates and stores them.

    The offset lives in memory: the last id of the last stored batch plus one, and none after
    a start. One worked out from a table would be wrong once Telegram begins new numbers.
    """

    def __init__(
        self,
        clinic: Clinic,
        bot: ClinicBot,
        thread: DatabaseThread,
        take: Callable[[list[dict[str, Any]]], Awaitable[None]],
        wake: Callable[[], None],
        trouble: Trouble,
        meters: Meters,
    ) -> None:
        self._clinic = clinic
        self._bot = bot
        self._thread = thread
        self._trouble = trouble
        self._take = take
        self._wake = wake
        self._meters = meters
        self._noted_at: datetime | None = None
        self._offset: int | None = None
        self._failures = 0
        self._conflict_since = clinic.now()
        self._conflict_at: datetime | None = None

    async def poll(self, wait: int = LONG_POLL) -> int:
        """Ask once, store what came and give its number. Raises what PTB and SQLite raise."""
        batch = await self._bot.raw_updates(offset=self._offset, wait=wait, limit=LARGEST_BATCH)
        try:
            wrote = await self._keep(batch)
        except DatabaseError:
            await self._trouble.met(PART, writers(batch))
            raise
        if wrote:
            self._trouble.over(PART)
        self._meters.heard(self._clinic.now(), len(batch))
        return len(batch)

    async def _keep(self, batch: list[dict[str, Any]]) -> bool:
        """Store what came, and that Telegram was heard from; tell whether anything was written."""
        noted = await self._note_poll()
        if batch:
            await self._take(batch)
            self._offset = batch[-1]["update_id"] + 1
        return noted or bool(batch)

    async def _note_poll(self) -> bool:
        """Remember now and then that Telegram was heard from; a gap may have cost taps."""
        now = self._clinic.now()
        if self._noted_at is not None and now - self._noted_at < NOTE_EVERY:
            return False
        self._noted_at = now
        if await self._thread.run(lambda: heard(self._clinic)):
            self._wake()
        return True

    async def run(self) -> None:
        """Receive until cancelled; raises TokenRefusedError and AnotherInstanceError."""
        while True:
            pause = await self.step()
            await asyncio.sleep(pause)

    async def step(self) -> float:
        """Ask once and give the seconds to wait before asking again."""
        try:
            await self.poll()
        except InvalidToken as error:
            raise TokenRefusedError from error
        except (TelegramError, DatabaseError) as error:
            self._failures += 1
            return self._pause_after(error)
        self._failures = 0
        return 0

    def _pause_after(self, error: Exception) -> float:
        """Decide how long to wait after a failure; say in the log what is the matter."""
        log.warning("receiving failed: %s", type(error).__name__)
        if isinstance(error, Conflict):
            self._note_conflict()
        if isinstance(error, RetryAfter):
            wait = error.retry_after
            return wait.total_seconds() if isinstance(wait, timedelta) else wait
        if is_locked(error):
            return LOCKED_PAUSE
        return PAUSES[min(self._failures, len(PAUSES)) - 1]

    def _note_conflict(self) -> None:
        """Raise the alarm; two programs take turns, so one good poll proves nothing."""
        now, last = self._clinic.now(), self._conflict_at
        if last is None or now - last > CONFLICT_OVER:
            self._conflict_since = now
        self._conflict_at = now
        log.error("another program asks for this bot's updates; stop it")
        if now - self._conflict_since >= CONFLICT_LIMIT:
            raise AnotherInstanceError


def heard(clinic: Clinic) -> int:
    """Note that Telegram answers; after a gap ask the open questions again and count them."""
    with transaction(clinic.db):
        return outage.heard_from_telegram(clinic)


def store(clinic: Clinic, batch: list[dict[str, Any]]) -> int:
    """Commit a batch of raw updates."""
    with transaction(clinic.db):
        return put(clinic, batch)


def put(clinic: Clinic, batch: Sequence[dict[str, Any]]) -> int:
    """Store raw updates in the caller's transaction; one that is there already is the same one."""
    rows = [(u["update_id"], json.dumps(u, ensure_ascii=True), sender_of(u)) for u in batch]
    return inbox.put(clinic.db, rows, clinic.now())


def sender_of(update: dict[str, Any]) -> int | None:
    """Find whom a raw update comes from, without trusting its shape."""
    for kind in ALLOWED:
        content = update.get(kind)
        sender = content.get("from") if isinstance(content, dict) else None
        number = sender.get("id") if isinstance(sender, dict) else None
        if type(number) is int and 0 < number < LARGEST_ID:
            return number
    return None
