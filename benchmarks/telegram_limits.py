"""The light stand-in for Telegram, with its limits: 30 a second, and some chats told to wait."""

import asyncio
import json
import sys
import time
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from benchmarks.telegram_load import Connection, Load, given

OVERALL = 30  # a second
REFUSED_EACH = 100  # of so many calls one is refused whatever the pace
WAIT = 1  # seconds, as refused calls are told
REPLY = {"message_id": 9, "date": 1, "text": "x"}


@dataclass
class Counted:
    """What was accepted, when and for which chat, and how many calls were refused."""

    accepted: list[tuple[float, int]] = field(default_factory=list)
    over: int = 0  # came too fast
    calls: int = 0
    _lately: deque[float] = field(default_factory=deque)

    def refuses(self, chat: int) -> bool:
        """Count a call; tell whether it is refused."""
        now = time.perf_counter()
        self.calls += 1
        while self._lately and now - self._lately[0] >= 1:
            self._lately.popleft()
        if len(self._lately) >= OVERALL:
            self.over += 1
            return True
        if self.calls % REFUSED_EACH == 0:
            return True
        self._lately.append(now)
        self.accepted.append((now, chat))
        return False


class Limited(Connection):
    """A connection whose messages are counted, and refused where they come too fast."""

    def __init__(self, load: Load, counted: Counted) -> None:
        super().__init__(load)
        self._counted = counted

    def called(self, method: bytes, body: bytes) -> None:
        """Accept or refuse a message; anything else is as without limits."""
        if method != b"sendMessage":
            super().called(method, body)
            return
        chat = given(b"chat_id", body)
        if self._counted.refuses(chat):
            told: dict[str, Any] = {"ok": False, "error_code": 429, "description": "Too Many"}
            self.write({**told, "parameters": {"retry_after": WAIT}}, b"429 Too Many Requests")
        else:
            self.write({"ok": True, "result": {**REPLY, "chat": {"id": chat, "type": "private"}}})


async def main() -> None:
    """Serve; for each line of the input, tell the address and what was counted."""
    counted, load, loop = Counted(), Load(), asyncio.get_running_loop()
    server = await loop.create_server(lambda: Limited(load, counted), "127.0.0.1", 0)
    address = server.sockets[0].getsockname()[1]
    while await asyncio.to_thread(sys.stdin.readline):
        told = {"accepted": counted.accepted, "over": counted.over, "address": address}
        print(json.dumps(told), flush=True)


if __name__ == "__main__":
    asyncio.run(main())
