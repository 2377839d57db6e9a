"""The bot as it runs: whatever fails is tried again, and a process that died has a successor."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta

from telegram.error import TelegramError

from bot.due.sweep import next_moment
from bot.storage import outbox
from bot.storage.database import DatabaseError
from bot.telegram.sender import LEASE, settle_left
from tests.faults.dying import dies
from tests.faults.nth.wire import KilledError
from tests.house import House

ROUNDS = 300  # more than any use case needs
MOMENT = timedelta(seconds=1)  # what each part waits after a failure
SOON = timedelta(minutes=6)  # a row that could not be done is tried again within


async def comes_to_rest(house: House) -> None:
    """Do all there is to do, as the parts of the application do it, over a clock that jumps."""
    latest = house.now + SOON
    for _ in range(ROUNDS):
        while await goes_round(house):
            pass
        moved = await tried(house, lambda: ticks(house)) or await goes_round(house)
        if not moved and not await tried(house, lambda: time_passes(house, latest)):
            return
    raise AssertionError("it never comes to rest")


async def goes_round(house: House) -> bool:
    """Receive, work and send; tell whether there was anything to do."""
    moved = False
    if house.api.pending:
        moved |= await tried(house, lambda: house.app.receiver.poll(wait=0))
    moved |= await tried(house, lambda: house.app.working.step())
    await house.app.working.toasts_shown()
    while await tried(house, lambda: house.app.sender.send_one()):
        moved = True
    return moved


async def ticks(house: House) -> None:
    """Do what the clock says is due."""
    await house.app.sweep()
    await house.app.night.keep_up()


async def tried(house: House, part: Callable[[], Awaitable[object]]) -> bool:
    """Let a part take a step; after a failure time passes, and it has another."""
    try:
        return bool(await part())
    except (DatabaseError, TelegramError):
        house.clock.move_to(house.now + MOMENT)
    except KilledError:
        await dies(house)
    return True


async def time_passes(house: House, latest: datetime) -> bool:
    """Go on to when something is tried again; what was on its way has a lease that ends."""
    if outbox.left_sending(house.clinic.db):
        house.clock.move_to(house.now + LEASE)
        settle_left(house.clinic, house.now)
        return True
    due = next_moment(house.clinic)
    moments = (house.app.next_step(), due if due and due <= latest else None)
    moment = min((one for one in moments if one is not None), default=None)
    if moment is not None:
        house.clock.move_to(max(moment, house.now))
    return moment is not None
