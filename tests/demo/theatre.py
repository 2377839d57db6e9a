"""A demo that plays: the real application in its own tasks, its phones, and time travel."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import httpx

from bot.clinic import Clinic
from bot.commands.demo import staged
from bot.commands.touring import Planned
from bot.demo.phones import Phone
from bot.demo.stage import Stage
from bot.storage.database import Database
from tests.house import START, Chatter, House


@dataclass(slots=True)
class Theatre:
    """The stage and the address of its page; people act as in the stories."""

    stage: Stage
    client: httpx.AsyncClient

    @property
    def clinic(self) -> Clinic:
        """The clinic; read only while the bot is at rest."""
        return self.stage.bot.clinic

    @property
    def db(self) -> Database:
        """The database; read only while the bot is at rest."""
        return self.clinic.db

    async def state(self, **query: str) -> dict[str, Any]:
        """Ask for everything the page shows."""
        answer = await self.client.get("/state", params=query)
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        return given

    async def post(self, path: str, **body: Any) -> dict[str, Any]:
        """Do something, as the page does it."""
        answer = await self.client.post(path, json=body)
        assert answer.status_code == 200, answer.text
        given: dict[str, Any] = answer.json()
        return given

    async def settle(self) -> None:
        """Wait until the bot has done all it can."""
        async with self.stage.acting():
            pass

    def phone(self, role: str) -> Phone:
        """Give the first phone of a role."""
        return next(phone for phone in self.stage.phones if phone.role == role)

    def chatter(self, role: str) -> Chatter:
        """Give the person with that phone, as the stories speak with them."""
        return Chatter(cast("House", self), self.phone(role).person)

    async def patient(self) -> Chatter:
        """Let the patient press Start, agree, and say where they are."""
        robin = self.chatter("patient")
        start = self.phone("patient").start
        assert start is not None
        await robin.says(start)
        await robin.taps("Yes, I agree", "Germany")
        await robin.says("Berlin")
        return robin


@asynccontextmanager
async def theatre(
    folder: Path, *, kept: bool = False, tour: Planned | None = None
) -> AsyncIterator[Theatre]:
    """Play the demo in a folder, if need be after a tour."""
    async with (
        staged(folder, kept=kept, starts_at=START, tour=tour) as (url, stage, _),
        httpx.AsyncClient(base_url=url, timeout=30) as client,
    ):
        yield Theatre(stage, client)
