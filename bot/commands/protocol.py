"""`protocol`: the clinical content, looked at without a clinic."""

from pathlib import Path

import click

from bot.commands.opened import refuse
from bot.opening import protocol_faults
from bot.protocol import load_protocol, unanswered_grades


@click.group()
def protocol() -> None:
    """Look at the clinical protocol."""


@protocol.command("check")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
def check_protocol(directory: Path | None) -> None:
    """Say what is wrong with a protocol in words a clinician can act on."""
    if faults := protocol_faults(directory):
        refuse(faults)
    checked = load_protocol(directory)
    click.echo(f"{checked.key} {checked.version} is in order ({len(checked.rules)} rules).")
    for symptom, grade in unanswered_grades(checked):
        click.echo(f"note: {symptom} at grade {grade} alone is answered with self-care only.")
