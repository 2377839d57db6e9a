"""P9: memory with no, many and very many patients, and the time to the first poll."""

import statistics
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks.first_poll import Telegram
from benchmarks.result import Check, Plan, Result, Table
from benchmarks.started import Started, make_clinic, start_bot, start_stock

# Check-ins planned: of these, a tenth is the number of patients, and 10,000 at the least.
SIZES = {"10,000 patients": 0, "100,000 patients": 1_000_000}
QUICK = {"10,000 patients": 0, "20,000 patients": 200_000}
STOCK = "stock PTB echo"
WHY_SLOW = (
    "Two thirds of it are imports (a fifth each: Telegram’s library, settings, the wire), a fifth "
    "is reading the protocol (by -X importtime and time stamps)."
)
WHY_LARGE = (
    "Next to nothing of it is patients: the first row has a tenth of them. The rest is what is "
    "imported, the protocol, and 8 MB of deciphered pages."
)
Side = Callable[[], Started]


def measure(plan: Plan) -> Result:
    """Start the bot on clinics of each size, and a stock bot, in turn."""
    telegram = Telegram()
    seen: dict[str, list[Started]] = {}
    with tempfile.TemporaryDirectory() as name:
        sides = _sides(Path(name), telegram, QUICK if plan.quick else SIZES)
        for _ in range(plan.rounds):
            for side, start in sides.items():
                seen.setdefault(side, []).append(start())
    telegram.shutdown()
    memory = {side: [one.memory for one in started] for side, started in seen.items()}
    polled = {side: [one.polled for one in started] for side, started in seen.items()}
    largest = [side for side in seen if side != STOCK][-1]
    return Result(
        tables=[
            Table("memory, two seconds after the first poll, at its highest", "MB", memory),
            Table("from start to the first poll", "s", polled),
        ],
        checks=[
            Check(
                f"memory, {largest}",
                statistics.median(memory[largest]),
                at_most=120,
                unit="MB",
                why=WHY_LARGE,
            ),
            Check(
                f"first poll, {largest}",
                statistics.median(polled[largest]),
                at_most=1.5,
                unit="s",
                why=WHY_SLOW,
            ),
        ],
    )


def _sides(folder: Path, telegram: Telegram, sizes: dict[str, int]) -> dict[str, Side]:
    sides: dict[str, Side] = {}
    for name, pending in sizes.items():
        made = folder / str(pending)
        make_clinic(made, pending, telegram.url)
        sides[name] = _start(made, telegram)
    sides[STOCK] = lambda: start_stock(folder, telegram)
    return sides


def _start(made: Path, telegram: Telegram) -> Side:
    return lambda: start_bot(made, telegram, until_sent=False)
