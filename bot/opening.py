"""Opening the clinic: settings, key, database and protocol, with every fault told together."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from threading import Event

from bot.clinic import Clinic
from bot.clinical.jurisdiction import Jurisdictions
from bot.clock import Clock, SystemClock
from bot.locales import languages, word_keys
from bot.lock import AlreadyRunningError, only_instance
from bot.protocol import ProtocolError, check, load_protocol, report_lines
from bot.regions import offered_numbers, own_numbers, region_faults
from bot.settings import (
    Settings,
    SettingsError,
    coming_key,
    load_settings,
    read_or_create_key,
)
from bot.storage.database import is_behind, is_large, look_over, open_database
from bot.storage.failures import DatabaseUnusableError

OLDER_RUNS = (
    "An older version of the bot is running on this database, which this version would change. "
    "Start the bot anew first."
)
NOTICE = timedelta(days=30)  # before a table is too old


class NotReadyError(Exception):
    """The program cannot start; each fault is one sentence that says what to do."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


def faults_of(env_file: Path | None = Path(".env")) -> list[str]:
    """Name everything that is wrong with the settings and the protocol, starting nothing."""
    try:
        settings = load_settings(env_file)
    except SettingsError as error:
        return [*error.faults, *(_clinic_faults(error.rest) if error.rest else ())]
    return list(_clinic_faults(settings))


def _clinic_faults(settings: Settings) -> Iterator[str]:
    """Name what each setting may be by itself and cannot be at this clinic."""
    # The protocol that comes with the program is checked by its build.
    faults = protocol_faults(settings.protocol_dir) if settings.protocol_dir else []
    today = SystemClock().now().date()
    yield from faults or region_faults(load_protocol(settings.protocol_dir), settings, today)
    if settings.clinic_language not in languages():
        known = ", ".join(languages())
        yield f"CLINIC_LANGUAGE {settings.clinic_language} has no words; write one of: {known}."


def protocol_faults(directory: Path | None) -> list[str]:
    """Name everything that is wrong with a protocol, in words a clinician can act on."""
    try:
        protocol = load_protocol(directory)
    except ProtocolError as error:
        return report_lines(error.faults)
    return report_lines(check(protocol, words={tag: word_keys(tag) for tag in languages()}))


def warnings_of(settings: Settings) -> Iterator[str]:
    """Name what may be left open, but leaves patients without something they need."""
    told = {
        "CLINIC_NAME": settings.clinic_name,
        "CLINIC_PHONE": settings.clinic_phone,
        "CLINIC_HOURS": settings.clinic_hours,
        "CLINIC_REGION": settings.clinic_region,
        "PRIVACY_CONTACT": settings.privacy_contact,
    }
    for name, value in told.items():
        if not value:
            yield f"{name} is not set; patients are told it is not known. Write it in .env."
    if not settings.duty_hours.stretches:
        yield "DUTY_HOURS is not set; nobody is told that the clinic is closed. Write it in .env."
    if settings.clinic_zone == "UTC":
        yield "CLINIC_ZONE is UTC; write the clinic's own zone in .env, as in Europe/Berlin."
    protocol = load_protocol(settings.protocol_dir)
    yield from own_numbers(protocol, settings)
    yield from aging_table(protocol.jurisdictions, SystemClock().now().date())
    if settings.alert_hook_url is None:
        yield "ALERT_HOOK_URL is not set; nobody is told of urgent flags while Telegram fails."


def aging_table(table: Jurisdictions, today: date) -> Iterator[str]:
    """Say in time that the table of who may treat where must be looked up again."""
    if today + NOTICE > table.last_good_day:
        yield (
            f"Who may treat where was last checked on {table.checked_on}: after "
            f"{table.last_good_day} every screening needs a clinician's word. Look up the rows of "
            "jurisdictions.toml again and put the day in checked_on."
        )


def offers_of(settings: Settings) -> Iterator[str]:
    """Name what is offered to patients and waits for the clinic; it keeps nobody from starting."""
    yield from offered_numbers(load_protocol(settings.protocol_dir), settings)


@contextmanager
def open_clinic(
    env_file: Path | None = Path(".env"), clock: Clock | None = None, *, alone: bool = True
) -> Iterator[Clinic]:
    """Open everything; raises NotReadyError with every fault.

    Who is not `alone`, holding no lock, changes no schema under a bot that runs.
    """
    if faults := faults_of(env_file):
        raise NotReadyError(faults)
    settings = load_settings(env_file)
    try:
        key = read_or_create_key(settings).get_secret_value()
        if not alone and is_behind(settings.database, key):
            with only_instance(settings.database):
                open_database(settings.database, key).close()
        db = open_database(settings.database, key)
    except AlreadyRunningError as error:
        raise NotReadyError([OLDER_RUNS]) from error
    except (SettingsError, DatabaseUnusableError) as error:
        raise NotReadyError([*str(error).splitlines(), *_rekey_hint(settings)]) from error
    try:
        yield Clinic(
            db=db,
            protocol=load_protocol(settings.protocol_dir),
            clock=clock or SystemClock(),
            settings=settings,
        )
    finally:
        db.close()


def _rekey_hint(settings: Settings) -> Iterator[str]:
    """Say what to do when a change of the key was cut short."""
    coming = coming_key(settings.database_key_file)
    if coming.exists():
        yield f"{coming} is there: a new key was being set. Run `python -m bot rekey` again."


async def look_over_beside(settings: Settings) -> None:
    """Look a large database over beside the work; raises DatabaseUnusableError."""
    if not is_large(settings.database):
        return
    key, ended = read_or_create_key(settings).get_secret_value(), Event()
    try:
        await asyncio.to_thread(look_over, settings.database, key, ended)
    finally:
        ended.set()  # a look at a very large one must not keep a stop waiting
