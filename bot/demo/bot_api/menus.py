"""What the bot shows of itself: commands per scope and language, name, texts, menu buttons."""

import json
import re
from dataclasses import dataclass, field
from typing import Any

from bot.demo.bot_api.refusals import Refusal

Json = dict[str, Any]
MAX_COMMANDS = 100
DEFAULT_SCOPE: Json = {"type": "default"}
# What each scope must hold besides its type.
SCOPES = {
    "default": set[str](),
    "all_private_chats": set[str](),
    "all_group_chats": set[str](),
    "all_chat_administrators": set[str](),
    "chat": {"chat_id"},
    "chat_administrators": {"chat_id"},
    "chat_member": {"chat_id", "user_id"},
}
MENU_BUTTONS = {"commands": set[str](), "default": set[str](), "web_app": {"text", "web_app"}}
MAX_TEXT = {"name": 64, "description": 512, "short_description": 120}


@dataclass(slots=True)
class Menus:
    """The lists as they were set; `commands` is keyed by (scope as JSON, language code)."""

    commands: dict[tuple[str, str], list[Json]] = field(default_factory=dict)
    texts: dict[tuple[str, str], str] = field(default_factory=dict)
    buttons: dict[int | None, Json] = field(default_factory=dict)

    def set_commands(self, commands: list[Json], scope: Json | None, language: str) -> None:
        """Replace one list; an empty one deletes it."""
        key = scope_key(scope, language)
        if len(commands) > MAX_COMMANDS:
            raise Refusal("BOT_COMMANDS_TOO_MUCH")
        checked = [_command(command) for command in commands]
        self.commands.pop(key, None)
        if checked:
            self.commands[key] = checked

    def offered(self, chat_id: int, language: str) -> list[Json]:
        """Return the list a person in a private chat sees: the narrowest one that is set."""
        scopes = ({"type": "chat", "chat_id": chat_id}, {"type": "all_private_chats"}, None)
        keys = [scope_key(scope, code) for scope in scopes for code in (language[:2], "")]
        return next((self.commands[key] for key in keys if key in self.commands), [])

    def set_text(self, kind: str, text: str, language: str) -> None:
        """Set the name, description or short description for a language."""
        if len(text) > MAX_TEXT[kind]:
            raise Refusal(f"{kind.replace('_', ' ')} is too long")
        self.texts[kind, _language(language)] = text

    def set_button(self, chat_id: int | None, button: Json | None) -> None:
        """Set the menu button of one private chat, or the default one."""
        button = button or {"type": "default"}
        if set(button) != {"type"} | MENU_BUTTONS.get(button.get("type", ""), {"?"}):
            raise Refusal("can't parse menu button")
        self.buttons[chat_id] = button


def scope_key(scope: Json | None, language: str) -> tuple[str, str]:
    """Return the key of one command list, after checking scope and language."""
    scope = scope or DEFAULT_SCOPE
    if set(scope) != {"type"} | SCOPES.get(scope.get("type", ""), {"?"}):
        raise Refusal("can't parse BotCommandScope")
    return json.dumps(scope, sort_keys=True), _language(language)


def _language(code: str) -> str:
    if not re.fullmatch(r"([a-z]{2})?", code):
        raise Refusal("invalid language code specified")
    return code


def _command(given: Json) -> Json:
    for name in ("command", "description"):
        if name not in given:
            raise Refusal(f"can't parse BotCommand: Can't find field \"{name}\"")
        if not given[name]:
            kind = "command description" if name == "description" else "command"
            raise Refusal(f"{kind} must be non-empty")
    command = str(given["command"]).removeprefix("/")
    if not re.fullmatch(r"[a-z0-9_]{1,32}", command):
        raise Refusal("BOT_COMMAND_INVALID")
    if len(str(given["description"])) > 256:
        raise Refusal("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": given["description"]}
