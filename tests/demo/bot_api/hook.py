"""The bot's side of a webhook: a web server that notes what it is sent."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.bot_api.webhook import SECRET_HEADER
from bot.demo.bot_api.wires import Wires

Received = list[tuple[str | None, dict[str, Any]]]


class Hook:
    """The bot's own web server: it notes what it is sent and answers what the test says."""

    def __init__(self) -> None:
        self.received: Received = []
        self.answers: list[Response] = []
        self.url = ""
        self.arrived = asyncio.Condition()
        self.hold: dict[int, asyncio.Event] = {}

    async def take(self, request: Request) -> Response:
        body = await request.json()
        async with self.arrived:
            self.received.append((request.headers.get(SECRET_HEADER), body))
            self.arrived.notify_all()
        if waits := self.hold.get(chat_of(body)):
            await waits.wait()
        return self.answers.pop(0) if self.answers else Response()

    async def until(self, ready: Callable[[Received], bool]) -> Received:
        """Wait for deliveries and return them all."""
        async with asyncio.timeout(10), self.arrived:
            await self.arrived.wait_for(lambda: ready(self.received))
        return self.received

    async def until_count(self, count: int) -> list[dict[str, Any]]:
        """Wait for a number of deliveries and return the updates."""
        return [body for _, body in await self.until(lambda received: len(received) >= count)]


def chat_of(update: dict[str, Any]) -> int:
    chat_id: int = update["message"]["chat"]["id"] if "message" in update else 0
    return chat_id


@asynccontextmanager
async def listening() -> AsyncIterator[Hook]:
    """Run a hook on a free port."""
    hook, wires = Hook(), Wires()
    app = Starlette(routes=[Route("/hook", hook.take, methods=["POST"])])
    hook.url = await wires.listen(app) + "/hook"
    yield hook
    await wires.close()
