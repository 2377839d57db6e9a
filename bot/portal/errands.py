"""Work that would keep the bot waiting: done beside it, with a connection of its own."""

import shutil
import tempfile
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bot.clinic import Clinic
from bot.portal.reply import Errand, Kept
from bot.settings import read_or_create_key
from bot.storage.database import open_database

PREFIX = ".portal-export-"  # beside the database: what is readable only there stays there


@contextmanager
def beside(clinic: Clinic) -> Iterator[Clinic]:
    """Open the clinic's database once more."""
    key = read_or_create_key(clinic.settings).get_secret_value()
    db = open_database(clinic.settings.database, key)
    try:
        yield replace(clinic, db=db)
    finally:
        db.close()


class Stopped(Exception):
    """Nobody waits for the work any more."""


def run(clinic: Clinic, errand: Errand, stopped: threading.Event) -> Kept:
    """Do the work, and give up soon once nobody waits for it."""

    def progress(done: int, total: int | None) -> None:
        if stopped.is_set():
            raise Stopped

    with beside(clinic) as own:
        return errand.work(own, progress)


def new_folder(clinic: Clinic) -> Path:
    """Make a folder that only the user who runs the program may read."""
    return Path(tempfile.mkdtemp(prefix=PREFIX, dir=clinic.settings.database.parent))


def remove(folder: Path) -> None:
    """Remove a folder with everything in it."""
    shutil.rmtree(folder, ignore_errors=True)


def remove_left_over(clinic: Clinic) -> None:
    """Remove what was left by a program that was killed while it sent a file."""
    for folder in clinic.settings.database.parent.glob(f"{PREFIX}*"):
        remove(folder)


def one_file(files: list[Path], folder: Path, name: str) -> Path:
    """Give the only file there is, or all of them in an archive."""
    if len(files) == 1:
        return files[0]
    archive = folder / f"{name}.zip"
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in files:
            packed.write(file, file.name)
    return archive
