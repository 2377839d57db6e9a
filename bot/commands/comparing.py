"""`protocol diff`: what differs between two protocols, and for whom."""

from pathlib import Path

import click

from bot.clinical.protocol import Protocol
from bot.clinical.trial import run
from bot.commands.trying import load_with_lines
from bot.protocol import report_lines
from bot.protocol.cases.coverage import cases_beside
from bot.protocol.difference import differences
from bot.protocol.loader import PACKAGED

PACKAGED_WORD = "packaged"


def _directory(_: click.Context, __: click.Parameter, value: str) -> Path:
    """Turn the word or a path into a directory that is there."""
    path = PACKAGED if value == PACKAGED_WORD else Path(value)
    if not path.is_dir():
        raise click.BadParameter(f"there is no directory {value}; write a path, or packaged")
    return path


@click.command("diff")
@click.argument("old", callback=_directory)
@click.argument("new", callback=_directory)
def compare(old: Path, new: Path) -> None:
    """Show what NEW changes in OLD, and which cases come out at another level.

    Each is a directory, or the word `packaged`. The cases are those beside NEW, or the
    packaged ones when it has none.
    """
    before, _ = load_with_lines(old)
    after, _ = load_with_lines(new)
    changes = differences(before, after)
    for line in changes or ["The two say the same."]:
        click.echo(line)
    _compare_cases(before, after, new)


def _compare_cases(before: Protocol, after: Protocol, directory: Path) -> None:
    loaded, faults = cases_beside(after, directory)
    moved = 0
    for found in loaded if before != after else []:
        was, now = run(before, found.case).outcome, run(after, found.case).outcome
        if was != now:
            moved += 1
            click.echo(f"case {found.case.id} · {was} → {now} · {found.case.title}")
    for line in report_lines(faults):
        click.echo(f"note: a case cannot be run: {line}")
    click.echo(f"{moved} of {len(loaded)} cases come out at another level.")
