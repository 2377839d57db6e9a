"""The command line: run, check, protocol check, invite and export."""

import asyncio
import contextlib
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import rich.progress
from rich.console import Console

from bot.application import Application
from bot.clinic import Clinic
from bot.export import FORMATS
from bot.lock import AlreadyRunningError, only_instance
from bot.logs import set_up_logging
from bot.opening import NotReadyError, faults_of, open_clinic, protocol_faults, warnings_of
from bot.pathway import exports, invitations
from bot.pathway.taking import Progress
from bot.protocol import load_protocol, unanswered_grades
from bot.settings import load_settings
from bot.storage.database import transaction
from bot.telegram.bot import make_bot, name_of
from bot.telegram.failures import AnotherInstanceError, TokenRefusedError

FAULTY = 1
CONFIGURATION = 78  # what sysexits.h calls EX_CONFIG: starting again would not help
ENDINGS: dict[type[BaseException], str] = {
    TokenRefusedError: "Telegram does not know this token. Copy it from BotFather into .env.",
    AnotherInstanceError: "Another program has been using this bot's token for ten minutes. "
    "Stop it, or ask BotFather for a new token.",
    AlreadyRunningError: "The bot is already running on this database. Stop it first.",
}


@click.group()
def main() -> None:
    """Screen, check in on and follow patients after dry needling, over Telegram."""


@main.command()
def run() -> None:
    """Run the bot until it is stopped."""
    with _opened() as clinic:
        if clinic.settings.telegram_bot_token is None:
            _refuse(["TELEGRAM_BOT_TOKEN is not set. Ask BotFather for a token; put it in .env."])
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


@main.command()
def check() -> None:
    """Name everything that is wrong with the settings and the protocol, starting nothing."""
    faults = faults_of()
    if faults:
        _refuse(faults)
    for sentence in warnings_of(load_settings()):
        click.echo(f"note: {sentence}")
    click.echo("Settings and protocol are in order.")


@main.group()
def protocol() -> None:
    """Look at the clinical protocol."""


@protocol.command("check")
@click.argument("directory", required=False, type=click.Path(path_type=Path))
def check_protocol(directory: Path | None) -> None:
    """Say what is wrong with a protocol in words a clinician can act on."""
    if faults := protocol_faults(directory):
        _refuse(faults)
    checked = load_protocol(directory)
    click.echo(f"{checked.key} {checked.version} is in order ({len(checked.rules)} rules).")
    for symptom, grade in unanswered_grades(checked):
        click.echo(f"note: {symptom} at grade {grade} alone is answered with self-care only.")


@main.command()
@click.argument("role", type=click.Choice(["patient", "clinician"]))
def invite(role: str) -> None:
    """Print a link that lets one person in, once."""
    with _opened() as clinic:
        name = asyncio.run(_bot_name(clinic))
        with transaction(clinic.db):
            token = invitations.invite(clinic, role=role, by="operator")
        days = clinic.settings.invitation_days
        click.echo(f"For one {role}, once, within {days} days:")
        if name:
            click.echo(invitations.link(name, token))
        else:
            click.echo(f"Telegram cannot be reached now. Send the bot this text: /start {token}")


@main.command()
@click.option("--format", "format_", type=click.Choice(sorted(FORMATS)), default="csv")
@click.option("--out", required=True, type=click.Path(path_type=Path), help="Directory to write.")
@click.option("--patient", "code", default="", help="One patient's code; without it, all.")
@click.option("--since", default="", help="First day, as 2026-12-31.")
@click.option("--until", default="", help="Last day, as 2026-12-31.")
def export(format_: str, out: Path, code: str, since: str, until: str) -> None:
    """Write the diary as files; who took what is noted."""
    with _opened() as clinic, rich.progress.Progress(console=Console(stderr=True)) as bar:
        try:
            files = exports.export(
                clinic,
                directory=out,
                format=format_,
                by="operator",
                patient=exports.patient_named(clinic, code) if code else None,
                since=exports.parse_day(since) if since else None,
                until=exports.parse_day(until) if until else None,
                progress=late_progress(bar),
            )
        except exports.ExportRefused as error:
            _refuse([str(error)])
    for path in files:
        click.echo(path)


def late_progress(bar: rich.progress.Progress) -> Progress:
    """Show a progress bar once the work has taken longer than a second."""
    began = time.monotonic()
    tasks: list[rich.progress.TaskID] = []

    def show(done: int, total: int | None) -> None:
        if time.monotonic() - began < 1:
            return
        if not tasks:
            tasks.append(bar.add_task("Writing rows", total=total))
        bar.update(tasks[0], completed=done, total=total)

    return show


async def _bot_name(clinic: Clinic) -> str:
    token = clinic.settings.telegram_bot_token
    if token is None:
        return ""
    return await name_of(make_bot(token.get_secret_value(), clinic.settings.telegram_api_url))


@contextmanager
def _opened() -> Iterator[Clinic]:
    try:
        with open_clinic() as clinic:
            yield clinic
    except NotReadyError as error:
        _refuse(error.faults)


def _refuse(faults: list[str]) -> None:
    for fault in faults:
        click.echo(fault, err=True)
    sys.exit(FAULTY)


if __name__ == "__main__":
    main()
