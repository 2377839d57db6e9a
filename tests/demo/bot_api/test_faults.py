"""The trouble a test can order: before the effect or after it, and what the bot sees of it."""

import asyncio

import httpx
import pytest

from bot.demo.bot_api import BotApi, Person
from bot.demo.bot_api.faults import When
from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.ruled import rule


def bot_texts(person: Person) -> list[str]:
    return [message.text for message in person.messages if message.from_bot]


async def send(bot: Bot, person: Person, text: str = "x") -> httpx.Response:
    return await bot.client.post(bot.at("sendMessage"), json={"chat_id": person.id, "text": text})


@pytest.mark.parametrize(("when", "texts"), [("before", []), ("after", ["x"])])
async def test_a_5xx_comes_before_or_after_the_effect(
    api: BotApi, bot: Bot, robin: Person, when: When, texts: list[str]
) -> None:
    api.faults.add(method="sendMessage", when=when, kind="status", status=502)
    response = await send(bot, robin)

    assert response.status_code == 502
    assert "502 Bad Gateway" in response.text
    assert bot_texts(robin) == texts


@rule("1.15 a lost connection")
@pytest.mark.parametrize(("when", "texts"), [("before", []), ("after", ["x"])])
async def test_a_dropped_connection_says_nothing(
    api: BotApi, bot: Bot, robin: Person, when: When, texts: list[str]
) -> None:
    api.faults.add(method="sendMessage", when=when, kind="drop")

    with pytest.raises((httpx.RemoteProtocolError, httpx.ReadError)):
        await send(bot, robin)
    assert bot_texts(robin) == texts


async def test_after_a_drop_the_next_call_gets_through(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.faults.add(kind="drop")
    with pytest.raises(httpx.TransportError):
        await send(bot, robin)

    assert (await send(bot, robin)).status_code == 200


@pytest.mark.parametrize(("when", "texts"), [("before", []), ("after", ["x"])])
async def test_a_delay_comes_before_or_after_the_effect(
    api: BotApi, bot: Bot, robin: Person, when: When, texts: list[str]
) -> None:
    fault = api.faults.add(method="sendMessage", when=when, kind="sleep", seconds=30)
    call = asyncio.create_task(send(bot, robin))
    while fault.left:
        await bot.call("getMe")

    assert bot_texts(robin) == texts
    assert not call.done()
    call.cancel()


async def test_a_delay_lets_the_call_through_in_the_end(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.faults.add(method="sendMessage", kind="sleep", seconds=0.01)

    assert (await send(bot, robin)).status_code == 200
    assert bot_texts(robin) == ["x"]


async def test_a_429_can_be_ordered(api: BotApi, bot: Bot, robin: Person) -> None:
    api.faults.add(kind="retry_after", seconds=7)
    response = await send(bot, robin)

    assert response.status_code == 429
    assert response.headers["Retry-After"] == "7"
    assert response.json()["parameters"] == {"retry_after": 7}
    assert bot_texts(robin) == []


@pytest.mark.parametrize(
    ("status", "description"),
    [
        (400, "Bad Request: fault ordered by the test"),
        (401, "Unauthorized"),
        (403, "Forbidden: bot was blocked by the user"),
        (404, "Not Found: method not found"),
    ],
)
async def test_a_status_below_500_is_said_in_json(
    api: BotApi, bot: Bot, robin: Person, status: int, description: str
) -> None:
    api.faults.add(kind="status", status=status)
    response = await send(bot, robin)

    assert response.status_code == status
    assert response.json()["description"] == description


async def test_a_fault_happens_as_often_as_ordered(api: BotApi, bot: Bot, robin: Person) -> None:
    api.faults.add(kind="status", times=2)

    assert [(await send(bot, robin)).status_code for _ in range(3)] == [502, 502, 200]


async def test_a_fault_without_end_lasts_until_it_is_cleared(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.faults.add(kind="status", times=None)
    broken = [(await send(bot, robin)).status_code for _ in range(4)]
    api.faults.clear()

    assert broken == [502] * 4
    assert (await send(bot, robin)).status_code == 200


async def test_a_fault_hits_only_its_method(api: BotApi, bot: Bot, robin: Person) -> None:
    api.faults.add(method="editMessageText", kind="status")

    assert (await send(bot, robin)).status_code == 200
    assert (await bot.client.post(bot.at("editMessageText"))).status_code == 502


async def test_a_fault_hits_only_its_chat(api: BotApi, bot: Bot, robin: Person) -> None:
    kim = api.person("Kim")
    kim.starts()
    api.faults.add(chat_id=kim.id, kind="status", times=None)

    assert (await send(bot, robin)).status_code == 200
    assert (await send(bot, kim)).status_code == 502


async def test_faults_come_in_the_order_they_were_added(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    for status in (500, 502, 504):
        api.faults.add(kind="status", status=status)

    assert [(await send(bot, robin)).status_code for _ in range(3)] == [500, 502, 504]


async def test_a_lost_answer_to_get_updates_loses_no_update(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.faults.add(method="getUpdates", when="after", kind="drop")
    with pytest.raises(httpx.TransportError):
        await bot.updates()

    assert len(await bot.updates()) == 1


async def test_a_confirmation_takes_effect_although_its_answer_is_lost(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    offset = (await bot.updates())[-1]["update_id"] + 1
    api.faults.add(method="getUpdates", when="after", kind="drop")
    with pytest.raises(httpx.TransportError):
        await bot.updates(offset=offset)

    assert api.pending == 0
