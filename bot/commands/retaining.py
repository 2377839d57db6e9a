"""`retention`: what is kept for how long, and what would go now."""

import click

from bot.commands.opened import opened
from bot.pathway import upkeep
from bot.storage import retention as stored


@click.command()
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def retention(dry_run: bool) -> None:
    """Delete what has been kept long enough, as the bot does by itself each night."""
    with opened() as clinic:
        for rule, count in stored.overdue(clinic.db, clinic.now()):
            click.echo(f"{count:>8}  {rule.about}, after {rule.days} days")
        kept = clinic.settings.keep_days
        words = (
            f"after {kept} days (KEEP_DAYS)" if kept else "kept for good (KEEP_DAYS is not set)"
        )
        click.echo(f"{len(upkeep.outlived(clinic)):>8}  patients of whom nothing came, {words}")
        if dry_run:
            click.echo("Nothing was deleted.")
        else:
            upkeep.tidy(clinic)
            click.echo("All of this is deleted.")
