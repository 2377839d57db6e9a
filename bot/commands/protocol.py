"""`protocol`: the clinical content, looked at without a clinic."""

from collections.abc import Iterator
from pathlib import Path

import click

from bot.clinical.protocol import Protocol
from bot.commands.comparing import compare
from bot.commands.describing import describe
from bot.commands.opened import refuse
from bot.commands.trying import try_files
from bot.opening import protocol_faults
from bot.protocol import ProtocolError, load_protocol, report_lines, unanswered_grades
from bot.protocol.cases.coverage import cases_beside, unexercised


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
    for sentence in _notes(checked, directory):
        click.echo(f"note: {sentence}")


def _notes(checked: Protocol, directory: Path | None) -> Iterator[str]:
    """Say what a clinician should look over, though it is no fault."""
    for symptom, grade in unanswered_grades(checked):
        yield f"{symptom} at grade {grade} alone is answered with self-care only."
    try:
        loaded, faults = cases_beside(checked, directory)
    except ProtocolError as error:
        yield from report_lines(error.faults)
        return
    for line in report_lines(faults):
        yield f"a case cannot be run: {line}"
    for key in unexercised(checked, loaded):
        yield f"no case exercises {key}."


for command in (try_files, compare, describe):
    protocol.add_command(command)
