"""A whole clinic for tests: real application, real database, stand-in, movable clock."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from bot.application import Application
from bot.clinic import Clinic
from bot.clinical.protocol import Protocol
from bot.clock import MovableClock
from bot.demo.bot_api import BotApi, Message, Person, serving
from bot.demo.stepping import Stepping
from bot.pathway import invitations
from bot.protocol import load_protocol
from bot.settings import Settings, load_settings
from bot.storage import patients
from bot.storage.database import open_database, transaction
from bot.storage.patients import Patient
from bot.telegram.receiver import store

TOKEN = "123456789:TEST-token-of-the-stand-in-0001"
KEY = "ab" * 32
START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)  # a Monday morning
PROTOCOL = load_protocol()
# Most stories are not about the diary: no evening question comes between their messages.
WITHOUT_EVENINGS = replace(PROTOCOL, evening=replace(PROTOCOL.evening, from_first_session=False))


@dataclass(slots=True)
class Chatter:
    """A person in a private chat; every act waits until the bot has done all it can."""

    house: "House"
    person: Person

    async def says(self, text: str) -> Message:
        """Write and give the bot's newest message."""
        self.person.writes(text)
        await self.house.settle()
        return self.person.last

    async def taps(self, *buttons: str) -> Message:
        """Tap buttons one after another and give the bot's newest message."""
        for button in buttons:
            self.person.taps(button)
            await self.house.settle()
        return self.person.last

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        return self.person.last

    @property
    def from_bot(self) -> list[str]:
        """The texts of all messages from the bot as they stand now."""
        return [message.text for message in self.person.messages if message.from_bot]

    @property
    def patient(self) -> Patient:
        """The patient's record."""
        found = patients.by_chat(self.house.clinic.db, self.person.id)
        assert found is not None
        return found


@dataclass(slots=True)
class Network:
    """What connects the bot with Telegram; cut off, nothing answers."""

    api: BotApi
    url: str = ""
    _wires: AsyncExitStack = field(default_factory=AsyncExitStack)

    async def plug_in(self) -> None:
        """Put Telegram on the network, at the same address as ever."""
        port = urlsplit(self.url).port or 0
        self.url = await self._wires.enter_async_context(serving(self.api, port=port))

    async def unplug(self) -> None:
        """Take Telegram off the network."""
        await self._wires.aclose()


class House:
    """The application driven step by step over real HTTP; no step sleeps."""

    def __init__(self, api: BotApi, app: Application, clock: MovableClock) -> None:
        self.api = api
        self.app = app
        self.clock = clock
        self.clinic: Clinic = app.clinic
        self.network = Network(api)
        self.expected_failures = 0

    @property
    def _stepping(self) -> Stepping:
        """The steps of the application that runs now: one that has died has a successor."""
        return Stepping(self.api, self.app, self.clock)

    @property
    def now(self) -> datetime:
        """The clinic's instant."""
        return self.clock.now()

    async def store(self) -> None:
        """Fetch, store and confirm what has been written, and work nothing of it yet."""
        offset = None
        while updates := await self.app.bot.raw_updates(offset=offset, wait=0, limit=100):
            store(self.clinic, updates)
            offset = updates[-1]["update_id"] + 1

    async def settle(self) -> None:
        """Receive, work and send until nothing more can be done now."""
        await self._stepping.settle()
        self._assert_worked()

    def _assert_worked(self) -> None:
        assert self.failures() == self.expected_failures, "an update could not be worked"

    def failures(self) -> int:
        """Count the updates that failed at least once."""
        row = self.clinic.db.execute("SELECT count(*) FROM inbox WHERE attempts > 0").fetchone()
        return int(row[0])

    async def go_to(self, instant: datetime) -> None:
        """Let time pass, stopping at each moment something comes due."""
        await self._stepping.go_to(instant)
        self._assert_worked()

    async def outage(self, **span: float) -> None:
        """Let time pass while the bot is down, then let it come back."""
        self.clock.move_to(self.now + timedelta(**span))
        await self.app.receiver.poll(wait=0)
        await self.app.sweep()
        await self.settle()

    async def go(self, **span: float) -> None:
        """Let a span of time pass: hours=3, days=1."""
        await self.go_to(self.now + timedelta(**span))

    def chatter(self, name: str = "Robin") -> Chatter:
        """Bring a new person, unknown to the bot."""
        return Chatter(self, self.api.person(name))

    def invitation(self, role: str) -> str:
        """Issue an invitation as the operator would."""
        with transaction(self.clinic.db):
            return invitations.invite(self.clinic, role=role, by="operator")

    async def clinician(self, name: str = "Charlie") -> Chatter:
        """Bring a clinician who has joined."""
        return await self.staff("clinician", name)

    async def staff(self, role: str, name: str) -> Chatter:
        """Bring a member of staff who has joined."""
        chatter = self.chatter(name)
        chatter.person.starts(self.invitation(role))
        await self.settle()
        return chatter

    async def patient(
        self, name: str = "Robin", *, city: str = "Berlin", region: str = "Germany"
    ) -> Chatter:
        """Bring a patient who has joined, agreed, and told region and zone."""
        chatter = self.chatter(name)
        chatter.person.starts(self.invitation("patient"))
        await self.settle()
        await chatter.taps("Yes, I agree", region)
        await chatter.says(city)
        return chatter


def settings_for(folder: Path, url: str, **more: str) -> Settings:
    """Make settings for a test's folder and server."""
    environ = {
        "TELEGRAM_BOT_TOKEN": TOKEN,
        "TELEGRAM_API_URL": url,
        "DATABASE": str(folder / "data" / "clinic.db"),
        "DATABASE_KEY_FILE": str(folder / "keys" / "database.key"),
        "CLINIC_NAME": "the Test Clinic",
        "CLINIC_PHONE": "030 555 0100",
        "CLINIC_HOURS": "Monday to Friday, 9:00 to 17:00",
        "CLINIC_REGION": "de",
        "CLINIC_ZONE": "Europe/Berlin",
        "DIGEST_HOUR": "off",  # most stories are not about the morning
        **more,
    }
    return load_settings(None, environ)


@asynccontextmanager
async def open_house(
    folder: Path,
    start: datetime = START,
    *,
    protocol: Protocol = WITHOUT_EVENINGS,
    **settings: str,
) -> AsyncIterator[House]:
    """Open a clinic with its own stand-in and close both."""
    clock = MovableClock(start)
    api = BotApi(token=TOKEN, now=clock.now)
    network = Network(api)
    await network.plug_in()
    try:
        chosen = settings_for(folder, network.url, **settings)
        clinic = Clinic(
            db=open_database(chosen.database, KEY),
            protocol=protocol,
            clock=clock,
            settings=chosen,
        )
        app = Application(clinic)
        await app.start()
        house = House(api, app, clock)
        house.network = network
        try:
            yield house
        finally:
            await house.app.stop()
    finally:
        await network.unplug()
