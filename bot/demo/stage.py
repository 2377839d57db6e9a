"""Everything the demo plays on: the stand-in, the bot that runs, its clock, and the phones."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.demo.bot_api import BotApi
from bot.demo.bot_api.journal import NEW_MESSAGE_METHODS, Pushed, Request
from bot.demo.changes import Changes
from bot.demo.clock import DemoClock
from bot.demo.phones import Phone, Phones
from bot.demo.recorded import read
from bot.demo.travel import Running, TimeTravel
from bot.demo.views import phone_view
from bot.locales import SOURCE_LANGUAGE, say
from bot.pathway import invitations
from bot.storage.database import transaction

FIRST_LINE = 80  # letters
CLINICIAN, PATIENT = "Charlie", "Robin"


@dataclass(slots=True, kw_only=True)
class Stage:
    """What the web chat shows and acts on; `kept` is the folder that outlives the demo."""

    api: BotApi
    bot: Running
    clock: DemoClock
    phones: Phones
    kept: Path | None = None
    changes: Changes = field(default_factory=Changes)
    travel: TimeTravel = field(init=False)

    def __post_init__(self) -> None:
        self.travel = TimeTravel(self.api, self.bot, self.clock, self.changes)
        self.api.journal.on_entry.append(self._notice)

    def _notice(self, entry: Request | Pushed) -> None:
        if isinstance(entry, Pushed) or entry.method != "getUpdates":
            self.changes.grow()

    async def open(self) -> None:
        """Bring the people: those who were there before, or a clinician and a patient's phone."""
        if any(self.phones):
            return  # a tour has brought them
        if self.phones.bring_back():
            for phone in self.phones:
                await self._invite_again(phone)
            return
        charlie = self.phones.add(CLINICIAN, "clinician")
        token = await self.invite("clinician")
        async with self.acting():
            charlie.person.starts(token)
        await self.bring_patient(PATIENT)

    async def _invite_again(self, phone: Phone) -> None:
        """Whoever had not pressed Start has a link that nobody knows any more: give another."""
        recorded = await self.bot.thread.run(lambda: read(self.bot.clinic, [phone]))
        if not recorded.codes[phone.id]:
            phone.start = f"/start {await self.invite(phone.role)}"

    async def invite(self, role: str) -> str:
        """Issue an invitation as the operator would and give its token."""

        def issue() -> str:
            with transaction(self.bot.clinic.db):
                return invitations.invite(self.bot.clinic, role=role, by="operator")

        return await self.bot.thread.run(issue)

    async def bring_patient(self, name: str, token: str | None = None) -> Phone:
        """Give a new patient a phone on which an invitation is open."""
        token = token or await self.invite("patient")
        phone = self.phones.add(name, "patient", f"/start {token}")
        self.changes.grow()
        return phone

    @asynccontextmanager
    async def acting(self) -> AsyncIterator[None]:
        """Let somebody act while the clock does not leap, and the bot answer."""
        async with self.travel.acting():
            yield
        self.phones.keep()
        self.changes.grow()

    async def end(self) -> None:
        """Let whoever waits for something go, before the bot ends."""
        self.changes.end()
        await self.travel.end()

    async def state(self) -> dict[str, Any]:
        """Tell everything the page shows."""
        version, now, phones = self.changes.version, self.clock.now(), list(self.phones)
        recorded = await self.bot.thread.run(lambda: read(self.bot.clinic, phones))
        return {
            "version": version,
            "now": now.isoformat(timespec="seconds"),
            "guide": {"text": say(SOURCE_LANGUAGE, f"demo.guide.{recorded.step}")},
            "keep": str(self.kept) if self.kept else None,
            "phones": [phone_view(phone, recorded.codes[phone.id], now) for phone in phones],
            "stored": recorded.stored,
            "next": recorded.next,
        }

    def sent_since(self, entry: int) -> list[dict[str, str]]:
        """List what the bot has sent to the phones since an entry of the journal."""
        names = {phone.person.id: phone.person.user.first_name for phone in self.phones}
        return [
            {
                "at": request.at.isoformat(timespec="seconds"),
                "to": names.get(request.parameters["chat_id"], ""),
                "text": _first_line(request.parameters),
            }
            for request in self.api.journal.requests[entry:]
            if request.method in NEW_MESSAGE_METHODS and request.result is not None
        ]


def _first_line(parameters: dict[str, Any]) -> str:
    text = str(parameters.get("text") or parameters.get("caption") or "")
    return text.partition("\n")[0][:FIRST_LINE]
