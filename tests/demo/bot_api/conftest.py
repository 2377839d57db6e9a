"""A stand-in without flood limits, a bot that speaks to it, and a person who has pressed Start."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.demo.bot_api import BotApi, Person, serving
from bot.demo.bot_api.webhook import trusted
from tests.demo.bot_api.caller import TOKEN, Bot, Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def api(clock: Clock) -> BotApi:
    return BotApi(token=TOKEN, now=clock, floods=None)


@pytest.fixture
async def bot(api: BotApi) -> AsyncIterator[Bot]:
    async with (
        serving(api) as url,
        httpx.AsyncClient(timeout=10, verify=trusted()) as client,
    ):
        yield Bot(client, url)


@pytest.fixture
def robin(api: BotApi) -> Person:
    """A person who has written to the bot; the bot has not fetched that update yet."""
    robin = api.person("Robin")
    robin.starts()
    return robin
