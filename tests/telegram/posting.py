"""A sender with its outbox and a server, driven message by message; no step sleeps."""

import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.demo.bot_api import BotApi, Person, serving
from bot.health.meters import Meters
from bot.storage import outbox
from bot.storage.database import open_database, transaction
from bot.storage.outbox import Lane
from bot.telegram.bot import ClinicBot, make_bot
from bot.telegram.sender import Sender
from bot.telegram.thread import DatabaseThread
from bot.telegram.trouble import Trouble
from tests.house import KEY, PROTOCOL, START, TOKEN, settings_for

PATIENCE = 0.2  # seconds until a call counts as unanswered


@dataclass(slots=True)
class Late:
    """How much later than it was made a call reaches the server."""

    by: timedelta = timedelta(0)


@dataclass(slots=True)
class Posting:
    """What a test of the sender holds."""

    api: BotApi
    clock: MovableClock
    clinic: Clinic
    bot: ClinicBot
    thread: DatabaseThread
    port: int
    late: Late
    sender: Sender = field(init=False)
    _network: AsyncExitStack = field(default_factory=AsyncExitStack)
    _queued: int = 0

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        """Take a new sender, as after a start: nothing is remembered but the database."""
        trouble = Trouble(self.clinic, self.bot, self.thread)
        self.sender = Sender(self.clinic, self.bot, self.thread, trouble, Meters())

    async def unplug(self) -> None:
        """Take the server off the network: nothing answers any more."""
        await self._network.aclose()

    async def plug_in(self) -> None:
        """Put the server on the network, at the same address as ever."""
        await self._network.enter_async_context(serving(self.api, port=self.port))

    def person(self, name: str = "Robin") -> Person:
        """Bring a person who has started the bot."""
        person = self.api.person(name)
        person.starts()
        return person

    def queue(
        self,
        person: Person | int,
        text: str = "x",
        *,
        lane: Lane = Lane.REPLY,
        method: str = "sendMessage",
        after: timedelta = timedelta(0),
        **more: Any,
    ) -> str:
        """Add a message to the outbox and give its key."""
        self._queued += 1
        known = {
            key: more.pop(key) for key in ("form_id", "alert_id", "expires_at") if key in more
        }
        dkey = more.pop("dkey", f"test:{self._queued}")
        with transaction(self.clinic.db):
            outbox.queue(
                self.clinic.db,
                dkey=dkey,
                lane=lane,
                chat_id=person if isinstance(person, int) else person.id,
                method=method,
                payload={**({"text": text} if text else {}), **more},
                due_at=self.clock.now() + after,
                **known,
            )
        return str(dkey)

    async def send_all(self) -> int:
        """Send whatever may go at this instant and give how many sendings it took."""
        sent = 0
        while await self.sender.send_one():
            sent += 1
        return sent

    async def go_on(self, **span: float) -> int:
        """Let a span of time pass and send whatever may go then."""
        self.clock.move_to(self.clock.now() + timedelta(**span))
        return await self.send_all()

    def row(self, dkey: str = "test:1") -> dict[str, Any]:
        """Give a message's row of the outbox."""
        return dict(
            next(iter(self.clinic.db.query("SELECT * FROM outbox WHERE dkey = ?", [dkey])))
        )

    def state(self, dkey: str = "test:1") -> str:
        """Give where a message is."""
        return str(self.row(dkey)["state"])

    def due(self, dkey: str = "test:1") -> datetime:
        """Give when a message may go."""
        return datetime.fromisoformat(self.row(dkey)["due_at"])

    def on_its_way(self) -> int:
        """Count the messages that are being sent."""
        sql = "SELECT count(*) FROM outbox WHERE state = 'sending'"
        return int(self.clinic.db.execute(sql).fetchone()[0])

    def calls(self, method: str = "sendMessage") -> int:
        """Count the calls of a method, whatever became of them."""
        return sum(request.method == method for request in self.api.journal.requests)

    def refused(self, status: int) -> int:
        """Count the calls that were answered with a status."""
        return sum(request.status == status for request in self.api.journal.requests)


def texts(person: Person) -> list[str]:
    """List what the bot wrote to a person."""
    return [message.text for message in person.messages if message.from_bot]


@asynccontextmanager
async def open_posting(folder: Path) -> AsyncIterator[Posting]:
    """Open a sender with its server and close both."""
    clock = MovableClock(START)
    late = Late()
    api = BotApi(token=TOKEN, now=lambda: clock.now() + late.by)
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    settings = settings_for(folder, url)
    db = open_database(settings.database, KEY)
    clinic = Clinic(db=db, protocol=PROTOCOL, clock=clock, settings=settings)
    bot, thread = make_bot(TOKEN, url, patience=PATIENCE), DatabaseThread()
    posting = Posting(api, clock, clinic, bot, thread, port, late)
    await posting.plug_in()
    await bot.initialize()
    try:
        yield posting
    finally:
        thread.close()
        await bot.shutdown()
        await posting.unplug()
        db.close()


def free_port() -> int:
    """Find a port that nothing listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])
