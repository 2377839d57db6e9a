"""Sending: outbox rows go to Telegram, and each one's fate is written down."""

import asyncio
import logging
from datetime import datetime, timedelta

from telegram.error import InvalidToken, TelegramError

from bot.clinic import Clinic
from bot.storage import outbox, sooner
from bot.storage.database import DatabaseError, transaction
from bot.storage.outbox import Lane, Outgoing
from bot.telegram import outcomes
from bot.telegram.bot import ClinicBot
from bot.telegram.failures import TokenRefusedError
from bot.telegram.outcomes import Outcome
from bot.telegram.pace import Pace
from bot.telegram.thread import DatabaseThread
from bot.typesetting import NotTypesetError

log = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
LONGEST_SLEEP = 5.0  # seconds
BLOCKED_SLEEP = 0.5
CLOCK_STEP = timedelta(seconds=5)  # back by more is no small correction
DISK_SLEEP = 1.0
ALL_LANES = tuple(Lane)
# How many messages are on their way at once; two places are kept free for alerts.
PLACES = (*((ALL_LANES,) * 6), *(((Lane.ALERT,),) * 2))
METHODS_FOR_A_CHAT = ("sendMessage", "editMessageText", "sendDocument", "sendPhoto")


class Sender:
    """Takes messages from the outbox, hands them to Telegram and settles what became of them."""

    def __init__(self, clinic: Clinic, bot: ClinicBot, thread: DatabaseThread) -> None:
        self._clinic = clinic
        self._bot = bot
        self._thread = thread
        self._pace = Pace()
        self._looked_at: datetime | None = None
        self._wake = asyncio.Event()

    def wake(self) -> None:
        """Tell the sender that there may be something to send."""
        self._wake.set()

    async def recover(self) -> None:
        """After a start: what was being sent when the process ended has an unknown outcome."""
        await self._thread.run(lambda: settle_left(self._clinic, None))

    async def send_one(self, lanes: tuple[Lane, ...] = ALL_LANES) -> bool:
        """Send the next message that may go; tell whether there was one."""
        claimed = await self._thread.run(lambda: self._claim(lanes))
        if claimed is None:
            return False
        outcome = await self._hand_over(claimed)
        await self._thread.run(lambda: self._settle(claimed, outcome))
        return True

    # The pace is looked at and changed on the database's thread alone, together with the claim.

    def _claim(self, lanes: tuple[Lane, ...]) -> Outgoing | None:
        """Take what may go; an alert waits for Telegram's word only, never for our own pace."""
        now = self._mind_the_clock()
        calm = tuple(lane for lane in lanes if lane is not Lane.ALERT)
        found = None
        if Lane.ALERT in lanes:
            found = claim(self._clinic, now, (Lane.ALERT,), self._pace.told_to_wait(now))
        if found is None and calm and self._pace.ready_at(now) <= now:
            found = claim(self._clinic, now, calm, set(self._pace.resting(now)))
        if found is not None:
            self._pace.count(found.chat_id, now)
        return found

    def _mind_the_clock(self) -> datetime:
        """Give this instant; a clock that went back holds up nothing until it is there again."""
        now, before = self._clinic.now(), self._looked_at
        self._looked_at = now
        if before is not None and now < before - CLOCK_STEP:
            log.warning("the clock went back by %.0f s", (before - now).total_seconds())
            self._pace = Pace()
            with transaction(self._clinic.db):
                sooner.clock_went_back(self._clinic.db, now)
        return now

    def _settle(self, message: Outgoing, outcome: Outcome) -> None:
        if outcome.wait:
            self._pace.limit(message.chat_id, outcome.wait, self._clinic.now())
        settle(self._clinic, message, outcome)

    async def _hand_over(self, message: Outgoing) -> Outcome:
        parameters = message.parameters
        if message.method in METHODS_FOR_A_CHAT:
            parameters["chat_id"] = message.chat_id
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

    def next_moment(self) -> datetime | None:
        """Tell when something that waits may go; None when nothing waits."""
        now = self._clinic.now()
        resting, ready = self._pace.resting(now), self._pace.ready_at(now)
        due = outbox.due_by_chat(self._clinic.db)
        moments = [max(at, ready, resting.get(chat, ready)) for chat, at in due.items()]
        return min(moments, default=None)

    async def run(self) -> None:
        """Send until cancelled."""
        async with asyncio.TaskGroup() as group:
            for lanes in PLACES:
                group.create_task(self._run_place(lanes))

    async def _run_place(self, lanes: tuple[Lane, ...]) -> None:
        while True:
            # Cleared before looking: what is queued after the look wakes this place again.
            self._wake.clear()
            try:
                if not await self.send_one(lanes):
                    await self._rest()
            except DatabaseError as error:  # a full disk; what was on its way has a lease
                log.error("nothing could be sent: %s", type(error).__name__)
                await self._sleep(DISK_SLEEP)

    async def _rest(self) -> None:
        """Wait until woken, or until something may be due."""
        moment = await self._thread.run(self.next_moment)
        sleep = LONGEST_SLEEP
        if moment is not None:
            wait = (moment - self._clinic.now()).total_seconds()
            # What is due and could not be taken waits for another place to finish.
            sleep = min(sleep, wait if wait > 0 else BLOCKED_SLEEP)
        if not await self._sleep(sleep):
            await self._thread.run(lambda: settle_left(self._clinic, self._clinic.now()))

    async def _sleep(self, seconds: float) -> bool:
        """Wait so long at most; tell whether something woke the sender before."""
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return False
        return True


def claim(
    clinic: Clinic, now: datetime, lanes: tuple[Lane, ...], resting: set[int]
) -> Outgoing | None:
    """Take the next message in one transaction."""
    with transaction(clinic.db):
        found = outbox.claim(
            clinic.db, now=now, lease_until=now + LEASE, limit=1, resting=resting, lanes=lanes
        )
    return found[0] if found else None


def settle(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """Write down what became of a message, in one transaction.

    One that was erased while it was on its way, with its patient, leaves nothing to write.
    """
    with transaction(clinic.db):
        if outbox.is_there(clinic.db, message.id):
            outcome.settle(clinic, message, outcome)


def settle_left(clinic: Clinic, now: datetime | None) -> None:
    """Settle messages whose sending was begun and never ended."""
    left = outbox.left_sending(clinic.db, now)
    for message in left:
        settle(clinic, message, outcomes.unknown("left sending"))
