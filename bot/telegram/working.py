"""From what was received to replies on their way: stored, worked and taken in one transaction."""

import asyncio
import logging
from typing import Any

from telegram.error import TelegramError

from bot.clinic import Clinic
from bot.storage.database import DatabaseError
from bot.telegram.bot import ClinicBot
from bot.telegram.receiver import PAUSES, store
from bot.telegram.sender import Sender
from bot.telegram.thread import DatabaseThread
from bot.telegram.trouble import Trouble
from bot.telegram.worker import BATCH, Toast, Worked, waiting_writers, work

log = logging.getLogger(__name__)

PART = "working"
FEW = 16  # updates that are worked in the very transaction that stores them
LOOKS = 5  # seconds between looks at updates that wait for another try
TOAST_LIVES = 60  # seconds: Telegram forgets taps soon after
TOAST_TIMEOUT = 2


class Working:
    """Stores updates, works them off, and lets the replies go.

    Few updates are stored, worked and their replies taken in one transaction, so that a person
    alone waits for one commit. A crowd is stored first and worked batch by batch.
    """

    def __init__(
        self,
        clinic: Clinic,
        bot: ClinicBot,
        thread: DatabaseThread,
        trouble: Trouble,
        sender: Sender,
    ) -> None:
        self._clinic = clinic
        self._bot = bot
        self._thread = thread
        self._trouble = trouble
        self._sender = sender
        self._stored = asyncio.Event()
        self._toasts: set[asyncio.Task[None]] = set()

    def wake(self) -> None:
        """Let it look whether something waits to be worked."""
        self._stored.set()

    async def take(self, updates: list[dict[str, Any]]) -> None:
        """Store updates, committed when this returns; few are worked off as well.

        Raises DatabaseError when they could not be stored.
        """
        if len(updates) <= FEW and await self._work_at_once(updates):
            return
        await self._thread.run(lambda: store(self._clinic, updates))
        self._stored.set()

    async def _work_at_once(self, updates: list[dict[str, Any]]) -> bool:
        try:
            worked, more = await self._thread.run(lambda: self._work(updates))
        except DatabaseError as error:  # perhaps there is room to store them at least
            log.warning("updates could not be worked at once: %s", type(error).__name__)
            return False
        self._go_on(worked, more)
        if worked.looked_at >= BATCH:
            self._stored.set()
        return True

    async def step(self) -> int:
        """Work off one batch of stored updates and answer their taps; give how many."""
        try:
            worked, more = await self._thread.run(lambda: self._work([]))
        except DatabaseError:
            await self._trouble.met(
                PART, await self._thread.run(lambda: waiting_writers(self._clinic))
            )
            raise
        self._go_on(worked, more)
        return worked.looked_at

    def _work(self, updates: list[dict[str, Any]]) -> tuple[Worked, bool]:
        """Do all that one transaction does; tell whether something waits to be sent after it."""
        worked = work(self._clinic, self._bot, updates, self._sender.take)
        self._sender.count(worked.taken)
        return worked, self._sender.is_behind

    def _go_on(self, worked: Worked, more: bool) -> None:
        """Let the replies go, and after them the notices on taps."""
        if not worked.looked_at:
            return
        self._trouble.over(PART)
        self._sender.send_off(worked.taken)
        if more:
            self._sender.wake()
        for toast in worked.toasts:
            # Beside the work: a tap's notice must not keep the next answer waiting.
            task = asyncio.create_task(self._show(toast))
            self._toasts.add(task)
            task.add_done_callback(self._toasts.discard)

    async def toasts_shown(self) -> None:
        """Wait until every tap that was worked has its notice, or cannot have it."""
        await asyncio.gather(*self._toasts)

    async def _show(self, toast: Toast) -> None:
        """Answer a tap, best effort: an answer too late or lost harms nobody."""
        age = (self._clinic.now() - toast.received.received_at).total_seconds()
        if age > TOAST_LIVES:
            return
        shown = {"text": toast.text} if toast.text else {}
        try:
            async with asyncio.timeout(TOAST_TIMEOUT):
                await self._bot.call(
                    "answerCallbackQuery", {"callback_query_id": toast.query_id, **shown}
                )
        except (TelegramError, TimeoutError) as error:
            log.info("a tap was not answered: %s", type(error).__name__)

    async def run(self) -> None:
        """Work until cancelled."""
        while True:
            self._stored.clear()
            try:
                looked_at = await self.step()
            except DatabaseError as error:
                log.error("updates could not be worked: %s", type(error).__name__)
                await asyncio.sleep(PAUSES[0])
                continue
            if looked_at < BATCH:  # else there may be more
                await self._rest()

    async def _rest(self) -> None:
        try:
            async with asyncio.timeout(LOOKS):
                await self._stored.wait()
        except TimeoutError:
            return
