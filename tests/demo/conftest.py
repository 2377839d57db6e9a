"""A demo that plays, for one test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.demo.theatre import Theatre, theatre


@pytest.fixture
async def demo(tmp_path: Path) -> AsyncIterator[Theatre]:
    """Play a demo for one test."""
    async with theatre(tmp_path) as playing:
        yield playing
