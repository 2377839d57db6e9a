"""What is to be sent at Telegram's ceiling: a crowd of messages, and now and then an alert."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable

PER_SECOND = 45  # messages made for each second, more than can be sent
ALERT_EACH = 2.0  # seconds
FIRST_ALERT = 1_000_000  # the chats of alerts, one after another
BEGUN = 3.0  # seconds, when the first burst is over


async def alerts(seconds: float, send: Callable[[int], Awaitable[None]]) -> None:
    """Let alerts come, and at the end tell when each came, the span, and the processor's share."""
    asked: dict[int, float] = {}
    await asyncio.sleep(BEGUN)
    begun, used = time.perf_counter(), time.process_time()
    while time.perf_counter() - begun < seconds:
        chat = FIRST_ALERT + len(asked)
        asked[chat] = time.perf_counter()
        await send(chat)
        await asyncio.sleep(ALERT_EACH)
    ended = time.perf_counter()
    share = (time.process_time() - used) / (ended - begun)
    told = {"asked": list(asked.items()), "begun": begun, "ended": ended, "share": share}
    await asyncio.sleep(2 * ALERT_EACH)  # so that the last alert can arrive
    print(json.dumps({**told, "seen": time.perf_counter()}), flush=True)
