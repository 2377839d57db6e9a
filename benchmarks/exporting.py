"""Print what an export of many diary entries takes: memory, time and size, for each format.

`python -m benchmarks.exporting 10000 1000000`; each export runs in a process of its own.
"""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks.large_clinic import fill, open_clinic
from benchmarks.started import memory_of
from bot.export import FORMATS
from bot.pathway.exports import Order, export

MEASURED = ("csv", "xlsx", "redcap", "fhir-ndjson")


@click.command()
@click.argument("sizes", type=int, nargs=-1)
@click.option("--format", "formats", multiple=True, type=click.Choice(list(FORMATS)))
def main(sizes: tuple[int, ...], formats: tuple[str, ...]) -> None:
    """Make a clinic of each size and export it in each format."""
    for size in sizes or (10_000,):
        with tempfile.TemporaryDirectory() as folder:
            began = time.perf_counter()
            fill(Path(folder), size)
            click.echo(f"{size} entries, made in {time.perf_counter() - began:.0f} s")
            for name in formats or MEASURED:
                measured = [sys.executable, "-m", "benchmarks.exporting_once", folder, name]
                subprocess.run(measured, check=True)


@dataclass(frozen=True, slots=True)
class Exported:
    """What one export took: MB at most, MB before it, seconds, and what it wrote."""

    peak: float
    before: float
    seconds: float
    files: tuple[Path, ...]

    @property
    def size(self) -> int:
        """Count the bytes written."""
        return sum(file.stat().st_size for file in self.files)


def exported(folder: Path, name: str) -> Exported:
    """Export once, into a directory that is named like the format."""
    clinic, began = open_clinic(folder), time.perf_counter()
    order = Order(format=name, by="bench", purpose="bench", identified=True)
    before = _peak()
    files = export(
        clinic, order, directory=folder / name, replace=True, progress=lambda done, total: None
    )
    return Exported(_peak(), before, time.perf_counter() - began, tuple(files))


def once(folder: Path, name: str) -> None:
    """Export once and say what it took."""
    made = exported(folder, name)
    click.echo(
        f"  {name}: peak {made.peak:.0f} MB (before it {made.before:.0f}), "
        f"{made.seconds:.0f} s, {made.size / 1e6:.0f} MB in {len(made.files)} files"
    )


def _peak() -> float:
    """The most memory this process has held so far, in MB.

    Not getrusage(): a process begins there with what the one that started it holds.
    """
    return memory_of(os.getpid())


if __name__ == "__main__":
    main()
