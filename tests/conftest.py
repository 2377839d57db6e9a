"""Fixtures for every test: a clinic that is open."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, open_house


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic for one test."""
    async with open_house(tmp_path) as opened:
        yield opened
