"""What a test can read afterwards: every request, every update, what was confirmed and when."""

import asyncio

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import MONDAY, Bot, Clock, keyboard, poll_waits
from tests.demo.bot_api.ruled import rule


@rule("1.16 the journal of requests")
async def test_a_request_is_noted_with_its_parameters_and_result(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    sent = await bot.says(robin.id, "Hi", reply_markup=keyboard(["A"]))
    request = api.journal.requests[-1]

    assert (request.method, request.status, request.error) == ("sendMessage", 200, None)
    assert (request.at, request.result) == (MONDAY, sent)
    assert request.parameters == {
        "chat_id": robin.id,
        "text": "Hi",
        "reply_markup": keyboard(["A"]),
    }


async def test_a_form_is_noted_with_the_types_of_its_values(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    form = {"chat_id": str(robin.id), "text": "7", "protect_content": "true"}
    await bot.client.post(bot.at("sendmessage"), data=form)

    assert api.journal.requests[-1].method == "sendMessage"
    assert api.journal.requests[-1].parameters == {
        "chat_id": robin.id,
        "text": "7",
        "protect_content": True,
    }


async def test_a_refusal_is_noted(api: BotApi, bot: Bot) -> None:
    await bot.call("sendRoses", colour="red")
    await bot.call("sendMessage", chat_id=1, text="x")

    noted = [(r.method, r.status, r.error, r.result) for r in api.journal.requests]
    assert noted == [
        ("sendRoses", 404, "Not Found: method not found", None),
        ("sendMessage", 400, "Bad Request: chat not found", None),
    ]


async def test_an_effect_whose_answer_is_lost_is_noted_with_both(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    api.faults.add(method="sendMessage", when="after", kind="status", status=502)
    await bot.client.post(bot.at("sendMessage"), json={"chat_id": robin.id, "text": "x"})
    request = api.journal.requests[-1]

    assert request.status == 502
    assert request.result["text"] == "x"


async def test_a_poll_is_noted_when_it_is_answered(api: BotApi, bot: Bot) -> None:
    poll = asyncio.create_task(bot.call("getUpdates", timeout=30))
    await poll_waits(api, bot)
    before = {request.method for request in api.journal.requests}
    api.person().writes("hello")
    await poll

    assert before <= {"getMe"}
    assert api.journal.requests[-1].method == "getUpdates"


async def test_sent_lists_new_messages_by_chat(api: BotApi, bot: Bot, robin: Person) -> None:
    kim = api.person("Kim")
    kim.starts()
    sent = await bot.says(robin.id, "to Robin")
    await bot.says(kim.id, "to Kim")
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    await bot.call("editMessageText", **place, text="again to Robin")
    await bot.call("sendMessage", chat_id=robin.id, text="")

    journal = api.journal
    assert [r.parameters["text"] for r in journal.sent()] == ["to Robin", "to Kim"]
    assert [r.parameters["text"] for r in journal.sent(kim.id)] == ["to Kim"]
    edits = journal.sent(robin.id, method="editMessageText")
    assert [r.parameters["text"] for r in edits] == ["again to Robin"]


@rule("1.17 the journal of updates")
async def test_an_update_is_noted_with_its_fate(
    api: BotApi, bot: Bot, robin: Person, clock: Clock
) -> None:
    confirmed = api.journal.updates[0]
    clock.forward(minutes=1)
    offset = (await bot.updates())[-1]["update_id"] + 1
    await bot.updates(offset=offset)
    robin.writes("never fetched")
    expired = api.journal.updates[1]
    clock.forward(hours=24)
    assert await bot.updates() == []

    assert (confirmed.pushed_at, confirmed.served) == (MONDAY, 1)
    assert confirmed.confirmed_at is not None
    assert (confirmed.confirmed_at - MONDAY).total_seconds() == 60
    assert (expired.confirmed_at, expired.expired, expired.served) == (None, True, 0)


async def test_pending_counts_what_is_neither_confirmed_nor_expired(
    api: BotApi, bot: Bot, robin: Person
) -> None:
    robin.writes("second")
    before = api.pending
    await bot.updates(offset=api.journal.updates[0].update_id + 1)

    assert (before, api.pending) == (2, 1)
