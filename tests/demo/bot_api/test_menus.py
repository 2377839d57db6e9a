"""Rules of section 5: lists of commands by scope and language, and what else a bot shows."""

import json
from typing import Any

import pytest

from bot.demo.bot_api import BotApi, Person
from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.ruled import rule

HELP = {"command": "help", "description": "What this bot does"}
DIARY = {"command": "diary", "description": "Write an entry"}


async def commands(bot: Bot, **which: Any) -> Any:
    return (await bot.call("getMyCommands", **which)).result


async def test_commands_never_set_are_an_empty_list(bot: Bot) -> None:
    assert await commands(bot) == []


async def test_commands_come_back_as_they_were_set(bot: Bot, api: BotApi) -> None:
    await bot.call("setMyCommands", commands=[HELP, DIARY])

    assert await commands(bot) == [HELP, DIARY]
    assert api.commands == {('{"type": "default"}', ""): [HELP, DIARY]}


@rule("5.16 a list for each scope and language")
async def test_each_scope_and_language_has_its_own_list(bot: Bot, api: BotApi) -> None:
    private = {"type": "all_private_chats"}
    await bot.call("setMyCommands", commands=[HELP], scope=private)
    await bot.call("setMyCommands", commands=[DIARY], scope=private, language_code="de")

    assert await commands(bot) == []
    assert await commands(bot, scope=private) == [HELP]
    assert await commands(bot, scope=private, language_code="de") == [DIARY]
    assert set(api.commands) == {(json.dumps(private), ""), (json.dumps(private), "de")}


@rule("5.17 the list a person sees")
async def test_a_person_sees_the_narrowest_list(bot: Bot, api: BotApi) -> None:
    robin, toni = api.person("Robin"), api.person("Toni", language_code="de-AT")
    assert robin.commands == []

    for number, (scope, language) in enumerate(
        [
            ({"type": "default"}, ""),
            ({"type": "all_private_chats"}, ""),
            ({"type": "all_private_chats"}, "de"),
            ({"type": "chat", "chat_id": robin.id}, ""),
        ]
    ):
        command = {"command": f"list_{number}", "description": "x"}
        await bot.call("setMyCommands", commands=[command], scope=scope, language_code=language)
        seen = [person.commands[0]["command"] for person in (robin, toni)]

        assert seen == [f"list_{at}" for at in ((0, 0), (1, 1), (1, 2), (3, 2))[number]]


async def test_a_deleted_list_is_empty_again(bot: Bot, api: BotApi) -> None:
    await bot.call("setMyCommands", commands=[HELP])
    await bot.call("deleteMyCommands")

    assert await commands(bot) == []
    assert api.commands == {}


@rule("5.14 the shape of a command")
@pytest.mark.parametrize(
    ("command", "description", "problem"),
    [
        ("Help", "x", "BOT_COMMAND_INVALID"),
        ("my-help", "x", "BOT_COMMAND_INVALID"),
        ("x" * 33, "x", "BOT_COMMAND_INVALID"),
        ("", "x", "command must be non-empty"),
        ("help", "", "command description must be non-empty"),
        ("help", "x" * 257, "BOT_COMMAND_DESCRIPTION_INVALID"),
    ],
)
async def test_a_wrong_command_is_refused(
    bot: Bot, command: str, description: str, problem: str
) -> None:
    wrong = {"command": command, "description": description}
    reply = await bot.call("setMyCommands", commands=[HELP, wrong])

    assert reply.refusal == (400, f"Bad Request: {problem}")
    assert await commands(bot) == []


async def test_a_command_needs_a_description(bot: Bot) -> None:
    reply = await bot.call("setMyCommands", commands=[{"command": "help"}])

    assert reply.refusal == (
        400,
        "Bad Request: can't parse BotCommand: Can't find field \"description\"",
    )


@rule("5.13 how many commands")
@pytest.mark.parametrize(("count", "status"), [(100, 200), (101, 400)])
async def test_a_list_has_at_most_100_commands(bot: Bot, count: int, status: int) -> None:
    many = [{"command": f"c{number}", "description": "x"} for number in range(count)]

    assert (await bot.call("setMyCommands", commands=many)).status == status


@rule("5.15 scopes")
@pytest.mark.parametrize(
    "scope",
    [
        {"type": "default"},
        {"type": "all_private_chats"},
        {"type": "all_group_chats"},
        {"type": "all_chat_administrators"},
        {"type": "chat", "chat_id": 1},
        {"type": "chat_administrators", "chat_id": 1},
        {"type": "chat_member", "chat_id": 1, "user_id": 2},
    ],
)
async def test_there_are_seven_scopes(bot: Bot, scope: dict[str, Any]) -> None:
    await bot.call("setMyCommands", commands=[HELP], scope=scope)

    assert await commands(bot, scope=scope) == [HELP]


@pytest.mark.parametrize("scope", [{"type": "moon"}, {"type": "chat"}, {}, {"chat_id": 1}])
async def test_another_scope_is_refused(bot: Bot, scope: dict[str, Any]) -> None:
    expected = 200 if scope == {} else 400

    assert (await bot.call("setMyCommands", commands=[HELP], scope=scope)).status == expected


async def test_a_language_code_has_two_letters(bot: Bot) -> None:
    reply = await bot.call("setMyCommands", commands=[HELP], language_code="eng")

    assert reply.refusal == (400, "Bad Request: invalid language code specified")


@rule("5.20 texts of the profile")
@pytest.mark.parametrize(
    ("method", "field", "most"),
    [
        ("setMyName", "name", 64),
        ("setMyDescription", "description", 512),
        ("setMyShortDescription", "short_description", 120),
    ],
)
async def test_the_texts_of_the_profile_have_a_limit(
    bot: Bot, method: str, field: str, most: int
) -> None:
    fits = await bot.call(method, **{field: "x" * most})
    too_long = await bot.call(method, **{field: "x" * (most + 1)}, language_code="de")

    assert fits.result is True
    assert too_long.status == 400


async def test_the_menu_button_can_be_set_for_all_and_for_one(
    bot: Bot, api: BotApi, robin: Person
) -> None:
    await bot.call("setChatMenuButton", menu_button={"type": "commands"})
    await bot.call("setChatMenuButton", chat_id=robin.id, menu_button={"type": "default"})

    assert api.world.menus.buttons == {
        None: {"type": "commands"},
        robin.id: {"type": "default"},
    }


async def test_a_wrong_menu_button_is_refused(bot: Bot) -> None:
    assert (await bot.call("setChatMenuButton", menu_button={"type": "red"})).status == 400


async def test_get_me_describes_the_bot(bot: Bot) -> None:
    me = (await bot.call("getMe")).result

    assert me["id"] == 123456789
    assert me["is_bot"] is True
    assert me["username"] == "needling_test_bot"
