"""The bot ending in the middle of a screen: ticks stay, and each item is answered once."""

from collections.abc import Awaitable, Callable

import pytest

from bot.storage import answers, forms
from tests.faults.dying import dies
from tests.faults.invariants import Checker
from tests.house import Chatter, House

ITEMS = ("SC03", "SC04", "SC05", "SC06")


async def fetched(house: House) -> None:
    """Let an update come, and be lost before it is stored."""
    assert await house.app.bot.raw_updates(offset=None, wait=0, limit=100)


async def stored(house: House) -> None:
    """Let an update be stored, and not be worked."""
    assert await house.app.receiver.poll(wait=0)


async def worked(house: House) -> None:
    """Let an update be worked, and nothing be sent, nor Telegram told that it came."""
    await stored(house)
    assert await house.app.work()


@pytest.mark.parametrize("far", [fetched, stored, worked])
async def test_wherever_it_ends_each_item_is_answered_once(
    house: House, far: Callable[[House], Awaitable[None]]
) -> None:
    robin = await house.patient()
    await robin.says("/screen")
    await robin.says("34")
    for button in ("Swelling or", "Done"):
        robin.person.taps(button)
        await far(house)
        await dies(house)
        await house.settle()

    assert history(robin) == {
        "SC03": ["no"],
        "SC04": ["no"],
        "SC05": ["no"],
        "SC06": ["ticked", "yes"],
    }
    assert "did you ever have, any of this" in robin.last.text
    assert Checker(api=house.api, clinic=house.clinic).faults() == []


def history(robin: Chatter) -> dict[str, list[object]]:
    """List all that was stored of each item of the first screen."""
    db = robin.house.clinic.db
    (form,) = forms.of_patient(db, robin.patient.id)
    rows = answers.history(db, form.id)
    return {item: [row.given for row in rows if row.question == item] for item in ITEMS}
