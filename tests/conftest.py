"""Fixtures for every test: a clinic that is open, and figures that stand in the summary."""

from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from tests.house import House, open_house

FIGURE = "figure"


@pytest.fixture
async def house(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic for one test."""
    async with open_house(tmp_path) as opened:
        yield opened


@pytest.fixture
def show(request: pytest.FixtureRequest) -> Callable[[str], None]:
    """Put a line into the summary of the run, whether the test passes or not."""
    return lambda line: request.node.user_properties.append((FIGURE, line))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Show the figures; they travel with the reports, since workers have no terminal."""
    reports = [report for listed in terminalreporter.stats.values() for report in listed]
    told = [pair for report in reports for pair in getattr(report, "user_properties", ())]
    lines = dict.fromkeys(line for name, line in told if name == FIGURE)
    if lines:
        terminalreporter.section("figures")
    for line in lines:
        terminalreporter.write_line(line)
