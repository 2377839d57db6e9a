"""Rules of section 4: chats that do not exist, or are closed to the bot."""

import pytest

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import Bot, Clock
from tests.demo.bot_api.ruled import rule


async def test_a_missing_chat_id_is_empty(bot: Bot) -> None:
    assert (await bot.call("sendMessage", text="x")).refusal == (
        400,
        "Bad Request: chat_id is empty",
    )


@rule("4.20 no chat")
@pytest.mark.parametrize("chat_id", [0, -1, 42, "@nobody", "nobody"])
async def test_an_unknown_chat_is_not_found(bot: Bot, chat_id: object) -> None:
    reply = await bot.call("sendMessage", chat_id=chat_id, text="x")

    assert reply.refusal == (400, "Bad Request: chat not found")


@rule("4.21 strangers")
async def test_a_private_chat_does_not_exist_before_the_person_writes(
    bot: Bot, api: BotApi
) -> None:
    stranger = api.person("Stranger")
    assert stranger.messages == []

    reply = await bot.call("sendMessage", chat_id=stranger.id, text="x")

    assert reply.refusal == (400, "Bad Request: chat not found")


@rule("4.22 met elsewhere")
async def test_a_person_met_in_a_group_cannot_be_written_to_first(bot: Bot, api: BotApi) -> None:
    stranger = api.person("Stranger")
    api.group("Clinic", stranger)

    reply = await bot.call("sendMessage", chat_id=stranger.id, text="x")

    assert reply.refusal == (403, "Forbidden: bot can't initiate conversation with a user")


@rule("4.23 blocked")
async def test_a_bot_that_is_blocked_cannot_write(bot: Bot, robin: Person) -> None:
    robin.blocks()
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")

    assert reply.refusal == (403, "Forbidden: bot was blocked by the user")


async def test_a_bot_that_is_blocked_cannot_edit_or_show_typing(bot: Bot, robin: Person) -> None:
    sent = await bot.says(robin.id)
    robin.blocks()
    place = {"chat_id": robin.id, "message_id": sent["message_id"]}

    edit = await bot.call("editMessageText", **place, text="x")
    typing = await bot.call("sendChatAction", chat_id=robin.id, action="typing")

    assert edit.status == typing.status == 403


@rule("4.24 told of blocking")
async def test_blocking_and_unblocking_are_told_with_my_chat_member(
    bot: Bot, robin: Person
) -> None:
    robin.blocks()
    robin.unblocks()

    _, blocked, unblocked = await bot.updates()

    assert blocked["my_chat_member"]["new_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["old_chat_member"]["status"] == "kicked"
    assert unblocked["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_an_unblocked_bot_can_write_again(bot: Bot, robin: Person) -> None:
    robin.blocks()
    robin.unblocks()

    assert (await bot.call("sendMessage", chat_id=robin.id, text="x")).status == 200


async def test_starting_again_unblocks(bot: Bot, robin: Person) -> None:
    robin.blocks()
    robin.starts()

    assert (await bot.call("sendMessage", chat_id=robin.id, text="x")).status == 200


@rule("4.25 deleted accounts")
async def test_a_deleted_account_cannot_be_written_to(bot: Bot, robin: Person) -> None:
    robin.deactivates()
    reply = await bot.call("sendMessage", chat_id=robin.id, text="x")

    assert reply.refusal == (403, "Forbidden: user is deactivated")


@rule("4.30 typing")
async def test_typing_is_shown_for_5_seconds_or_until_the_bot_has_written(
    bot: Bot, robin: Person, clock: Clock
) -> None:
    async def types() -> bool:
        reply = await bot.call("sendChatAction", chat_id=robin.id, action="typing")
        return bool(reply.result and robin.sees_typing)

    assert not robin.sees_typing
    assert await types()
    clock.forward(seconds=5)
    assert not robin.sees_typing
    assert await types()
    robin.writes("still there?")
    assert robin.sees_typing
    await bot.says(robin.id)
    assert not robin.sees_typing


@rule("4.31 chat actions")
async def test_a_wrong_chat_action_is_refused(bot: Bot, robin: Person) -> None:
    reply = await bot.call("sendChatAction", chat_id=robin.id, action="dancing")

    assert reply.refusal == (400, "Bad Request: wrong parameter action in request")
