"""python-telegram-bot against the stand-in: what its users will meet, error classes included."""

from datetime import timedelta

import pytest
from telegram import BotCommand, BotCommandScopeChat, InlineKeyboardButton, InlineKeyboardMarkup
from telegram.error import (
    BadRequest,
    ChatMigrated,
    Conflict,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TimedOut,
)
from telegram.ext import ExtBot

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import MONDAY


async def test_ptb_knows_who_it_is(ptb: ExtBot[None]) -> None:
    assert ptb.username == "needling_test_bot"


async def test_ptb_polls_sends_edits_and_answers(ptb: ExtBot[None], robin: Person) -> None:
    buttons = [[InlineKeyboardButton(str(pain), callback_data=f"nrs:{pain}") for pain in (0, 7)]]
    (started,) = await ptb.get_updates()
    sent = await ptb.send_message(
        robin.id, "How <b>bad</b>?", "HTML", reply_markup=InlineKeyboardMarkup(buttons)
    )
    robin.taps("7")
    (tap,) = await ptb.get_updates(offset=started.update_id + 1)
    assert tap.callback_query is not None
    await tap.callback_query.answer("Saved")
    await tap.callback_query.edit_message_text("7 of 10")

    assert started.message is not None
    assert started.message.text == "/start"
    assert sent.date == MONDAY
    assert tap.callback_query.data == "nrs:7"
    assert (robin.last.text, robin.last.labels, robin.toasts) == ("7 of 10", [], ["Saved"])


async def test_ptb_sends_a_document_and_downloads_it(ptb: ExtBot[None], robin: Person) -> None:
    sent = await ptb.send_document(robin.id, b"a,b\r\n", filename="diary.csv", caption="Diary")
    assert sent.document is not None
    file = await ptb.get_file(sent.document.file_id)

    assert await file.download_as_bytearray() == b"a,b\r\n"
    assert robin.last.document is not None
    assert robin.last.document.mime == "text/csv"


async def test_ptb_sets_commands_for_a_chat(ptb: ExtBot[None], robin: Person) -> None:
    help_command = BotCommand("help", "What this bot does")
    scope = BotCommandScopeChat(robin.id)
    await ptb.set_my_commands([help_command], scope, "de")

    assert await ptb.get_my_commands(scope, "de") == (help_command,)
    assert await ptb.get_my_commands() == ()


async def test_ptb_fetches_raw_updates(ptb: ExtBot[None], api: BotApi) -> None:
    update_id = api.push_raw({"message": {"date": "not a date"}})
    with pytest.warns(UserWarning, match="getUpdates"):
        raw = await ptb.do_api_request("getUpdates", {"timeout": 0, "limit": 100})

    assert raw == [{"update_id": update_id, "message": {"date": "not a date"}}]


async def test_ptb_names_a_blocking_forbidden(ptb: ExtBot[None], robin: Person) -> None:
    robin.blocks()

    with pytest.raises(Forbidden, match="bot was blocked by the user"):
        await ptb.send_message(robin.id, "x")


async def test_ptb_names_a_wrong_chat_a_bad_request(ptb: ExtBot[None]) -> None:
    with pytest.raises(BadRequest, match="Chat not found"):
        await ptb.send_message(1, "x")


async def test_ptb_reads_the_new_id_of_a_group(ptb: ExtBot[None], api: BotApi) -> None:
    group = api.group("Clinic")
    old, new = group.id, group.upgrades()

    with pytest.raises(ChatMigrated) as caught:
        await ptb.send_message(old, "x")
    assert caught.value.new_chat_id == new


async def test_ptb_reads_when_to_come_again(
    ptb: ExtBot[None], api: BotApi, robin: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it PTB warns of a change to come
    api.faults.add(method="sendMessage", kind="retry_after", seconds=7)

    with pytest.raises(RetryAfter) as caught:
        await ptb.send_message(robin.id, "x")
    assert caught.value.retry_after == timedelta(seconds=7)


async def test_ptb_takes_a_revoked_token_for_invalid(ptb: ExtBot[None], api: BotApi) -> None:
    api.token_revoked = True

    with pytest.raises(InvalidToken):
        await ptb.get_updates()


async def test_ptb_takes_an_unknown_method_for_an_invalid_token(ptb: ExtBot[None]) -> None:
    with pytest.raises(InvalidToken):
        await ptb.send_dice(1)


async def test_ptb_names_two_pollers_a_conflict(ptb: ExtBot[None], api: BotApi) -> None:
    api.faults.add(method="getUpdates", kind="status", status=409)

    with pytest.raises(Conflict):
        await ptb.get_updates()


@pytest.mark.parametrize("kind", ["drop", "status"])
async def test_ptb_cannot_tell_whether_a_lost_message_went_out(
    ptb: ExtBot[None], api: BotApi, robin: Person, kind: str
) -> None:
    api.faults.add(method="sendMessage", when="after", kind=kind)  # type: ignore[arg-type]

    with pytest.raises(NetworkError) as caught:
        await ptb.send_message(robin.id, "x")
    assert not isinstance(caught.value, BadRequest | TimedOut)
    assert robin.last.text == "x"


async def test_ptb_times_out_on_a_late_answer(
    ptb: ExtBot[None], api: BotApi, robin: Person
) -> None:
    api.faults.add(method="sendMessage", when="after", kind="sleep", seconds=30)

    with pytest.raises(TimedOut):
        await ptb.send_message(robin.id, "x", read_timeout=0.05)
    assert robin.last.text == "x"
