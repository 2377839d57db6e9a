"""The bot ending in the middle of a screen: ticks stay, and each item is answered once."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clinical.screens import Screen
from bot.storage import answers, forms
from tests.faults.dying import dies
from tests.faults.invariants import Checker
from tests.house import WITHOUT_EVENINGS, Chatter, House, open_house

ITEMS = tuple(q for q in WITHOUT_EVENINGS.screening if q.key in ("SC04", "SC05", "SC06"))
TODAY = Screen(key="today", items=tuple(item.key for item in ITEMS), source="[D] a test")


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic that asks one screen, and close what is running there at the end."""
    protocol = replace(WITHOUT_EVENINGS, screening=ITEMS, screens=(TODAY,))
    async with open_house(tmp_path, protocol=protocol) as opened:
        yield opened
        await opened.app.stop()


async def fetched(house: House) -> None:
    """Let an update come, and be lost before it is stored."""
    assert await house.app.bot.raw_updates(offset=None, wait=0, limit=100)


async def stored(house: House) -> None:
    """Let an update be stored, and not be worked."""
    await house.store()


async def worked(house: House) -> None:
    """Let an update be worked, and nothing be sent, nor Telegram told that it came."""
    assert await house.app.receiver.poll(wait=0)


@pytest.mark.parametrize("far", [fetched, stored, worked])
async def test_wherever_it_ends_each_item_is_answered_once(
    house: House, far: Callable[[House], Awaitable[None]]
) -> None:
    await house.clinician()
    robin = await house.patient()
    await robin.says("/screen")
    for button in ("Swelling or", "Done"):
        robin.person.taps(button)
        await far(house)
        await dies(house)
        await house.settle()

    assert history(robin) == {
        "SC04": ["no"],
        "SC05": ["no"],
        "SC06": ["ticked", "yes"],
    }
    assert "Please have no session today." in robin.last.text
    assert Checker(api=house.api, clinic=house.clinic).faults() == []


def history(robin: Chatter) -> dict[str, list[object]]:
    """List all that was stored of each item of the first screen."""
    db = robin.house.clinic.db
    (form,) = forms.of_patient(db, robin.patient.id)
    rows = answers.history(db, form.id)
    return {item: [row.given for row in rows if row.question == item] for item in TODAY.items}
