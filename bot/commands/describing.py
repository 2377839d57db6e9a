"""`protocol describe`: the protocol as pages for people."""

from pathlib import Path

import click

from bot.commands.trying import DIRECTORY, in_force, load_with_lines
from bot.handbook import PAGES, Reader
from bot.protocol.left_out import left_out


@click.command("describe")
@click.option("--out", default="docs", type=click.Path(path_type=Path), help="Directory to write.")
@click.option(
    "--protocol", "directory", type=DIRECTORY, help="Another protocol than the one in force."
)
def describe(out: Path, directory: Path | None) -> None:
    """Write the clinical content for sign-off, and how to write patient cases."""
    directory = directory or in_force()
    protocol, _ = load_with_lines(directory)
    reader = Reader(protocol=protocol, left_out=left_out(directory))
    out.mkdir(parents=True, exist_ok=True)
    for name, write in PAGES.items():
        (out / name).write_text(write(reader), encoding="utf-8")
        click.echo(out / name)
