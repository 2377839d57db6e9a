"""The bot in a process of its own that exports all the while, in a thread as the portal does."""

import asyncio
import contextlib
import sys
import threading
from pathlib import Path

from benchmarks.bot_alone import run
from benchmarks.large_clinic import open_clinic
from bot.pathway.exports import Order, export
from bot.portal.errands import Stopped


def main() -> None:
    """Run the bot until its input ends, and an export beside it, again and again."""
    folder, over = Path(sys.argv[1]), threading.Event()
    exporting = threading.Thread(target=_export, args=(folder, over))
    exporting.start()
    try:
        asyncio.run(run(folder, sys.argv[2]))
    finally:
        over.set()
        exporting.join()


def _export(folder: Path, over: threading.Event) -> None:
    def progress(done: int, total: int | None) -> None:
        if over.is_set():
            raise Stopped

    clinic = open_clinic(folder)
    order = Order(format="csv", by="bench", purpose="bench", identified=True)
    with contextlib.suppress(Stopped):
        while not over.is_set():
            export(clinic, order, directory=folder / "csv", replace=True, progress=progress)
    clinic.db.close()


if __name__ == "__main__":
    main()
