"""Run the bench: `python -m benchmarks`, or some of it: `python -m benchmarks P3 P6 --quick`."""

import time
from pathlib import Path

import click

from benchmarks.questions import QUESTIONS
from benchmarks.report import page, section, summary
from benchmarks.result import Plan, Result


@click.command()
@click.argument("keys", nargs=-1, type=click.Choice(list(QUESTIONS)))
@click.option("--quick", is_flag=True, help="Fewer rounds and smaller sizes.")
@click.option("--write", type=click.Path(path_type=Path), help="The page to write.")
def main(keys: tuple[str, ...], quick: bool, write: Path | None) -> None:
    """Ask every question, or those named, and print medians, ranges and ratios."""
    plan = Plan(rounds=3, quick=True) if quick else Plan()
    began, results = time.perf_counter(), dict[str, Result]()
    for key in keys or tuple(QUESTIONS):
        since = time.perf_counter()
        results[key] = QUESTIONS[key].measure(plan)
        for line in (*section(key, results[key]), *summary(key, results[key])):
            click.echo(line)
        click.echo(f"({time.perf_counter() - since:.0f} s)\n")
    if write is not None:
        write.write_text(page(results, time.perf_counter() - began), "utf-8")


if __name__ == "__main__":
    main()
