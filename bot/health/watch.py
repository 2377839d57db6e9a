"""The watch: looks at every part again and again, and tells those who must know."""

import asyncio
import logging
from datetime import datetime, timedelta

import httpx

from bot.clinic import Clinic
from bot.due.night import OnDatabase
from bot.health import systemd
from bot.health.meters import Meters
from bot.health.report import Report, judge
from bot.storage import vitals
from bot.storage.database import DatabaseError
from bot.storage.vitals import Vitals

log = logging.getLogger(__name__)

LOOKS = 15  # seconds between looks; systemd waits for 60
PATIENCE = 20.0  # seconds in which the database must answer, even if only to refuse
PINGS = 60  # seconds between pings
PING_TIMEOUT = 10


class Watch:
    """Keeps the latest report.

    systemd hears from it only while the event loop turns and the database's thread answers: what
    a new start can cure. Telegram away or a full disk is no such thing; that is in the report,
    and keeps back the ping.
    """

    def __init__(
        self,
        clinic: Clinic,
        on_database: OnDatabase,
        meters: Meters,
        *,
        patience: float = PATIENCE,
        looks: float = LOOKS,
        pings: float = PINGS,
    ) -> None:
        self._clinic = clinic
        self._on_database = on_database
        self._meters = meters
        self._patience = patience
        self._looks = looks
        self._pings = pings
        self._since: datetime = clinic.now()
        self._was_unwell = ""
        self.report: Report | None = None

    async def run(self) -> None:
        """Look and ping until cancelled."""
        self._since = self._clinic.now()
        systemd.tell("READY=1")
        async with asyncio.TaskGroup() as group:
            group.create_task(self._keep_looking())
            group.create_task(self._keep_pinging())

    async def _keep_looking(self) -> None:
        while True:
            await self.look()
            await asyncio.sleep(self._looks)

    async def _keep_pinging(self) -> None:
        while True:
            await asyncio.sleep(self._pings)  # first: a bot that dies at each start never pings
            await self.ping()

    async def look(self) -> Report:
        """Look once, keep the report, and tell systemd."""
        answered, found = await self._examine()
        self.report = report = judge(found, None if self._has_webhook() else self._silence())
        if answered:
            state = f"not well: {report.unwell}" if report.unwell else "well"
            systemd.tell("WATCHDOG=1", f"STATUS={state}")
        if report.unwell != self._was_unwell:
            log.warning("health: %s", f"not well: {report.unwell}" if report.unwell else "well")
            self._was_unwell = report.unwell
        return report

    async def ping(self) -> bool:
        """Ask for the address of PING_URL while all is well; tell whether it was reached."""
        address = self._clinic.settings.ping_url
        if address is None or self.report is None or not self.report.well:
            return False
        try:
            async with httpx.AsyncClient(timeout=PING_TIMEOUT) as client:
                (await client.get(address)).raise_for_status()
        except httpx.HTTPError as error:
            log.warning("PING_URL was not reached: %s", type(error).__name__)
            return False
        return True

    async def _examine(self) -> tuple[bool, Vitals | None]:
        """Tell whether the database's thread answered, and what it found."""
        try:
            async with asyncio.timeout(self._patience):
                return True, await self._on_database(self._read)
        except TimeoutError:
            return False, None
        except DatabaseError as error:
            log.error("the database takes nothing: %s", type(error).__name__)
            return True, None

    def _read(self) -> Vitals:
        vitals.write(self._clinic.db)
        return vitals.read(self._clinic.db, self._clinic.now())

    def _has_webhook(self) -> bool:
        return self._clinic.settings.webhook_url is not None

    def _silence(self) -> timedelta:
        return self._clinic.now() - (self._meters.heard_at or self._since)
