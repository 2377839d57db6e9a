"""A stand-in without flood limits, a bot that speaks to it, and a person who has pressed Start."""

from collections.abc import AsyncIterator

import httpx
import pytest
from telegram.ext import ExtBot
from telegram.request import HTTPXRequest

from bot.demo.bot_api import BotApi, Person, serving
from bot.demo.bot_api.webhook import trusted
from tests.demo.bot_api.caller import TOKEN, Bot, Clock
from tests.demo.bot_api.scene import Scene


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


@pytest.fixture
async def ptb(api: BotApi) -> AsyncIterator[ExtBot[None]]:
    async with serving(api) as url:
        bot: ExtBot[None] = ExtBot(
            TOKEN,
            base_url=f"{url}/bot",
            base_file_url=f"{url}/file/bot",
            request=HTTPXRequest(read_timeout=5, httpx_kwargs={"trust_env": False}),
        )
        async with bot:
            yield bot


@pytest.fixture
def scene(ptb: ExtBot[None], api: BotApi, robin: Person, clock: Clock) -> Scene:
    return Scene(ptb, api, robin, clock)
