"""A clinic whose bot may die."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic and close what is running there at the end."""
    async with open_house(tmp_path) as opened:
        yield opened
        await opened.app.stop()
