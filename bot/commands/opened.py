"""The clinic opened for one command, and how a command says why it will not go on."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from bot.clinic import Clinic
from bot.lock import AlreadyRunningError, only_instance
from bot.opening import NotReadyError, faults_of, open_clinic
from bot.settings import load_settings, read_or_create_key
from bot.storage.database import is_behind, open_database
from bot.storage.failures import DatabaseUnusableError

FAULTY = 1
OLDER_RUNS = (
    "An older version of the bot is running on this database, which this version would change. "
    "Start the bot anew first."
)
REFUSED_BY_TELEGRAM = "Telegram does not know this token. Copy it from BotFather into .env."


@contextmanager
def opened(code: int = FAULTY, *, alone: bool = False) -> Iterator[Clinic]:
    """Open the clinic for a command; says every fault and ends the program when it cannot.

    `alone` is for whoever holds the lock: nobody else changes the schema under a bot that runs.
    """
    try:
        if not alone:
            _refuse_change_under_a_bot()
        with open_clinic() as clinic:
            yield clinic
    except NotReadyError as error:
        refuse(error.faults, code)


def _refuse_change_under_a_bot() -> None:
    if faults_of():
        return  # opening tells them
    settings = load_settings()
    key = read_or_create_key(settings).get_secret_value()
    if is_behind(settings.database, key):
        try:
            with only_instance(settings.database):
                open_database(settings.database, key).close()
        except AlreadyRunningError:
            refuse([OLDER_RUNS])
        except DatabaseUnusableError:
            return  # opening tells it


def refuse(faults: Iterable[str], code: int = FAULTY) -> NoReturn:
    """Say what is wrong, a line each, and end the program with an exit code."""
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(code)


def first_of(error: Exception) -> Exception:
    """Give the first error of a group of them, or the one there is."""
    while isinstance(error, ExceptionGroup):
        error = error.exceptions[0]
    return error
