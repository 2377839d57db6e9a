"""A stand-in for Telegram that is light enough not to be what is measured, in its own process.

The bot's own stand-in checks each call by Telegram's rules; this one only counts and answers.
"""

import asyncio
import json
import re
import sys
import time
from dataclasses import dataclass, field
from typing import Any

METHOD = re.compile(rb"POST /bot[^/]+/(\w+)")
LENGTH = re.compile(rb"content-length: *(\d+)", re.IGNORECASE)
REPLIES = (b"sendMessage", b"editMessageText")
BOT = {"id": 1, "is_bot": True, "first_name": "Bench", "username": "bench_bot"}
MOST = 100  # updates at a time
STUCK = 60.0  # seconds


def given(name: bytes, body: bytes) -> int:
    """Find a number among the parameters of a call, however they are written."""
    found = re.search(name + rb'(?:=|"[^\0]*?\r\n\r\n)(-?\d+)', body)
    return int(found[1]) if found else 0


def sender(update: dict[str, Any]) -> int:
    """Tell whom an update comes from."""
    content = update.get("message") or update["callback_query"]
    return int(content["from"]["id"])


@dataclass
class Load:
    """What waits to be received, who has been answered, and how long each answer takes."""

    delay: float = 0.0
    pending: list[dict[str, Any]] = field(default_factory=list)
    asking: list["Connection"] = field(default_factory=list)
    unanswered: set[int] = field(default_factory=set)  # chats
    all_answered: asyncio.Event = field(default_factory=asyncio.Event)
    is_asked: asyncio.Event = field(default_factory=asyncio.Event)

    def release(self, updates: list[dict[str, Any]]) -> None:
        """Let updates be received now."""
        self.pending += updates
        asking, self.asking = self.asking, []
        self.is_asked.clear()
        for connection in asking:
            connection.deliver()

    def note(self, chat: int) -> None:
        """Note that a reply was accepted."""
        self.unanswered.discard(chat)
        if not self.unanswered:
            self.all_answered.set()

    async def backlog(self, updates: list[dict[str, Any]]) -> float:
        """Let everything come at once; give the seconds until everybody has a reply."""
        await self._begin({sender(update) for update in updates})
        began = time.perf_counter()
        self.release(updates)
        await asyncio.wait_for(self.all_answered.wait(), STUCK)
        return time.perf_counter() - began

    async def one_by_one(self, updates: list[dict[str, Any]]) -> list[float]:
        """Let each update come when the one before has its reply; give the seconds of each."""
        took = []
        for update in updates:
            took.append(await self.backlog([update]))
            await asyncio.sleep(0.01)
        return took

    async def _begin(self, chats: set[int]) -> None:
        self.unanswered = chats
        self.all_answered.clear()
        await asyncio.wait_for(self.is_asked.wait(), STUCK)


class Connection(asyncio.Protocol):
    """One connection of the bot."""

    def __init__(self, load: Load) -> None:
        self._load = load
        self._read = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: Any = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self in self._load.asking:
            self._load.asking.remove(self)

    def data_received(self, data: bytes) -> None:
        self._read += data
        while (end := self._read.find(b"\r\n\r\n") + 4) > 3:
            head = self._read[:end]
            length = LENGTH.search(head)
            whole = end + (int(length[1]) if length else 0)
            if len(self._read) < whole:
                return
            body, self._read = self._read[end:whole], self._read[whole:]
            found = METHOD.match(head)
            self.called(found[1] if found else b"", body)

    def called(self, method: bytes, body: bytes) -> None:
        """Answer a call."""
        if method == b"getUpdates":
            self._updates(body)
        elif method in REPLIES:
            chat = given(b"chat_id", body)
            made = {"message_id": 9, "date": 1, "chat": {"id": chat, "type": "private"}}
            self._later({**made, "text": "x"}, chat)
        else:
            self._later(BOT if method == b"getMe" else True, None)

    def _updates(self, body: bytes) -> None:
        offset = given(b"offset", body)
        load = self._load
        load.pending = [update for update in load.pending if update["update_id"] >= offset]
        if load.pending:
            self.deliver()
        elif given(b"timeout", body):
            load.asking.append(self)
            load.is_asked.set()
        else:
            self._later([], None)

    def deliver(self) -> None:
        """Hand over what waits."""
        self._later(self._load.pending[:MOST], None)

    def _later(self, result: object, chat: int | None) -> None:
        if self._load.delay:
            asyncio.get_running_loop().call_later(self._load.delay, self._answer, result, chat)
        else:
            self._answer(result, chat)

    def _answer(self, result: object, chat: int | None) -> None:
        self.write({"ok": True, "result": result})
        if chat is not None:
            self._load.note(chat)

    def write(self, answer: dict[str, object], status: bytes = b"200 OK") -> None:
        """Write an answer."""
        content = json.dumps(answer).encode()
        head = b"HTTP/1.1 %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n"
        self._transport.write(head % (status, len(content)) + content)


async def main() -> None:
    """Serve, and do what each line of the input asks for."""
    load, loop = Load(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Connection(load), "127.0.0.1", 0)
    while line := await asyncio.to_thread(sys.stdin.readline):
        asked = json.loads(line)
        answer: object = server.sockets[0].getsockname()[1]
        if "updates" in asked:
            load.delay = asked["delay"]
            run = load.one_by_one if asked["one_by_one"] else load.backlog
            answer = await run(asked["updates"])
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
