"""The bot with its own pace and a full outbox: a clinic's folder, an address, seconds."""

import asyncio
import contextlib
import sys
from pathlib import Path

from benchmarks.bot_alone import application
from benchmarks.crowd import BEGUN, PER_SECOND, alerts
from bot.clinic import Clinic
from bot.storage import outbox
from bot.storage.database import transaction
from bot.storage.outbox import Lane


async def run(folder: Path, url: str, seconds: float) -> None:
    """Send a crowd's messages, with alerts in between, for so long."""
    app = application(folder, url, limits=True)
    with transaction(app.clinic.db):
        for chat in range(1, int(PER_SECOND * (seconds + BEGUN)) + 1):
            put(app.clinic, chat, Lane.CHECK_IN)
    running = asyncio.ensure_future(app.run())

    async def alert(chat: int) -> None:
        await app.thread.run(lambda: put(app.clinic, chat, Lane.ALERT))
        app.sender.wake()

    await alerts(seconds, alert)
    running.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await running


def put(clinic: Clinic, chat: int, lane: Lane) -> None:
    """Put a message in the outbox."""
    outbox.queue(
        clinic.db,
        dkey=f"bench:{chat}",
        lane=lane,
        chat_id=chat,
        method="sendMessage",
        payload={"text": "How are you?"},
        due_at=clinic.now(),
    )


if __name__ == "__main__":
    asyncio.run(run(Path(sys.argv[1]), sys.argv[2], float(sys.argv[3])))
