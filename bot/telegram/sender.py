"""Sending: outbox rows go to Telegram, and each one's fate is written down."""

import asyncio
import logging
import time
from contextlib import suppress
from datetime import datetime, timedelta

from telegram.error import InvalidToken, TelegramError

from bot.clinic import Clinic
from bot.health.meters import Meters
from bot.storage import outbox, sooner
from bot.storage.database import DatabaseError, transaction
from bot.storage.outbox import Lane, Outgoing
from bot.telegram import outcomes
from bot.telegram.bot import ClinicBot
from bot.telegram.failures import TokenRefusedError
from bot.telegram.outcomes import Outcome
from bot.telegram.pace import Pace
from bot.telegram.thread import DatabaseThread
from bot.telegram.trouble import Trouble
from bot.typesetting import NotTypesetError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
LONGEST_SLEEP = 5.0  # seconds
BLOCKED_SLEEP = 0.5
SOON = 0.05  # seconds
CLOCK_STEP = timedelta(seconds=5)  # back by more is no small correction
DISK_SLEEP = 1.0
PART = "sending"
AT_ONCE = 64  # messages on their way
KEPT_FOR_ALERTS = 16  # of these
LEFT = outcomes.unknown("left sending")
METHODS_FOR_A_CHAT = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")
# What a chat shows while a file is made and on its way.
ANNOUNCED = {"sendDocument": "upload_document", "sendPhoto": "upload_photo"}
ANNOUNCING = 2.0  # seconds it may take at most
Ended = tuple[Outgoing, Outcome]


