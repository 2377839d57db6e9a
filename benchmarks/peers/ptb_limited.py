"""A python-telegram-bot with AIORateLimiter and a crowd to write to: an address, seconds."""

import asyncio
import os
import sys

from telegram.ext import AIORateLimiter, ExtBot

from benchmarks.crowd import BEGUN, PER_SECOND, alerts
from benchmarks.peers.ptb_echo import TOKEN

AGAIN = 5  # tries after a refusal


async def run(url: str, seconds: float) -> None:
    """Hand over a crowd's messages at once, with alerts in between, for so long."""
    limiter = AIORateLimiter(max_retries=AGAIN)
    bot = ExtBot(TOKEN, base_url=f"{url}/bot", rate_limiter=limiter)
    await bot.initialize()
    people = range(1, int(PER_SECOND * (seconds + BEGUN)) + 1)
    sending = [asyncio.create_task(bot.send_message(chat, "How are you?")) for chat in people]

    async def alert(chat: int) -> None:
        sending.append(asyncio.create_task(bot.send_message(chat, "An alert.")))

    await alerts(seconds, alert)
    os._exit(0)  # what has not been sent is of no interest


if __name__ == "__main__":
    asyncio.run(run(sys.argv[1], float(sys.argv[2])))
