"""The methods about the bot itself: who it is, its commands, texts and menu."""

from typing import Any

from pydantic import Field

from bot.demo.bot_api.calls import Call, JsonObject, JsonObjects, Nothing
from bot.demo.bot_api.menus import scope_key
from bot.demo.bot_api.world import World

Json = dict[str, Any]


class InScope(Call):
    """Which list of commands is meant."""

    scope: JsonObject | None = None
    language_code: str = ""


class SetMyCommands(InScope):
    """Parameters of setMyCommands."""

    commands: JsonObjects = Field(default_factory=list)


class SetMyName(Call):
    """Parameters of setMyName."""

    name: str = ""
    language_code: str = ""


class SetMyDescription(Call):
    """Parameters of setMyDescription."""

    description: str = ""
    language_code: str = ""


class SetMyShortDescription(Call):
    """Parameters of setMyShortDescription."""

    short_description: str = ""
    language_code: str = ""


class SetChatMenuButton(Call):
    """Parameters of setChatMenuButton."""

    chat_id: int | None = None
    menu_button: JsonObject | None = None


async def get_me(world: World, call: Nothing) -> Json:
    """Return the bot's account."""
    return world.bot.as_json() | {
        "can_join_groups": True,
        "can_read_all_group_messages": world.reads_all_group_messages,
        "supports_inline_queries": False,
        "can_connect_to_business": False,
        "has_main_web_app": False,
    }


async def set_my_commands(world: World, call: SetMyCommands) -> bool:
    """Replace one list of commands."""
    world.menus.set_commands(call.commands, call.scope, call.language_code)
    return True


async def get_my_commands(world: World, call: InScope) -> list[Json]:
    """Return one list of commands, empty when it was never set."""
    return world.menus.commands.get(scope_key(call.scope, call.language_code), [])


async def delete_my_commands(world: World, call: InScope) -> bool:
    """Remove one list of commands."""
    world.menus.set_commands([], call.scope, call.language_code)
    return True


async def set_my_name(world: World, call: SetMyName) -> bool:
    """Set the bot's name."""
    world.menus.set_text("name", call.name, call.language_code)
    return True


async def set_my_description(world: World, call: SetMyDescription) -> bool:
    """Set the text an empty chat shows."""
    world.menus.set_text("description", call.description, call.language_code)
    return True


async def set_my_short_description(world: World, call: SetMyShortDescription) -> bool:
    """Set the text of the bot's profile."""
    world.menus.set_text("short_description", call.short_description, call.language_code)
    return True


async def set_chat_menu_button(world: World, call: SetChatMenuButton) -> bool:
    """Set the button beside the input field."""
    if call.chat_id is not None:
        world.open_chat(call.chat_id)
    world.menus.set_button(call.chat_id, call.menu_button)
    return True
