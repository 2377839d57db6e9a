"""`statistics`: how the clinic's alerts come out, for people or for programs."""

import dataclasses
import json

import click

from bot.commands.opened import opened
from bot.pathway.figures import figure_words
from bot.pathway.statistics import LONGEST_SPAN, SPAN
from bot.pathway.statistics import statistics as count
from bot.storage.database import transaction


@click.command()
@click.option("--days", default=SPAN, type=click.IntRange(1, LONGEST_SPAN), help="How many days.")
@click.option("--json", "as_json", is_flag=True, help="Print the figures for a program.")
def statistics(days: int, as_json: bool) -> None:
    """Print how many alerts there were, how fast people were, and for which rules."""
    with opened() as clinic:
        with transaction(clinic.db):
            found = count(clinic, by="operator", days=days)
        if as_json:
            click.echo(json.dumps(dataclasses.asdict(found), default=str, indent=2))
        else:
            click.echo(figure_words(found, "en"))
