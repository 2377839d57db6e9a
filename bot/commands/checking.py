"""`check`: everything that is wrong, named without starting anything."""

import click

from bot.commands.opened import refuse
from bot.opening import faults_of, offers_of, warnings_of
from bot.settings import load_settings


@click.command()
def check() -> None:
    """Name everything that is wrong with the settings and the protocol, starting nothing."""
    faults = faults_of()
    if faults:
        refuse(faults)
    settings = load_settings()
    for sentence in (*warnings_of(settings), *offers_of(settings)):
        click.echo(f"note: {sentence}")
    click.echo("Settings and protocol are in order.")
