"""Time travel: the clock leaps from one moment to the next, and the bot does what is due there.

Nothing is sent by hand: at each moment the real sweep runs, and the clock goes on once the bot
is at rest. While it leaps nobody acts, for a tap made in between would be long past at once.
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from bot.clinic import Clinic
from bot.demo.bot_api import BotApi
from bot.demo.changes import Changes, EndedError
from bot.demo.clock import DemoClock
from bot.due.sweep import next_moment
from bot.storage import forms, inbox
from bot.storage.database import transaction
from bot.storage.forms import Form
from bot.telegram.thread import DatabaseThread
from bot.telegram.working import Working

T = TypeVar("T")
GLANCE = 0.004  # seconds of real time between two looks at what the bot is doing
PATIENCE = 5.0  # seconds of real time an act waits for the bot, which may be in trouble
PACING = timedelta(seconds=70)  # how far the clock may move for a message that must wait its turn
MOST_TRIES = 100  # planned questions in a row that turn out not to be asked


class Running(Protocol):
    """What the demo needs of the bot that runs; the bot knows nothing of the demo."""

    clinic: Clinic
    thread: DatabaseThread
    working: Working

    async def sweep(self) -> datetime | None:
        """Do what is due and tell when something is due next."""

    def next_step(self) -> datetime | None:
        """Tell, on the database's thread, when something stored can go on; None at rest."""

    def wake(self) -> None:
        """Let every part look again at what may go on now."""


class NothingPlannedError(Exception):
    """No question to any patient is planned."""


class TimeTravel:
    """Moves the clock of a bot that runs."""

    def __init__(self, api: BotApi, bot: Running, clock: DemoClock, changes: Changes) -> None:
        self._api = api
        self._bot = bot
        self._clock = clock
        self._changes = changes
        self._still = asyncio.Lock()  # held by whoever acts, and for the whole of a journey
        self._ended = False

    async def go(self, **span: float) -> None:
        """Let a span of time pass: hours=3, days=1."""
        await self.go_to(self._clock.now() + timedelta(**span))

    async def go_to(self, instant: datetime) -> None:
        """Let time pass up to an instant, stopping wherever something comes due."""
        async with self._travelling():
            await self._go_to(instant)

    async def to_next_question(self) -> Form:
        """Go to the next question put to any patient by itself, and give its form.

        Raises NothingPlannedError.
        """
        async with self._travelling():
            for _ in range(MOST_TRIES):
                planned = await self._on_thread(lambda: forms.next_planned(self._bot.clinic.db))
                if planned is None or planned.next_at is None:
                    break
                await self._go_to(planned.next_at)
                form = await self._again(planned)
                if form.opened_at is not None:
                    return form
        raise NothingPlannedError

    @asynccontextmanager
    async def _travelling(self) -> AsyncIterator[None]:
        async with self._still:
            self._changes.hurried = True
            try:
                yield
            finally:
                self._changes.hurried = False
                self._changes.grow()

    async def _again(self, form: Form) -> Form:
        return await self._on_thread(lambda: forms.by_id(self._bot.clinic.db, form.id))

    async def end(self) -> None:
        """Let nobody act or travel any more, and wait until whoever does has come to rest."""
        self._ended = True
        async with self._still:
            return

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Let people act while the clock stands at one moment, and the bot answer them."""
        async with self._still:
            yield
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE):
                    await self._settle()

    async def _go_to(self, instant: datetime) -> None:
        await self._settle()
        while True:
            moment = await self._on_thread(self._next_stop)
            if moment is None or moment > instant:
                break
            await self._stop_at(moment)
        await self._stop_at(instant)

    def _next_stop(self) -> datetime | None:
        moments = (next_moment(self._bot.clinic), self._bot.next_step())
        return min((moment for moment in moments if moment is not None), default=None)

    async def _stop_at(self, moment: datetime) -> None:
        await self._leap(moment)
        await self._bot.sweep()
        await self._settle()

    async def _settle(self) -> None:
        """Wait until the bot is at rest; what only waits its turn need not wait in real time."""
        while (step := await self._next_step()) is not None:
            now = self._clock.now()
            if step > now + PACING:
                return
            if step > now:
                await self._leap(step)
            else:
                await asyncio.sleep(GLANCE)

    async def _next_step(self) -> datetime | None:
        if self._ended:
            raise EndedError
        if self._api.pending:
            return self._clock.now()
        step = await self._on_thread(self._bot.next_step)
        await self._bot.working.toasts_shown()
        return step

    async def _leap(self, instant: datetime) -> None:
        while True:
            if await self._on_thread(lambda: self._leap_at_rest(instant)):
                break
            await asyncio.sleep(GLANCE)
        self._bot.wake()
        self._changes.grow()

    def _leap_at_rest(self, instant: datetime) -> bool:
        """Move the clock unless something is on its way just now, which would seem overdue."""
        step = self._bot.next_step()
        if step is not None and step <= self._clock.now():
            return False
        self._clock.move_to(instant)
        with transaction(self._bot.clinic.db):
            # A bot that runs hears from Telegram all along; a leap is no outage.
            inbox.note_poll(self._bot.clinic.db, self._clock.now())
        return True

    def _on_thread(self, work: Callable[[], T]) -> Awaitable[T]:
        return self._bot.thread.run(work)
