"""The page that the bench writes: machine, versions, date, and a table for each question."""

import os
import platform
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from benchmarks.peer import peer_version
from benchmarks.questions import QUESTIONS
from benchmarks.result import Check, Result, Table, number
from bot.storage.database import open_database, sqlite_version

OURS = ("python-telegram-bot", "apscheduler", "common-expression-language", "sqlcipher3")
PEERS = ("aiogram", "python-telegram-bot", "cel-python", "apscheduler", "sqlalchemy")


def page(results: dict[str, Result], seconds: float) -> str:
    """Write the whole page."""
    lines = [
        "# What was measured",
        "",
        "Written by `make bench`; do not edit. Each side is run in turn, round after round, on",
        "the same machine. Other programs share it: only ratios mean anything.",
        "",
        *(f"- {line}" for line in surroundings(seconds)),
        "",
        "| question | checked | measured | target | |",
        "|---|---|---|---|---|",
        *(row for key, result in results.items() for row in summary(key, result)),
    ]
    for key, result in results.items():
        lines += ["", *section(key, result)]
    return "\n".join(lines) + "\n"


def surroundings(seconds: float) -> Iterator[str]:
    """Say when and where this was measured, and with which versions."""
    yield f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC, {seconds / 60:.0f} minutes in all"
    yield f"{os.cpu_count()} cores, {processor()}, {platform.system()} {platform.release()}"
    db = open_database(Path(":memory:"), "ab" * 32)
    sqlite = sqlite_version(db)
    db.close()
    ours = ", ".join(f"{name} {version(name)}" for name in OURS)
    yield f"the bot: Python {platform.python_version()}, {ours}, SQLite {sqlite}"
    yield "beside it: " + ", ".join(f"{name} {peer_version(name)}" for name in PEERS)


def processor() -> str:
    """Name the processor, where the system tells."""
    told = Path("/proc/cpuinfo")
    names = told.read_text("utf-8").splitlines() if told.exists() else []
    found = (line.partition(":")[2].strip() for line in names if line.startswith("model name"))
    return next(found, platform.machine())


def summary(key: str, result: Result) -> Iterator[str]:
    """Write a row for each target."""
    for check in result.checks:
        shown = f"{number(check.measured)} {check.unit}"
        yield f"| {key} | {check.what} | {shown} | {check.target} | {verdict(check)} |"


def verdict(check: Check) -> str:
    """Say whether a target is met."""
    return "met" if check.is_met else "**missed**"


def section(key: str, result: Result) -> Iterator[str]:
    """Write what one question came to."""
    yield f"## {key} {QUESTIONS[key].title}"
    for table in result.tables:
        yield ""
        yield from figures(table)
    missed = [check for check in result.checks if not check.is_met]
    for check in missed:
        yield ""
        yield f"Missed: {check.what}. {check.why}"
    for note in result.notes:
        yield ""
        yield note


def figures(table: Table) -> Iterator[str]:
    """Write medians and ranges."""
    yield f"| {table.title} | median {table.unit} | range | rounds |"
    yield "|---|---|---|---|"
    for name, values in table.figures.items():
        low, high = number(min(values)), number(max(values))
        yield f"| {name} | {number(statistics.median(values))} | {low}–{high} | {len(values)} |"
