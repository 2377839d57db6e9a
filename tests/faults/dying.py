"""A process that ends between two steps, and the one that takes its place."""

from contextlib import suppress

from telegram.error import TelegramError

from bot.application import Application
from bot.clinic import Clinic
from bot.storage import outbox
from bot.storage.database import open_database, transaction
from bot.storage.outbox import Outgoing
from bot.telegram.sender import LEASE
from tests.house import KEY, House


async def dies(house: House) -> None:
    """End the process with nothing more done, and start another on the same database.

    Only what a kill leaves behind is taken over: the database and what Telegram has.
    """
    await house.app.stop()
    await begins_again(house)


async def begins_again(house: House) -> None:
    """Start another process on the database that is there."""
    old = house.clinic
    house.clinic = Clinic(
        db=open_database(old.settings.database, KEY),
        protocol=old.protocol,
        clock=old.clock,
        settings=old.settings,
    )
    house.app = Application(house.clinic)
    await house.app.start()


def claimed(house: House) -> Outgoing:
    """Take the next message as the sender does; it is on its way from then on."""
    with transaction(house.clinic.db):
        taken = outbox.claim(
            house.clinic.db, now=house.now, lease_until=house.now + LEASE, limit=1, resting=()
        )
    assert taken, "nothing waits to be sent"
    return taken[0]


async def handed_over(house: House) -> Outgoing:
    """Take the next message and give it to Telegram, and do not write down that it was."""
    message = claimed(house)
    with suppress(TelegramError):  # as of an edit that changes nothing, or an answer that is lost
        await house.app.bot.call(
            message.method, {**message.parameters, "chat_id": message.chat_id}
        )
    return message


async def comes_to_rest(house: House) -> None:
    """Do all that is left, jumping over every pause between two sendings."""
    await house.settle()
    while (moment := house.app.sender.next_moment()) is not None:
        house.clock.move_to(max(moment, house.now))
        await house.settle()
