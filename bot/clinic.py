"""The clinic: what every entry point is given."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.clinical.protocol import Protocol, Region
from bot.clock import Clock
from bot.settings import Settings
from bot.storage.database import Database


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinic:
    """The open database, the protocol in force, the clock and the settings."""

    db: Database
    protocol: Protocol
    clock: Clock
    settings: Settings

    @property
    def zone(self) -> ZoneInfo:
        """The clinic's own time zone."""
        return ZoneInfo(self.settings.clinic_zone)

    def now(self) -> datetime:
        """Give this instant in UTC."""
        return self.clock.now()

    def region(self, key: str | None = None) -> Region | None:
        """Find a region, by default the clinic's own; what the clinic confirmed is checked."""
        found = self.protocol.region(key or self.settings.clinic_region)
        confirmed = self.settings.confirmed_regions.get(found.key) if found else None
        return found.confirmed_on(confirmed) if found and confirmed else found
