"""People for the tests of the Telegram side."""

import pytest

from tests.house import Chatter, House


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
