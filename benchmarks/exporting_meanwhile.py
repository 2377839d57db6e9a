"""P7: one tap after another, with an export of the same clinic running and without one."""

import shutil
import statistics
import threading
from pathlib import Path

from benchmarks.asked_clinic import fill_asked, taps
from benchmarks.large_clinic import fill
from benchmarks.peer import own
from benchmarks.result import Check, Plan, Table
from benchmarks.under_load import address

ALONE, MEANWHILE = "nothing else runs", "an export as CSV runs"
WITHIN = "an export as CSV runs, asked for in the portal"
PEOPLE, WARMING = 60, 20
ENTRIES, QUICK = 60_000, 30_000  # diary entries: an export that takes longer than the taps
MOST = 3  # times as long
BOTS = {WITHIN: "benchmarks.bot_exporting"}  # else the bot alone
WHY = "Export, bot and the stand-in for Telegram share two cores, and with them each cache."
WHY_WITHIN = (
    "The portal exports in a thread of the bot’s process, and both run Python: whenever the bot "
    "has let go of the interpreter, for a commit or the network, it waits until the export hands "
    "it back. In three rounds by themselves p99 was 60 ms, and 33 ms with a switch interval of "
    "0.5 ms instead of Python’s 5 ms, beside 8.5 ms alone. An export by command runs in a process "
    "of its own."
)


def measure(plan: Plan, folder: Path) -> tuple[list[Table], list[Check]]:
    """Let patients tap one by one, in turn with and without an export."""
    folder.mkdir()
    asked, entries = folder / "asked", QUICK if plan.quick else ENTRIES
    asked.mkdir()
    fill(asked, entries, first_chat=1_000_000)
    forms = fill_asked(asked, PEOPLE + WARMING)
    took: dict[str, list[list[float]]] = {ALONE: [], MEANWHILE: [], WITHIN: []}
    for _ in range(plan.rounds):
        for side, rounds in took.items():
            rounds.append(_round(folder, taps(forms, 0), side))
    middle = {side: [statistics.median(one) for one in rounds] for side, rounds in took.items()}
    slowest = {side: [_p99(one) for one in rounds] for side, rounds in took.items()}
    times = {
        side: statistics.median(rounds) / statistics.median(slowest[ALONE])
        for side, rounds in slowest.items()
    }
    p99 = "p99 of a tap, while an export runs"
    return (
        [
            Table(f"a tap, of {entries:,} entries stored, p50", "ms", middle),
            Table(f"a tap, of {entries:,} entries stored, p99", "ms", slowest),
        ],
        [
            Check(f"{p99} / alone", times[MEANWHILE], at_most=MOST, why=WHY),
            Check(f"{p99} in the portal / alone", times[WITHIN], at_most=MOST, why=WHY_WITHIN),
        ],
    )


def _p99(took: list[float]) -> float:
    return statistics.quantiles(took, n=100, method="inclusive")[98]


def _round(folder: Path, updates: list[dict[str, object]], side: str) -> list[float]:
    """Give the milliseconds of each tap; the export goes on for longer than they take."""
    copy, exporting = folder / "copy", side == MEANWHILE
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder / "asked", copy)
    with (
        own("benchmarks.telegram_load") as telegram,
        own(BOTS.get(side, "benchmarks.bot_alone"), str(copy), address(telegram)),
        own("benchmarks.exporting_asked", str(copy), "csv") as process,
    ):
        first, rest = updates[:WARMING], updates[WARMING:]
        telegram.ask({"updates": first, "delay": 0, "one_by_one": True})
        export = threading.Thread(target=process.ask, args=({},))
        if exporting:
            export.start()
        took = telegram.ask({"updates": rest, "delay": 0, "one_by_one": True})
        if export.is_alive() != exporting:
            raise RuntimeError("the export was over before the taps were")
        if exporting:
            export.join()
    return [1000 * seconds for seconds in took]
