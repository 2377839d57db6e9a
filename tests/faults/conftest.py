"""A clinic whose bot may die, and the figures of the kill test, shown whenever they were made."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import House, open_house

FIGURES = pytest.StashKey[list[str]]()


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic and close what is running there at the end."""
    async with open_house(tmp_path) as opened:
        yield opened
        await opened.app.stop()


@pytest.fixture
def figures(request: pytest.FixtureRequest) -> list[str]:
    """Lines that stand in the summary of the run, whether the test passes or not."""
    return request.config.stash.setdefault(FIGURES, [])


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    lines = config.stash.get(FIGURES, [])
    if lines:
        terminalreporter.section("kill test")
    for line in lines:
        terminalreporter.write_line(line)
