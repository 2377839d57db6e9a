"""`run`: the bot itself, until it is stopped."""

import asyncio
import contextlib
import signal
import sys

import click

from bot.application import Application
from bot.clinic import Clinic
from bot.commands.opened import opened, refuse
from bot.lock import AlreadyRunningError, only_instance
from bot.logs import set_up_logging
from bot.opening import warnings_of
from bot.telegram.failures import AnotherInstanceError, TokenRefusedError

CONFIGURATION = 78  # what sysexits.h calls EX_CONFIG: starting again would not help
ENDINGS: dict[type[BaseException], str] = {
    TokenRefusedError: "Telegram does not know this token. Copy it from BotFather into .env.",
    AnotherInstanceError: "Another program has been using this bot's token for ten minutes. "
    "Stop it, or ask BotFather for a new token.",
    AlreadyRunningError: "The bot is already running on this database. Stop it first.",
}


@click.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with opened() as clinic:
        if clinic.settings.telegram_bot_token is None:
            refuse(["TELEGRAM_BOT_TOKEN is not set. Ask BotFather for a token; put it in .env."])
        set_up_logging(clinic.settings.log_level)
        for sentence in warnings_of(clinic.settings):
            click.echo(f"note: {sentence}", err=True)
        try:
            with only_instance(clinic.settings.database):
                asyncio.run(_run(clinic))
        except tuple(ENDINGS) as error:
            _end(error)
        except BaseExceptionGroup as group:
            _end(_first(group))


def _first(group: BaseExceptionGroup[BaseException]) -> BaseException:
    error: BaseException = group
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _end(error: BaseException) -> None:
    sentence = ENDINGS.get(type(error))
    if sentence is None:
        raise error
    click.echo(sentence, err=True)
    sys.exit(CONFIGURATION)


async def _run(clinic: Clinic) -> None:
    """Run until a signal asks to stop; everything is stored, so stopping is quick."""
    application = Application(clinic)
    running = asyncio.ensure_future(application.run())
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running
