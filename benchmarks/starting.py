"""P4: from the start of the process to the first due message, with few and many planned."""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.first_poll import Telegram
from benchmarks.result import Check, Plan, Result, Table
from benchmarks.started import make_clinic, make_one_due, start_bot

SIZES = (0, 100_000, 1_000_000)
QUICK = (0, 50_000)


def measure(plan: Plan) -> Result:
    """Start the bot in turn on an empty and on full clinics, each with one check-in due."""
    telegram = Telegram()
    with tempfile.TemporaryDirectory() as name:
        folders = {size: Path(name) / str(size) for size in (QUICK if plan.quick else SIZES)}
        for size, folder in folders.items():
            make_clinic(folder, size, telegram.url)
        figures = plan.interleave(
            {f"{size:,} planned": _side(folder, telegram) for size, folder in folders.items()}
        )
    telegram.shutdown()
    empty, *full = figures
    median = {side: statistics.median(values) for side, values in figures.items()}
    return Result(
        tables=[Table("from start to the first due message handed over", "s", figures)],
        checks=[
            Check(f"{side}, beyond none", median[side] - median[empty], at_most=0.5, unit="s")
            for side in full
        ],
        notes=[
            "A scheduler in memory has nothing left after a start. A database over 4 MB is "
            "looked over whole while the bot works, not before."
        ],
    )


def _side(folder: Path, telegram: Telegram) -> Callable[[], float]:
    def run() -> float:
        make_one_due(folder)
        return start_bot(folder, telegram, until_sent=True).sent

    return run
