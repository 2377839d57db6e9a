"""`export`: the diary written as files."""

import time
from pathlib import Path

import click
import rich.progress
from rich.console import Console

from bot.commands.opened import opened, refuse
from bot.export import FORMATS
from bot.pathway import exports
from bot.pathway.taking import Progress


@click.command()
@click.option("--format", "format_", type=click.Choice(sorted(FORMATS)), default="csv")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Directory to write.")
@click.option("--patient", "code", default="", help="One patient's code; without it, all.")
@click.option("--since", default="", help="First day, as 2026-12-31.")
@click.option("--until", default="", help="Last day, as 2026-12-31.")
def export(format_: str, out: Path, code: str, since: str, until: str) -> None:
    """Write the diary as files; who took what is noted."""
    with opened() as clinic, rich.progress.Progress(console=Console(stderr=True)) as bar:
        try:
            files = exports.export(
                clinic,
                directory=out,
                format=format_,
                by="operator",
                patient=exports.patient_named(clinic, code) if code else None,
                since=exports.parse_day(since) if since else None,
                until=exports.parse_day(until) if until else None,
                progress=late_progress(bar),
            )
        except exports.ExportRefused as error:
            refuse([str(error)])
    for path in files:
        click.echo(path)


def late_progress(bar: rich.progress.Progress) -> Progress:
    """Show a progress bar once the work has taken longer than a second."""
    began = time.monotonic()
    tasks: list[rich.progress.TaskID] = []

    def show(done: int, total: int | None) -> None:
        if time.monotonic() - began < 1:
            return
        if not tasks:
            tasks.append(bar.add_task("Writing rows", total=total))
        bar.update(tasks[0], completed=done, total=total)

    return show
