"""Rules of section 7: how many messages are taken, per chat, per group and over all."""

from collections.abc import AsyncIterator

import httpx
import pytest

from bot.demo.bot_api import BotApi, FloodLimits, Person, serving
from bot.demo.bot_api.methods import METHODS
from tests.demo.bot_api.caller import TOKEN, Bot, Clock, Reply, keyboard
from tests.demo.bot_api.ruled import rule


@pytest.fixture
def api(clock: Clock) -> BotApi:
    return BotApi(token=TOKEN, now=clock)


async def burst(bot: Bot, chat_id: int, count: int) -> list[int]:
    """Send some messages at one moment and return the status of each."""
    parameters = {"chat_id": chat_id, "text": "x"}
    return [(await bot.call("sendMessage", **parameters)).status for _ in range(count)]


async def test_a_chat_takes_a_burst_of_five(bot: Bot, robin: Person) -> None:
    assert await burst(bot, robin.id, 6) == [200] * 5 + [429]


async def test_a_refused_message_has_no_effect(bot: Bot, robin: Person) -> None:
    await burst(bot, robin.id, 8)

    assert len([m for m in robin.messages if m.from_bot]) == 5


@rule("1.12 too many requests")
async def test_429_tells_when_to_come_again_in_body_and_header(bot: Bot, robin: Person) -> None:
    await burst(bot, robin.id, 5)
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")

    assert reply.refusal == (429, "Too Many Requests: retry after 1")
    assert reply.body["parameters"] == {"retry_after": 1}
    assert reply.headers["Retry-After"] == "1"


@rule("7.1 one chat")
async def test_a_chat_takes_about_one_message_a_second(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    await burst(bot, robin.id, 5)
    taken = []
    for _ in range(6):
        clock.forward(seconds=0.5)
        taken += await burst(bot, robin.id, 1)

    assert taken == [429, 200, 429, 200, 429, 200]


async def test_waiting_as_long_as_told_is_enough(bot: Bot, robin: Person, clock: Clock) -> None:
    await burst(bot, robin.id, 5)
    refused: Reply = await bot.call("sendMessage", chat_id=robin.id, text="x")
    clock.forward(seconds=refused.body["parameters"]["retry_after"])

    assert await burst(bot, robin.id, 1) == [200]


async def test_a_clock_set_back_frees_nothing_and_locks_nothing(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    await burst(bot, robin.id, 5)
    clock.forward(hours=-1)
    at_once = await burst(bot, robin.id, 1)
    clock.forward(seconds=1)

    assert at_once == [429]
    assert await burst(bot, robin.id, 1) == [200]


@rule("7.4 edits")
async def test_edits_count_like_messages(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, reply_markup=keyboard(["A"]))
    await burst(bot, robin.id, 4)
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    assert (await bot.call("editMessageText", **place, text="y")).status == 429
    assert (await bot.call("editMessageReplyMarkup", **place)).status == 429


async def test_one_chat_does_not_slow_another(bot: Bot, robin: Person, api: BotApi) -> None:
    kim = api.person("Kim")
    kim.starts()
    await burst(bot, robin.id, 6)

    assert await burst(bot, kim.id, 1) == [200]


@rule("7.2 all chats")
async def test_thirty_messages_a_second_are_taken_over_all(
    bot: Bot, api: BotApi, clock: Clock
) -> None:
    people = [api.person() for _ in range(32)]
    for person in people:
        person.starts()
    statuses = [(await burst(bot, person.id, 1))[0] for person in people]
    clock.forward(seconds=1)

    assert statuses == [200] * 30 + [429] * 2
    assert await burst(bot, people[-1].id, 1) == [200]


@rule("7.3 groups")
async def test_a_group_takes_twenty_messages_a_minute(bot: Bot, api: BotApi, clock: Clock) -> None:
    group = api.group("Clinic")
    taken = 0
    for _ in range(30):
        taken += (await burst(bot, group.id, 1)).count(200)
        clock.forward(seconds=1)

    # 20 at once and one more every 3 seconds.
    assert taken == 20 + 30 // 3 - 1


async def test_answers_to_taps_and_typing_are_free(bot: Bot, robin: Person) -> None:
    await burst(bot, robin.id, 6)
    statuses = [
        (await bot.call("sendChatAction", chat_id=robin.id, action="typing")).status
        for _ in range(10)
    ]

    assert statuses == [200] * 10


@rule("7.6 any method")
async def test_every_method_may_be_told_to_wait(bot: Bot, api: BotApi) -> None:
    api.faults.add(kind="retry_after", seconds=3, times=None)

    assert {(await bot.call(method.name)).status for method in METHODS} == {429}


@pytest.fixture
async def patient_bot(clock: Clock) -> AsyncIterator[tuple[BotApi, Bot]]:
    api = BotApi(token=TOKEN, now=clock, floods=FloodLimits(per_chat_second=0.1, chat_burst=2))
    async with serving(api) as url, httpx.AsyncClient(trust_env=False) as client:
        yield api, Bot(client, url)


@rule("7.5 other limits")
async def test_the_limits_can_be_set(patient_bot: tuple[BotApi, Bot]) -> None:
    api, bot = patient_bot
    robin = api.person()
    robin.starts()

    assert await burst(bot, robin.id, 3) == [200, 200, 429]
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")
    assert reply.body["parameters"] == {"retry_after": 10}


@rule("3.4 set once a second")
async def test_set_webhook_is_taken_once_a_second(bot: Bot, clock: Clock) -> None:
    first = await bot.call("setWebhook", url="http://127.0.0.1:9/")
    second = await bot.call("setWebhook", url="http://127.0.0.1:9/")
    clock.forward(seconds=1)
    third = await bot.call("setWebhook", url="")

    assert (first.status, second.status, third.status) == (200, 429, 200)
    assert second.headers["Retry-After"] == "1"
