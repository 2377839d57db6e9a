"""`backup`: an encrypted copy of the database, made while the bot runs."""

from pathlib import Path

import click

from bot.commands.opened import opened, refuse
from bot.pathway import backups
from bot.settings import read_or_create_key
from bot.storage.database import DatabaseError
from bot.storage.failures import DatabaseUnusableError


@click.command()
@click.argument("directory", type=click.Path(path_type=Path, file_okay=False))
def backup(directory: Path) -> None:
    """Write a backup into DIRECTORY; old ones there are deleted after BACKUP_DAYS."""
    with opened() as clinic:
        key = read_or_create_key(clinic.settings).get_secret_value()
        try:
            made = backups.back_up(clinic, directory=directory, key=key, by="operator")
        except (OSError, DatabaseError) as error:
            refuse([f"{directory} takes no backup ({error}). Name a directory with room for it."])
        except DatabaseUnusableError as error:
            refuse([str(error)])
    click.echo(made)
    click.echo(
        "Its key is the one in DATABASE_KEY_FILE: keep a copy of it somewhere else.", err=True
    )
