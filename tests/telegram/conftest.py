"""People for the tests of the Telegram side."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import Chatter, House
from tests.telegram.posting import Posting, open_posting


@pytest.fixture
async def charlie(house: House) -> Chatter:
    """Bring the clinician on duty."""
    return await house.clinician("Charlie")


@pytest.fixture
async def robin(house: House) -> Chatter:
    """Bring a patient in Berlin."""
    return await house.patient("Robin")


@pytest.fixture
async def sam(house: House) -> Chatter:
    """Bring another patient in Berlin."""
    return await house.patient("Sam")


@pytest.fixture
def stranger(house: House) -> Chatter:
    """Bring a person the bot has never heard of."""
    return house.chatter("Alex")


@pytest.fixture
async def posting(tmp_path: Path) -> AsyncIterator[Posting]:
    """Open a sender with its server."""
    async with open_posting(tmp_path) as opened:
        yield opened
