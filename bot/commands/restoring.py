"""`restore`: a checked backup put in the place of the database, which is kept beside it."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import click

from bot.clinic import Clinic
from bot.clock import SystemClock
from bot.commands.opened import refuse
from bot.lock import AlreadyRunningError, only_instance
from bot.opening import faults_of
from bot.pathway import restoring
from bot.pathway.restoring import Restored
from bot.protocol import load_protocol
from bot.settings import Settings, load_settings, read_or_create_key
from bot.storage import backups
from bot.storage.backups import Contents
from bot.storage.carried import Carried, read
from bot.storage.database import open_database
from bot.storage.failures import DatabaseUnusableError

UNKNOWN = (
    "Who left, or was suspended or revoked, since this backup is not known any more. Look at "
    "/staff before you start the bot for everybody."
)
ASIDE = "%Y%m%dT%H%M%SZ"


@click.command()
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the database; the bot must be stopped."""
    if faults := faults_of():
        refuse(faults)
    settings = load_settings()
    key = read_or_create_key(settings).get_secret_value()
    try:
        contents = backups.check(file, key)
        with only_instance(settings.database):
            restored, kept = _restore(settings, key, file, contents)
    except AlreadyRunningError:
        refuse(["The bot is running on this database. Stop it first."])
    except DatabaseUnusableError as error:
        refuse([str(error)])
    _tell(contents, restored, kept)


def _restore(
    settings: Settings, key: str, file: Path, contents: Contents
) -> tuple[Restored, Path | None]:
    draft = backups.draft_for(settings.database)
    shutil.copyfile(file, draft)
    draft.chmod(0o600)
    carried = _carried(settings.database, key)
    noted = backups.erased_in(file.parent)
    carried = replace(carried, erased=carried.erased | noted)
    db = open_database(draft, key)
    try:
        clinic = Clinic(
            db=db,
            protocol=load_protocol(settings.protocol_dir),
            clock=SystemClock(),
            settings=settings,
        )
        restored = restoring.take_over(
            clinic, last=contents.last, carried=carried, name=file.name, by="operator"
        )
    finally:
        db.close()
    return restored, backups.swap(draft, settings.database, datetime.now(UTC).strftime(ASIDE))


def _carried(database: Path, key: str) -> Carried:
    """Give what the database that is there now knows, if it can still be read."""
    if not database.exists():
        click.echo(f"note: {UNKNOWN}", err=True)
        return Carried()
    try:
        db = open_database(database, key)
    except DatabaseUnusableError as error:
        click.echo(f"note: {error}\nnote: {UNKNOWN}", err=True)
        return Carried()
    try:
        return read(db)
    finally:
        db.close()


def _tell(contents: Contents, restored: Restored, kept: Path | None) -> None:
    last = contents.last.isoformat(timespec="seconds") if contents.last else "its beginning"
    click.echo(f"Restored, with {contents.patients} patients.")
    click.echo(f"Missing: everything after {last}. Clinicians are told so when the bot starts.")
    for fault in contents.log_faults:
        click.echo(f"note: {fault} Its answers are whole.", err=True)
    if restored.erased_again:
        click.echo(f"Erased again, as they had asked: {restored.erased_again} patients.")
    if kept is not None:
        click.echo(f"What was there before is kept as {kept}; delete it when all is well.")
