"""The bot's side of the tests: plain HTTP calls, and a clock that stands until it is moved."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx

from bot.demo.bot_api import BotApi

TOKEN = "123456789:TEST-token-that-is-not-a-real-one"
MONDAY = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(slots=True)
class Clock:
    """The injected clock of a test."""

    now: datetime = MONDAY

    def __call__(self) -> datetime:
        """Return the time it shows."""
        return self.now

    def forward(self, **span: float) -> None:
        """Move it on, or back by a negative span."""
        self.now += timedelta(**span)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """An answer of the Bot API."""

    status: int
    body: dict[str, Any]
    headers: httpx.Headers = field(default_factory=httpx.Headers)

    @property
    def result(self) -> Any:
        """The result of a call that must have succeeded."""
        assert self.status == 200, self.body
        assert self.body["ok"] is True
        return self.body["result"]

    @property
    def refusal(self) -> tuple[int, str]:
        """The code and the words of a call that must have been refused."""
        assert self.body["ok"] is False
        assert self.body["error_code"] == self.status
        return self.status, self.body["description"]


@dataclass(frozen=True, slots=True)
class Bot:
    """A bot that knows its token and where the Bot API is."""

    client: httpx.AsyncClient
    url: str
    token: str = TOKEN

    def at(self, method: str) -> str:
        """Return the address of a method."""
        return f"{self.url}/bot{self.token}/{method}"

    async def call(self, method: str, **parameters: Any) -> Reply:
        """Call a method with a JSON body."""
        return read(await self.client.post(self.at(method), json=parameters))

    async def updates(self, **parameters: Any) -> list[dict[str, Any]]:
        """Fetch updates."""
        updates: list[dict[str, Any]] = (await self.call("getUpdates", **parameters)).result
        return updates

    async def says(self, chat_id: int, text: str = "Hello", **parameters: Any) -> dict[str, Any]:
        """Send a text that must go out, and return the message."""
        reply = await self.call("sendMessage", chat_id=chat_id, text=text, **parameters)
        message: dict[str, Any] = reply.result
        return message


async def poll_waits(api: BotApi, bot: Bot) -> None:
    """Return when a poll of the bot waits at the stand-in."""
    while not api.world.polling.waits:
        await bot.call("getMe")


def read(response: httpx.Response) -> Reply:
    """Read the answer to a call."""
    return Reply(status=response.status_code, body=response.json(), headers=response.headers)


def keyboard(*rows: list[str]) -> dict[str, Any]:
    """Build an inline keyboard whose buttons carry their own label as data."""
    return {
        "inline_keyboard": [
            [{"text": label, "callback_data": label} for label in row] for row in rows
        ]
    }
