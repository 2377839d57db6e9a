"""The browser and the demo, each started once for all tests beside this."""

import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.demo.browser.window import chromium

ADDRESS = re.compile(r"http://\S+")


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Start the browser."""
    with chromium() as started:
        yield started


@pytest.fixture(scope="package")
def address() -> Iterator[str]:
    """Start the demo as anybody does, and give the address it prints."""
    command = [sys.executable, "-m", "bot", "demo"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        printed = ADDRESS.search(running.stdout.readline())
        assert printed is not None
        yield printed[0]
        running.terminate()
        assert running.wait() == 0
