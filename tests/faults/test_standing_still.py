"""A bot that stands still in the middle of its work and goes on, or is ended and started again."""

import asyncio
import signal
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.demo.bot_api import BotApi, Person, serving
from tests.commands.program import Running, running, settle
from tests.faults.forms import times
from tests.house import TOKEN

STANDS_STILL = times(short=0.5, long=90.0)  # seconds; systemd waits for 60
GREETING = "This bot belongs to a clinic."
UP = "running as @needling_test_bot"
PEOPLE = 20


@pytest.mark.parametrize("is_ended", times(short=[False], long=[False, True]))
async def test_what_came_while_it_stood_still_is_answered(
    tmp_path: Path, is_ended: bool, show: Callable[[str], None]
) -> None:
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC))
    async with serving(api) as url:
        settle(tmp_path, url)
        people = [api.person() for _ in range(PEOPLE)]
        async with running(tmp_path, "run") as bot:
            await bot.says(UP)
            bot.process.send_signal(signal.SIGSTOP)
            for person in people:
                person.writes("/start")
            await asyncio.sleep(STANDS_STILL)
            began = time.monotonic()
            bot.process.send_signal(signal.SIGKILL if is_ended else signal.SIGCONT)
            if not is_ended:
                took = await answered(bot, people, began)
        if is_ended:
            async with running(tmp_path, "run") as again:
                took = await answered(again, people, began)

    what = "ended and started again" if is_ended else "let go on"
    show(f"stood still for {STANDS_STILL} s, {what}: {PEOPLE} people answered after {took:.1f} s")
    assert [sum(GREETING in m.text for m in one.messages) for one in people] == [1] * PEOPLE


async def answered(bot: Running, people: list[Person], began: float) -> float:
    """Wait until everybody has an answer, tell how long that took, and stop the bot."""
    for person in people:
        await bot.sends(person, GREETING)
    took = time.monotonic() - began
    await bot.stops()
    return took
