"""The night's upkeep: a backup beside the work, and what has been kept long enough goes."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Protocol, TypeVar

from bot.clinic import Clinic
from bot.pathway import backups, upkeep
from bot.settings import read_or_create_key
from bot.storage.backups import note_erased
from bot.storage.database import open_database
from bot.storage.erasures import marks

log = logging.getLogger(__name__)

T = TypeVar("T")
TRIED_AGAIN_AFTER = timedelta(hours=1)


class OnDatabase(Protocol):
    """Runs something on the database's own thread."""

    def __call__(self, work: Callable[[], T], /) -> Awaitable[T]:
        """Run a piece of work and give its result."""
        ...


class Night:
    """Does each night's upkeep once, whenever it is asked next after three in the morning."""

    def __init__(self, clinic: Clinic, on_database: OnDatabase) -> None:
        self._clinic = clinic
        self._on_database = on_database
        self._failed_at: datetime | None = None
        self._noted: set[str] | None = None  # marks that lie beside the backups

    async def keep_up(self) -> None:
        """Do what is due of it; a backup that fails is tried again an hour later."""
        directory = self._clinic.settings.backup_dir
        if directory is not None:
            erased = await self._on_database(lambda: marks(self._clinic.db))
            # Beside the event loop: a disk that hangs must hold up no alert.
            await asyncio.to_thread(self._look_after, directory, erased)
        if await self._on_database(lambda: upkeep.is_due(self._clinic)):
            await self._on_database(lambda: upkeep.tidy(self._clinic))

    def _look_after(self, directory: Path, erased: set[str]) -> None:
        """Note whoever was erased beside the backups within a minute; write one if it is due."""
        now, failed_at = self._clinic.now(), self._failed_at
        if failed_at is not None and failed_at <= now < failed_at + TRIED_AGAIN_AFTER:
            return
        try:
            if erased and erased != self._noted:
                note_erased(directory, erased)
            self._noted = erased
            if backups.is_due(self._clinic, directory):
                self._back_up(directory)
            self._failed_at = None
        except Exception as error:  # noqa: BLE001  # answers and alerts go on without a backup
            self._failed_at = now
            log.error("the backup failed, and is tried again in an hour: %s", type(error).__name__)

    def _back_up(self, directory: Path) -> None:
        """Write a backup over a connection of its own, so that answers go on meanwhile."""
        settings = self._clinic.settings
        key = read_or_create_key(settings).get_secret_value()
        db = open_database(settings.database, key)
        try:
            beside = replace(self._clinic, db=db)
            backups.back_up(beside, directory=directory, key=key, by=upkeep.BY)
        finally:
            db.close()
