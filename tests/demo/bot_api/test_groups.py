"""Groups: what the bot hears in them, how it leaves them, how they become supergroups."""

from typing import Any

import pytest

from bot.demo.bot_api import BotApi, Group, Person
from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.ruled import rule


@pytest.fixture
def group(api: BotApi, robin: Person) -> Group:
    return api.group("Clinic", robin)


async def kinds(bot: Bot) -> list[dict[str, Any]]:
    """Return the updates after Robin's start."""
    return (await bot.updates())[1:]


def test_the_id_of_a_group_is_negative(group: Group) -> None:
    assert group.id < 0


async def test_joining_a_group_is_told_with_my_chat_member(bot: Bot, group: Group) -> None:
    (joined,) = await kinds(bot)

    assert joined["my_chat_member"]["chat"] == {
        "id": group.id,
        "type": "group",
        "title": "Clinic",
    }
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "member"


async def test_the_bot_hears_and_answers_in_the_group(
    bot: Bot, group: Group, robin: Person
) -> None:
    robin.writes("hello everybody", chat=group)
    heard = (await kinds(bot))[-1]["message"]
    await bot.says(heard["chat"]["id"], "please write me privately")

    assert (heard["from"]["id"], heard["chat"]["id"]) == (robin.id, group.id)
    assert [m.text for m in group.messages] == ["hello everybody", "please write me privately"]
    assert [m.text for m in robin.messages] == ["/start"]


async def test_with_privacy_on_the_bot_hears_only_what_is_meant_for_it(
    api: BotApi, bot: Bot, group: Group, robin: Person
) -> None:
    api.world.reads_all_group_messages = False
    await bot.says(group.id, "hello")

    assert robin.writes("nice weather", chat=group) == 0
    assert robin.writes("/help", chat=group) > 0
    assert robin.writes("@needling_test_bot?", chat=group) > 0
    assert robin.writes("thanks", chat=group, reply_to=group.messages[0]) > 0
    assert (await bot.call("getMe")).result["can_read_all_group_messages"] is False


async def test_a_tap_in_a_group_comes_from_whoever_tapped(
    api: BotApi, bot: Bot, group: Group
) -> None:
    kim = api.person("Kim")
    markup = {"inline_keyboard": [[{"text": "Take it", "callback_data": "take"}]]}
    await bot.says(group.id, "An alert", reply_markup=markup)

    kim.taps("Take it", message=group.messages[-1])

    query = (await bot.updates())[-1]["callback_query"]
    assert (query["from"]["id"], query["message"]["chat"]["id"]) == (kim.id, group.id)


async def test_the_bot_can_leave(bot: Bot, group: Group, robin: Person) -> None:
    left = await bot.call("leaveChat", chat_id=group.id)
    told = (await kinds(bot))[-1]["my_chat_member"]["new_chat_member"]["status"]
    reply = await bot.call("sendMessage", chat_id=group.id, text="x")

    assert left.result is True
    assert told == "left"
    assert reply.refusal == (403, "Forbidden: bot is not a member of the group chat")
    assert robin.writes("gone?", chat=group) == 0


async def test_a_private_chat_cannot_be_left(bot: Bot, robin: Person) -> None:
    assert (await bot.call("leaveChat", chat_id=robin.id)).status == 400


@rule("4.26 taken out of a group")
async def test_a_bot_that_was_removed_cannot_write(bot: Bot, group: Group) -> None:
    group.removes_bot()
    reply = await bot.call("sendMessage", chat_id=group.id, text="x")

    assert reply.refusal == (403, "Forbidden: bot was kicked from the group chat")


@rule("1.14 upgraded groups")
async def test_an_upgraded_group_tells_its_new_id(bot: Bot, group: Group) -> None:
    old = group.id
    new = group.upgrades()
    reply = await bot.call("sendMessage", chat_id=old, text="x")

    assert reply.refusal == (
        400,
        "Bad Request: group chat was upgraded to a supergroup chat",
    )
    assert reply.body["parameters"] == {"migrate_to_chat_id": new}
    assert (await bot.call("sendMessage", chat_id=new, text="x")).status == 200


async def test_an_upgrade_is_told_in_both_chats(bot: Bot, group: Group) -> None:
    old = group.id
    new = group.upgrades()
    left, entered = (await kinds(bot))[-2:]

    assert (left["message"]["chat"]["id"], left["message"]["migrate_to_chat_id"]) == (old, new)
    assert entered["message"]["chat"]["id"] == new
    assert entered["message"]["migrate_from_chat_id"] == old


async def test_a_supergroup_counts_its_own_messages(bot: Bot, group: Group) -> None:
    new = group.upgrades()

    assert (await bot.says(new))["message_id"] == 2


async def test_a_group_message_of_a_person_cannot_be_deleted(
    bot: Bot, group: Group, robin: Person
) -> None:
    robin.writes("hello", chat=group)
    written = group.messages[-1].message_id
    reply = await bot.call("deleteMessage", chat_id=group.id, message_id=written)

    assert reply.refusal == (400, "Bad Request: message can't be deleted")
