"""The clinic of the demo: made-up settings, and a database in a folder of its own."""

import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from bot.clinic import Clinic
from bot.demo.bot_api import BotApi
from bot.demo.clock import DemoClock
from bot.protocol import load_protocol
from bot.settings import Settings, load_settings, read_or_create_key
from bot.storage import inbox, outbox
from bot.storage.database import open_database

DATABASE = Path("data") / "demo.db"
KEY = Path("keys") / "demo.key"
PHONES = Path("phones.json")
CLINIC = {
    "CLINIC_NAME": "the Demo Clinic",
    "CLINIC_PHONE": "030 555 0100",
    "CLINIC_HOURS": "Monday to Friday, 9:00 to 17:00",
    "CLINIC_REGION": "de",
    "CLINIC_ZONE": "Europe/Berlin",
    "PRIVACY_CONTACT": "the Demo Clinic, 030 555 0100",
    "INVITATION_DAYS": "30",
}
HOST = "127.0.0.1"
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


class FolderError(Exception):
    """A folder that cannot hold a demo, with the sentence that says why."""


def new_token() -> str:
    """Make a token that is good for one start of the demo."""
    return f"{100_000_000 + secrets.randbelow(900_000_000)}:{secrets.token_urlsafe(32)}"


def settings_for(folder: Path, url: str, token: str) -> Settings:
    """Make the settings of a demo; it never speaks to a Bot API elsewhere than on this machine."""
    if urlsplit(url).hostname not in LOOPBACK:
        raise ValueError(f"a demo does not speak to {url}")
    port = _free_port()
    own = {
        "TELEGRAM_BOT_TOKEN": token,
        "TELEGRAM_API_URL": url,
        "PORTAL_URL": f"http://{HOST}:{port}",
        "WEB_PORT": str(port),
        "DATABASE": str(folder / DATABASE),
        "DATABASE_KEY_FILE": str(folder / KEY),
    }
    return load_settings(None, CLINIC | own)


def _free_port() -> int:
    """Find a port for the portal, which is told beforehand where it is."""
    with socket.create_server((HOST, 0)) as found:
        return int(found.getsockname()[1])


def check_folder(folder: Path) -> None:
    """Make the folder a demo is kept in; raise FolderError if it holds something else."""
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        is_free = not any(folder.iterdir())
    except OSError as error:
        raise FolderError(
            f"{folder} cannot be used ({error.strerror}). Write a folder of yours after --keep."
        ) from error
    if not is_free and not (folder / DATABASE).exists():
        raise FolderError(
            f"{folder} holds something else than a demo. Write a new folder after --keep."
        )


@contextmanager
def opened(settings: Settings, api: BotApi, clock: DemoClock) -> Iterator[Clinic]:
    """Open the clinic; what was kept goes on where it stopped: its time, and all numbers."""
    key = read_or_create_key(settings).get_secret_value()
    db = open_database(settings.database, key)
    try:
        clock.move_to(inbox.last_poll(db) or clock.now())
        if last := inbox.last_update_id(db):
            api.jump_update_ids(last + 1)
        api.jump_message_ids(outbox.last_message_id(db))
        yield Clinic(db=db, protocol=load_protocol(None), clock=clock, settings=settings)
    finally:
        db.close()
