"""Fixtures of the portal's tests: a clinic with its portal, and a browser."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.portal.clinics import Browser, Desk, browsing, open_desk


@pytest.fixture
async def desk(tmp_path: Path) -> AsyncIterator[Desk]:
    """Open a clinic with its portal."""
    async with open_desk(tmp_path) as opened:
        yield opened


@pytest.fixture
async def browser(desk: Desk) -> AsyncIterator[Browser]:
    """Open a browser."""
    async with browsing(desk) as opened:
        yield opened
