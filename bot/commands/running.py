"""`run`: the bot itself, until it is stopped; without a token the demo."""

import asyncio
import contextlib
import gc
import signal
from typing import NoReturn

import click

from bot.application import Application
from bot.clinic import Clinic
from bot.commands.opened import REFUSED_BY_TELEGRAM, first_of, opened, refuse
from bot.lock import AlreadyRunningError, only_instance
from bot.logs import place_of, set_up_logging
from bot.opening import faults_of, warnings_of
from bot.serving import PortTakenError
from bot.settings import Settings, load_settings
from bot.storage import backups
from bot.storage.failures import DatabaseUnusableError
from bot.telegram.failures import AnotherInstanceError, TokenRefusedError, WebhookRefusedError

NOT_THE_DEMO = (
    "TELEGRAM_BOT_TOKEN is not set, and {database} holds a clinic: without the token nobody would "
    "be asked or told anything. Put it back in .env. The demo is `python -m bot demo`."
)
GONE = (
    "{database} is not there, or empty, although {directory} has backups. Restore the last one: "
    "python -m bot restore {backup}. For a new clinic, name another BACKUP_DIR in .env."
)
CONFIGURATION = 78  # what sysexits.h calls EX_CONFIG: starting again would not help
ENDINGS: dict[type[Exception], str] = {
    TokenRefusedError: REFUSED_BY_TELEGRAM,
    AnotherInstanceError: "Another program has been using this bot's token for ten minutes. "
    "Stop it, or ask BotFather for a new token.",
    WebhookRefusedError: "Telegram does not take WEBHOOK_URL. It must be an https:// address that "
    "Telegram can reach, on port 443, 80, 88 or 8443.",
    AlreadyRunningError: "The bot is already running on this database. Stop it first.",
}


@click.command()
def run() -> None:
    """Run the bot until it is stopped; without a token, run the demo."""
    if faults := faults_of():
        refuse(faults, CONFIGURATION)
    settings = load_settings()
    if settings.telegram_bot_token is None:
        if settings.database.exists():
            refuse([NOT_THE_DEMO.format(database=settings.database)], CONFIGURATION)
        click.echo("note: TELEGRAM_BOT_TOKEN is not set, so this is the demo.", err=True)
        from bot.commands import demo  # which a bot with a token has no use for

        demo.start()
        return
    set_up_logging(settings.log_level)
    for sentence in warnings_of(settings):
        click.echo(f"note: {sentence}", err=True)
    try:
        # The lock comes first: opening may change the schema under a bot that runs.
        _refuse_gone(settings)
        with only_instance(settings.database), opened(CONFIGURATION, alone=True) as clinic:
            asyncio.run(_run(clinic))
    except DatabaseUnusableError as error:
        refuse(str(error).splitlines(), CONFIGURATION)
    except Exception as error:  # noqa: BLE001  # a traceback could show a patient's words
        _end(first_of(error))


def _refuse_gone(settings: Settings) -> None:
    """Begin no empty clinic where one has been: nobody's answers would be known any more."""
    database, directory = settings.database, settings.backup_dir
    made = backups.all_in(directory) if directory is not None else []
    log = database.with_name(f"{database.name}-wal")  # of a first start that was cut short
    if made and not log.exists() and not (database.exists() and database.stat().st_size):
        refuse(
            [GONE.format(database=database, directory=directory, backup=made[-1])], CONFIGURATION
        )


def _end(error: Exception) -> NoReturn:
    if isinstance(error, DatabaseUnusableError):
        refuse(str(error).splitlines(), CONFIGURATION)
    sentence = str(error) if isinstance(error, PortTakenError) else ENDINGS.get(type(error))
    if sentence is not None:
        refuse([sentence], CONFIGURATION)
    refuse([f"The bot ended by a fault of its own: {place_of(error)}. Start it again."])


async def _run(clinic: Clinic) -> None:
    """Run until a signal asks to stop; everything is stored, so stopping is quick."""
    gc.freeze()  # protocol and words stay: to look for rubbish in them would take 30 ms each time
    application = Application(clinic)
    running = asyncio.ensure_future(application.run())
    for wanted in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(wanted, running.cancel)
    with contextlib.suppress(asyncio.CancelledError):
        await running
