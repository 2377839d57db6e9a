"""`rekey`: a new key for the database; the old one opens earlier backups and nothing else."""

from datetime import UTC, datetime
from pathlib import Path

import click

from bot.commands.opened import refuse
from bot.lock import AlreadyRunningError, only_instance
from bot.opening import faults_of
from bot.settings import SettingsError, coming_key, load_settings, read_or_create_key
from bot.settings.secret_files import create_key, read_key
from bot.storage.database import change_key, opens
from bot.storage.failures import DatabaseUnusableError


@click.command()
def rekey() -> None:
    """Encrypt the database with a new key; the bot must be stopped.

    The new key is on the disk before it is used, so that a power cut loses nothing: run the
    command again and it goes on where it was.
    """
    if faults := faults_of():
        refuse(faults)
    settings = load_settings()
    file = settings.database_key_file
    coming = coming_key(file)
    try:
        with only_instance(settings.database):
            if not settings.database.exists():
                refuse(
                    ["There is no database yet. Start the bot once; it makes a key of its own."]
                )
            old = read_or_create_key(settings).get_secret_value()
            if not coming.exists():
                create_key(coming)
            new = read_key(coming)
            if not opens(settings.database, new):
                change_key(settings.database, old, new)
            kept = _exchange(file, coming)
    except AlreadyRunningError:
        refuse(["The bot is running on this database. Stop it first."])
    except (DatabaseUnusableError, SettingsError) as error:
        refuse(str(error).splitlines())
    click.echo(f"The database has a new key, in {file}.")
    click.echo(
        f"Earlier backups open with the old one alone, kept as {kept}. Delete both together."
    )


def _exchange(file: Path, coming: Path) -> Path:
    kept = file.with_name(f"{file.name}.until-{datetime.now(UTC):%Y%m%dT%H%M%SZ}")
    kept.hardlink_to(file)
    coming.replace(file)
    return kept
