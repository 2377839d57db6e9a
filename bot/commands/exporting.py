"""`export`: the diary written as files."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import rich.progress
from rich.console import Console

from bot.commands.opened import opened, refuse
from bot.export import FORMATS
from bot.export.about import Span
from bot.pathway import exports
from bot.pathway.exports import Order, parse_day
from bot.pathway.taking import Progress

STEP = 100  # records between two looks at the bar


@click.command()
@click.option("--format", "format_", default="csv", help=f"One of: {', '.join(FORMATS)}.")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Directory to write.")
@click.option("--patient", "code", default="", help="One patient's code; without it, all.")
@click.option("--from", "--since", "since", default="", help="First day, as 2026-12-31.")
@click.option("--to", "--until", "until", default="", help="Last day, as 2026-12-31.")
@click.option(
    "--de-identified/--identified",
    "de_identified",
    default=True,
    help="Hide who is who (the default), or take everything as it is.",
)
@click.option("--purpose", default="", help="What it is for; it stands in the access log.")
@click.option("--replace", is_flag=True, help="Write over files of an earlier export.")
def export(
    format_: str,
    out: Path,
    code: str,
    since: str,
    until: str,
    de_identified: bool,
    purpose: str,
    replace: bool,
) -> None:
    """Write the diary as files; who took what, and what for, is noted."""
    with opened() as clinic, late_progress() as progress:
        try:
            order = Order(
                format=format_,
                by="operator",
                patient=exports.patient_named(clinic, code) if code else None,
                span=Span(
                    since=parse_day(since) if since else None,
                    until=parse_day(until) if until else None,
                ),
                purpose=purpose,
                identified=not de_identified,
            )
            files = exports.export(
                clinic, order, directory=out, replace=replace, progress=progress
            )
        except exports.ExportRefused as error:
            refuse([str(error)])
    for path in files:
        click.echo(path)


@contextmanager
def late_progress() -> Iterator[Progress]:
    """Show a progress bar once the work has taken longer than a second."""
    began = time.monotonic()
    bar = rich.progress.Progress(console=Console(stderr=True))
    tasks: list[rich.progress.TaskID] = []

    def show(done: int, total: int | None) -> None:
        if (done % STEP and done != total) or time.monotonic() - began < 1:
            return
        if not tasks:
            bar.start()
            tasks.append(bar.add_task("Writing rows", total=total))
        bar.update(tasks[0], completed=done, total=total)

    try:
        yield show
    finally:
        if tasks:
            bar.stop()
