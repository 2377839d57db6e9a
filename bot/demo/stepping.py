"""Driving a bot step by step over a clock that stands: nothing sleeps, and all of it repeats."""

from datetime import datetime, timedelta
from typing import Protocol

from bot.clinic import Clinic
from bot.clock import Clock
from bot.demo.bot_api import BotApi
from bot.due.sweep import next_moment
from bot.storage import inbox
from bot.storage.database import transaction
from bot.telegram.receiver import Receiver
from bot.telegram.sender import Sender
from bot.telegram.working import Working

PACING = timedelta(seconds=70)  # how far the clock may move for a message that must wait


class StillClock(Clock, Protocol):
    """A clock that stands until it is moved."""

    def move_to(self, instant: datetime) -> None:
        """Move to an instant."""


class Steps(Protocol):
    """What is needed of the bot: each of its parts, one step at a time."""

    clinic: Clinic
    receiver: Receiver
    sender: Sender
    working: Working

    async def sweep(self) -> datetime | None:
        """Do what is due and tell when something is due next."""


class Stepping:
    """A bot that does something only when it is told to, and then all it can.

    Unless it `confirms`, what was received is confirmed only with what comes next.
    """

    def __init__(
        self, api: BotApi, bot: Steps, clock: StillClock, *, confirms: bool = True
    ) -> None:
        self._api = api
        self._bot = bot
        self._clock = clock
        self._confirms = confirms

    async def settle(self) -> None:
        """Receive, work and send until nothing more can be done now."""
        while True:
            waiting = self._api.pending if self._confirms else self._api.unseen
            moved = await self._bot.receiver.poll(wait=0) if waiting else 0
            moved += await self._bot.working.step()
            await self._bot.working.toasts_shown()
            while await self._bot.sender.send_one():
                moved += 1
            if not moved and not self._let_pacing_pass():
                break

    def _let_pacing_pass(self) -> bool:
        """Move the clock a little for a message that only waits for its turn."""
        now, moment = self._clock.now(), self._bot.sender.next_moment()
        if moment is None or not now < moment <= now + PACING:
            return False
        self._clock.move_to(moment)
        return True

    async def go_to(self, instant: datetime) -> None:
        """Let time pass, stopping at each moment something comes due."""
        while True:
            moment = next_moment(self._bot.clinic)
            if moment is None or moment > instant:
                break
            await self.wake_at(moment)
        await self.wake_at(instant)

    async def wake_at(self, instant: datetime) -> None:
        """Move the clock on to an instant and do what is due there."""
        now = max(instant, self._clock.now())
        self._clock.move_to(now)
        with transaction(self._bot.clinic.db):
            # A running bot hears from Telegram all along.
            inbox.note_poll(self._bot.clinic.db, now)
        await self._bot.sweep()
        await self.settle()
