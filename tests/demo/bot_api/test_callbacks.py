"""Rules of section 5: what a tap carries, how long and how often it can be answered."""

import pytest

from bot.demo.bot_api import Person
from tests.demo.bot_api.caller import Bot, Clock, keyboard
from tests.demo.bot_api.ruled import rule

TOO_OLD = (
    400,
    "Bad Request: query is too old and response timeout expired or query ID is invalid",
)


async def tapped(bot: Bot, robin: Person) -> str:
    """Let Robin tap a button and return the id of the query."""
    await bot.says(robin.id, "How bad?", reply_markup=keyboard(["7"]))
    robin.taps("7")
    query = (await bot.updates())[-1]["callback_query"]
    return str(query["id"])


async def test_a_tap_carries_data_sender_and_message(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "How bad?", reply_markup=keyboard(["7"]))
    robin.taps("7")

    query = (await bot.updates())[-1]["callback_query"]

    assert query["data"] == "7"
    assert query["from"]["id"] == robin.id
    assert query["message"] == sent
    assert isinstance(query["id"], str)


@rule("5.7 a tap")
async def test_a_tap_carries_the_message_as_it_is_now(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id, "Before", reply_markup=keyboard(["7"]))
    old = robin.last
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}
    await bot.call("editMessageText", **place, text="After")

    robin.taps("7", message=old)

    query = (await bot.updates())[-1]["callback_query"]
    assert query["message"]["text"] == "After"
    assert query["data"] == "7"


@rule("5.8 a tap on what is gone")
async def test_the_message_of_a_tap_is_inaccessible_once_it_is_deleted(
    bot: Bot, robin: Person
) -> None:
    sent = await bot.says(robin.id, reply_markup=keyboard(["7"]))
    old = robin.last
    await bot.call("deleteMessage", chat_id=robin.id, message_id=sent["message_id"])

    robin.taps("7", message=old)

    message = (await bot.updates())[-1]["callback_query"]["message"]
    assert message == {"chat": sent["chat"], "message_id": sent["message_id"], "date": 0}


@rule("5.9 forged taps")
async def test_a_tap_can_be_forged(bot: Bot, robin: Person) -> None:
    await bot.says(robin.id, reply_markup=keyboard(["7"]))
    robin.taps("7", data="admin:delete")

    assert (await bot.updates())[-1]["callback_query"]["data"] == "admin:delete"


async def test_a_short_answer_is_a_toast(bot: Bot, robin: Person) -> None:
    query = await tapped(bot, robin)
    reply = await bot.call("answerCallbackQuery", callback_query_id=query, text="Saved")

    assert reply.result is True
    assert (robin.toasts, robin.alerts_seen) == (["Saved"], [])


async def test_an_alert_has_to_be_closed(bot: Bot, robin: Person) -> None:
    query = await tapped(bot, robin)
    await bot.call("answerCallbackQuery", callback_query_id=query, text="Stop", show_alert=True)

    assert (robin.toasts, robin.alerts_seen) == ([], ["Stop"])


async def test_an_answer_without_text_shows_nothing(bot: Bot, robin: Person) -> None:
    query = await tapped(bot, robin)
    reply = await bot.call("answerCallbackQuery", callback_query_id=query)

    assert reply.result is True
    assert robin.toasts == []


@rule("5.11 answered once")
async def test_a_query_is_answered_once(bot: Bot, robin: Person) -> None:
    query = await tapped(bot, robin)
    await bot.call("answerCallbackQuery", callback_query_id=query)

    again = await bot.call("answerCallbackQuery", callback_query_id=query, text="Again")

    assert again.refusal == TOO_OLD
    assert robin.toasts == []


@pytest.mark.parametrize("query", ["", "1", "not a number"])
async def test_an_unknown_query_is_refused(bot: Bot, query: str) -> None:
    reply = await bot.call("answerCallbackQuery", callback_query_id=query)

    assert reply.refusal == TOO_OLD


@rule("5.12 answered in time")
async def test_a_query_can_be_answered_for_15_seconds(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    in_time, too_late = await tapped(bot, robin), await tapped(bot, robin)
    clock.forward(seconds=14.9)
    first = await bot.call("answerCallbackQuery", callback_query_id=in_time)
    clock.forward(seconds=0.1)
    second = await bot.call("answerCallbackQuery", callback_query_id=too_late)

    assert first.result is True
    assert second.refusal == TOO_OLD


@rule("5.10 the answer to a tap")
@pytest.mark.parametrize(("length", "status"), [(200, 200), (201, 400)])
async def test_an_answer_has_at_most_200_characters(
    bot: Bot, robin: Person, length: int, status: int
) -> None:
    query = await tapped(bot, robin)
    text = "é" * length
    reply = await bot.call("answerCallbackQuery", callback_query_id=query, text=text)

    assert reply.status == status
