"""Print what one answer costs: triage with all rules beside one durable commit."""

import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.clinical.facts import History, report_facts
from bot.clinical.triage import triage
from bot.protocol import load_protocol
from bot.storage import audit
from bot.storage.database import Database, open_database, transaction

ROUNDS = 7
REPEATS = 200  # calls in one round of one side
KEY = "ab" * 32
ANSWERS = {"gate": "none", "nrs": 5, "problems": ["tingling"], "tingling": 2}


def triage_once() -> Callable[[], object]:
    """Prepare a complete report; the call builds its facts and runs every rule."""
    protocol = load_protocol()
    history = History(baseline_nrs=4, hours=48.0)

    def run() -> object:
        facts = report_facts(protocol, ANSWERS, history)
        return triage(protocol, facts, complete=True)

    return run


def commit_once(db: Database) -> Callable[[], object]:
    """Prepare a small row; the call commits it durably, encrypted."""

    def run() -> None:
        with transaction(db):
            audit.note(db, at=datetime.now(UTC), by="bench", what="commit", about="bench")

    return run


def seconds_per_call(run: Callable[[], object]) -> float:
    """Time one round of one side."""
    began = time.perf_counter()
    for _ in range(REPEATS):
        run()
    return (time.perf_counter() - began) / REPEATS


def main() -> None:
    """Interleave both sides and print medians, ranges and the ratio."""
    with tempfile.TemporaryDirectory() as folder:
        db = open_database(Path(folder) / "bench.db", KEY)
        sides = {"triage of one report": triage_once(), "one durable commit": commit_once(db)}
        times: dict[str, list[float]] = {name: [] for name in sides}
        for _ in range(ROUNDS):
            for name, run in sides.items():
                times[name].append(seconds_per_call(run))
        db.close()
    medians = {name: statistics.median(measured) for name, measured in times.items()}
    for name, measured in times.items():
        low, high = min(measured) * 1000, max(measured) * 1000
        click.echo(f"{name}: median {medians[name] * 1000:.3f} ms ({low:.3f}–{high:.3f})")
    triage_time, commit_time = medians.values()
    click.echo(f"ratio triage / commit: {triage_time / commit_time:.2f}")


if __name__ == "__main__":
    main()