class Sender:
    """Takes messages from the outbox, hands them to Telegram and settles what became of them.

    Many are on their way at once, one to a chat; what has ended is written down and what comes
    next is taken in one transaction, so that a crowd costs no more commits than a few.
    """

    def __init__(
        self,
        clinic: Clinic,
        bot: ClinicBot,
        thread: DatabaseThread,
        trouble: Trouble,
        meters: Meters,
        pace: Pace | None = None,
    ) -> None:
        self._clinic = clinic
        self._bot = bot
        self._thread = thread
        self._trouble = trouble
        self._meters = meters
        self._pace = pace or Pace()
        self._looked_at = clinic.now()
        self._wake = asyncio.Event()
        self._group: asyncio.TaskGroup | None = None  # of what is on its way, while it runs
        self._on_way: dict[int, int] = {}  # the chat of each message
        self._ended: list[Ended] = []  # not written down yet
        self._waiting: dict[int, datetime] = {}  # since when the next of each chat is due
        self._is_soon = False  # that something may go
        self._looked_over = 0.0

    def wake(self) -> None:
        """Tell the sender that there may be something to send."""
        self._wake.set()

    async def recover(self) -> None:
        """After a start: what was being sent when the process ended has an unknown outcome."""
        await self._settle_left(None)

    async def send_one(self) -> bool:
        """Send the next message that may go; tell whether there was one."""
        taken, _ = await self._write_down(most=1)
        for message in taken:
            self._ended.append((message, await self._hand_over(message)))
        if self._ended:
            await self._write_down(most=0)
        return bool(taken)

    # The pace, and what is on its way, are looked at and changed on the database's thread alone.

    def take(self) -> list[Outgoing]:
        """Take what may go now, inside the caller's transaction; nothing while it does not run.

        Once that is committed, `count` and then `send_off` are told of it. Nothing is asked of
        the database in between: if that failed, what was taken would be on its way for ever.
        """
        if self._group is None:
            return []
        taken = self._take(AT_ONCE, self._on_way, self._mind_the_clock())
        self._waiting = outbox.due_by_chat(self._clinic.db)
        return taken

    def count(self, taken: list[Outgoing]) -> None:
        """Note what is on its way: it was taken, and that is committed."""
        self._on_way = self._on_way | {message.id: message.chat_id for message in taken}
        for message in taken:
            self._pace.count(message.chat_id, self._looked_at)

    def _turn(self, ended: list[Ended], most: int = AT_ONCE) -> list[Outgoing]:
        """Write down what has ended and take what may go, in one transaction."""
        done = {message.id for message, _ in ended}
        on_way = {number: chat for number, chat in self._on_way.items() if number not in done}
        with transaction(self._clinic.db):
            now = self._mind_the_clock()
            for message, outcome in ended:
                if outcome.wait:
                    self._pace.limit(message.chat_id, outcome.wait, now)
                settle(self._clinic, message, outcome)
            taken = self._take(most, on_way, now)
            self._waiting = outbox.due_by_chat(self._clinic.db)
        self._on_way = on_way
        self.count(taken)
        return taken

    def _take(self, most: int, on_way: dict[int, int], now: datetime) -> list[Outgoing]:
        """Take what may go; an alert waits for nothing but what Telegram would refuse."""
        free = min(most, AT_ONCE - len(on_way), self._pace.room_for_alerts(now))
        calm = min(most, AT_ONCE - KEPT_FOR_ALERTS - len(on_way), self._pace.room(now))
        if free <= 0:
            return []
        return outbox.claim(
            self._clinic.db,
            now=now,
            lease_until=now + LEASE,
            limit=min(free, max(calm, 0) + KEPT_FOR_ALERTS),
            calm=calm,
            resting={*on_way.values(), *self._pace.resting(now)},
            alerts_resting=self._pace.told_to_wait(now),
            lanes=tuple(Lane) if calm > 0 else (Lane.ALERT,),
        )

    def _mind_the_clock(self) -> datetime:
        """Give this instant; a clock that went back holds up nothing until it is there again."""
        now, before = self._clinic.now(), self._looked_at
        self._looked_at = now
        if now < before - CLOCK_STEP:
            log.warning("the clock went back by %.0f s", (before - now).total_seconds())
            self._pace = Pace(self._pace.overall, self._pace.chat_rest)
            sooner.clock_went_back(self._clinic.db, now)
        return now

    async def _hand_over(self, message: Outgoing) -> Outcome:
        outcome = await self._call(message)
        self._meters.sent(Lane(message.lane).name.lower(), outcome.label)
        return outcome

    async def _call(self, message: Outgoing) -> Outcome:
        parameters = message.parameters
        if message.method in METHODS_FOR_A_CHAT:
            parameters["chat_id"] = message.chat_id
        if action := ANNOUNCED.get(message.method):
            await self._announce(message.chat_id, action)
        try:
            accepted = await self._bot.call(message.method, parameters)
        except InvalidToken as error:
            raise TokenRefusedError from error
        except TelegramError as error:
            outcome = outcomes.of_error(error)
            log.warning("message %s: %s", message.id, outcome.note)
            return outcome
        except NotTypesetError as error:
            log.error("message %s: %s", message.id, error)
            return outcomes.impossible("not typeset")
        made = accepted.get("message_id") if isinstance(accepted, dict) else None
        return outcomes.sent(made)

    async def _announce(self, chat_id: int, action: str) -> None:
        """Let the chat show that something comes; the file comes whether it does or not."""
        with suppress(TelegramError, TimeoutError):
            async with asyncio.timeout(ANNOUNCING):
                await self._bot.call("sendChatAction", {"chat_id": chat_id, "action": action})

    def next_moment(self) -> datetime | None:
        """Tell when something that waits may go; None when nothing waits."""
        self._waiting = outbox.due_by_chat(self._clinic.db)
        return self._moment()

    def _moment(self) -> datetime | None:
        now = self._clinic.now()
        resting, ready = self._pace.resting(now), self._pace.ready_at(now)
        moments = [max(at, ready, resting.get(chat, ready)) for chat, at in self._waiting.items()]
        return min(moments, default=None)

    @property
    def is_behind(self) -> bool:
        """Tell whether something waited when messages were last taken."""
        return bool(self._waiting)

    async def run(self) -> None:
        """Send until cancelled."""
        try:
            async with asyncio.TaskGroup() as self._group:
                while True:
                    await self._round()
        finally:
            self._group = None

    async def _round(self) -> None:
        # Cleared before looking: what is queued after the look wakes it again.
        self._wake.clear()
        try:
            await self._settle_and_send()
        except DatabaseError as error:  # a full disk; what was on its way has a lease
            log.error("nothing could be sent: %s", type(error).__name__)
            await self._trouble.met(PART)
            await self._sleep(DISK_SLEEP)

    async def _settle_and_send(self) -> None:
        """Settle what has ended, send off what may go, and wait for more."""
        taken, moment = await self._write_down()
        self.send_off(taken)
        if moment is None:
            await self._rest(LONGEST_SLEEP)
        elif (wait := (moment - self._clinic.now()).total_seconds()) > 0:
            self._is_soon = wait < SOON
            await self._rest(min(wait, LONGEST_SLEEP))
            self._is_soon = False
        elif not taken:  # what is due and could not be taken waits for another place to finish
            await self._rest(BLOCKED_SLEEP)

    def send_off(self, taken: list[Outgoing]) -> None:
        """Hand over what was taken, each message beside the others."""
        if self._group is not None:
            for message in taken:
                self._group.create_task(self._send(message))

    async def _write_down(self, most: int = AT_ONCE) -> tuple[list[Outgoing], datetime | None]:
        """Take a turn, and tell when the next is; what has ended is kept until written down."""
        ended = list(self._ended)
        taken, moment = await self._thread.run(lambda: (self._turn(ended, most), self._moment()))
        del self._ended[: len(ended)]
        if ended or taken:
            self._trouble.over(PART)
        return taken, moment

    async def _send(self, message: Outgoing) -> None:
        self._ended.append((message, await self._hand_over(message)))
        if not self._is_soon:  # else it is written down with what goes next
            self.wake()

    async def _rest(self, seconds: float) -> None:
        """Wait until woken, or so long; what was left on its way is looked at now and then."""
        if await self._sleep(seconds):
            return
        now = time.monotonic()
        if now - self._looked_over >= LONGEST_SLEEP:
            self._looked_over = now
            await self._settle_left(self._clinic.now())

    async def _settle_left(self, now: datetime | None) -> None:
        for message in await self._thread.run(lambda: settle_left(self._clinic, now)):
            self._meters.sent(Lane(message.lane).name.lower(), LEFT.label)

    async def _sleep(self, seconds: float) -> bool:
        """Wait so long at most; tell whether something woke the sender before."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True


def settle(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """Write down what became of a message, inside the caller's transaction.

    One that was erased while it was on its way, with its patient, leaves nothing to write.
    """
    if outbox.is_there(clinic.db, message.id):
        outcome.settle(clinic, message, outcome)


def settle_left(clinic: Clinic, now: datetime | None) -> list[Outgoing]:
    """Settle messages whose sending was begun and never ended, and list them."""
    with transaction(clinic.db):
        left = outbox.left_sending(clinic.db, now)
        for message in left:
            settle(clinic, message, LEFT)
    return left
