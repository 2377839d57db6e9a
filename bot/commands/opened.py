"""The clinic opened for one command, and how a command says why it will not go on."""

import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn

import click

from bot.clinic import Clinic
from bot.opening import NotReadyError, open_clinic

FAULTY = 1
REFUSED_BY_TELEGRAM = "Telegram does not know this token. Copy it from BotFather into .env."


@contextmanager
def opened(code: int = FAULTY, *, alone: bool = False) -> Iterator[Clinic]:
    """Open the clinic for a command; says every fault and ends the program when it cannot.

    `alone` is for whoever holds the lock: nobody else changes the schema under a bot that runs.
    """
    try:
        with open_clinic(alone=alone) as clinic:
            yield clinic
    except NotReadyError as error:
        refuse(error.faults, code)


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
