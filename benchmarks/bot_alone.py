"""The bot in a process of its own, until its input ends: a clinic's folder, an address."""

import asyncio
import contextlib
import gc
import sys
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from benchmarks.large_clinic import open_clinic
from bot.application import Application
from bot.settings import load_settings
from bot.telegram.pace import Pace

TOKEN = "123456789:TEST-token-of-the-bench-000000001"


def application(folder: Path, url: str, *, limits: bool) -> Application:
    """Put the bot together; without limits it writes as fast as it can."""
    settings = load_settings(None, {"TELEGRAM_BOT_TOKEN": TOKEN, "TELEGRAM_API_URL": url})
    pace = None if limits else Pace(overall=1_000_000, chat_rest=timedelta(0))
    return Application(replace(open_clinic(folder), settings=settings), pace=pace)


async def run(folder: Path, url: str) -> None:
    """Run until the input ends."""
    app = application(folder, url, limits=False)
    gc.freeze()  # as the program does with all that is loaded
    running = asyncio.ensure_future(app.run())
    loop, given = asyncio.get_running_loop(), sys.stdin.fileno()

    def end() -> None:
        loop.remove_reader(given)
        running.cancel()

    loop.add_reader(given, end)
    with contextlib.suppress(asyncio.CancelledError):
        await running


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2]))
