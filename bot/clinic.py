"""The clinic: what every entry point is given."""

from dataclasses import dataclass
from datetime import datetime

from bot.clinical.protocol import Protocol
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

    def now(self) -> datetime:
        """Give this instant in UTC."""
        return self.clock.now()
