"""A clinic for the stories; whatever happened in one, some things must hold at its end."""

import logging
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.logs import NOISY
from tests.house import Chatter, House, open_house
from tests.stories.holding import holds_at_the_end


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic for one story and check at its end what every story must keep."""
    caplog.set_level(logging.INFO)
    for name in NOISY:  # as the program itself does
        caplog.set_level(logging.WARNING, logger=name)
    async with open_house(tmp_path) as opened:
        yield opened
        await holds_at_the_end(opened, caplog.text)


@pytest.fixture
async def charlie(house: House) -> Chatter:
    """Bring the clinician on duty."""
    return await house.clinician("Charlie")


@pytest.fixture
async def robin(house: House, charlie: Chatter) -> Chatter:
    """Bring a patient in Berlin, who joined after the clinician."""
    return await house.patient("Robin")
