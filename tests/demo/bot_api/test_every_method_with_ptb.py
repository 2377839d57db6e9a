"""python-telegram-bot's own client against every method that is offered."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import BotCommandScopeChat, MenuButtonCommands

from bot.demo.bot_api.methods import METHODS
from tests.demo.bot_api.scene import COMMANDS, Scene
from tests.demo.bot_api.test_files import png

Try = Callable[[Scene], Awaitable[Any]]
# Name of the method → how PTB calls it, and what shows that it came about.
TRIES: dict[str, tuple[Try, Callable[[Any, Scene], bool]]] = {
    "getMe": (lambda s: s.ptb.get_me(), lambda me, s: me.id == s.api.world.bot.id),
    "getUpdates": (
        lambda s: s.ptb.get_updates(limit=1, timeout=0, allowed_updates=["message"]),
        lambda updates, s: updates[0].message.text == "/start",
    ),
    "setWebhook": (
        lambda s: s.ptb.set_webhook("https://clinic.example/hook", secret_token="a-b_1"),
        lambda _, s: s.api.world.webhook.url == "https://clinic.example/hook",
    ),
    "deleteWebhook": (
        lambda s: s.ptb.delete_webhook(drop_pending_updates=True),
        lambda _, s: s.api.pending == 0,
    ),
    "getWebhookInfo": (
        lambda s: s.ptb.get_webhook_info(),
        lambda info, s: (info.url, info.pending_update_count) == ("", 2),
    ),
    "sendMessage": (
        lambda s: s.ptb.send_message(s.robin.id, "<b>7</b>", "HTML", protect_content=True),
        lambda sent, s: (sent.text, s.robin.last.protect_content) == ("7", True),
    ),
    "sendDocument": (
        lambda s: s.ptb.send_document(s.robin.id, b"a,b", filename="a.csv", caption="Diary"),
        lambda sent, s: s.robin.last.document.content == b"a,b",  # type: ignore[union-attr]  # shown by the comparison
    ),
    "sendPhoto": (
        lambda s: s.ptb.send_photo(s.robin.id, png(640, 480), caption="Chart"),
        lambda sent, s: (sent.photo[0].width, s.robin.last.photo) == (640, png(640, 480)),
    ),
    "sendChatAction": (
        lambda s: s.ptb.send_chat_action(s.robin.id, "typing"),
        lambda _, s: s.robin.sees_typing,
    ),
    "editMessageText": (
        Scene.edits_the_text,
        lambda message, s: s.robin.last.text == message.text == "Better",
    ),
    "editMessageReplyMarkup": (Scene.edits_the_buttons, lambda _, s: s.robin.last.labels == []),
    "deleteMessage": (Scene.deletes, lambda _, s: not s.robin.with_buttons),
    "answerCallbackQuery": (Scene.answers_a_tap, lambda _, s: s.robin.toasts == ["Saved"]),
    "getFile": (Scene.fetches_a_file, lambda content, s: content == b"words"),
    "setMyCommands": (
        lambda s: s.ptb.set_my_commands(COMMANDS, BotCommandScopeChat(s.robin.id), "de"),
        lambda _, s: len(s.api.commands) == 1,
    ),
    "getMyCommands": (lambda s: s.ptb.get_my_commands(), lambda got, s: got == ()),
    "deleteMyCommands": (Scene.forgets_commands, lambda _, s: s.api.commands == {}),
    "setMyName": (lambda s: s.ptb.set_my_name("Diary"), lambda _, s: s.has_text("name")),
    "setMyDescription": (
        lambda s: s.ptb.set_my_description("Asks how it is"),
        lambda _, s: s.has_text("description"),
    ),
    "setMyShortDescription": (
        lambda s: s.ptb.set_my_short_description("A diary"),
        lambda _, s: s.has_text("short_description"),
    ),
    "setChatMenuButton": (
        lambda s: s.ptb.set_chat_menu_button(s.robin.id, MenuButtonCommands()),
        lambda _, s: s.api.world.menus.buttons == {s.robin.id: {"type": "commands"}},
    ),
    "leaveChat": (
        lambda s: s.ptb.leave_chat(s.group.id),
        lambda _, s: s.group.chat.standing == "left",
    ),
    "close": (Scene.closes, lambda done, s: done is True),
    "logOut": (
        lambda s: s.ptb.log_out(),
        lambda _, s: s.api.world.logged_out_at is not None,
    ),
}


def test_every_method_is_tried() -> None:
    assert set(TRIES) == {method.name for method in METHODS}


@pytest.mark.parametrize("method", TRIES)
async def test_ptb_calls_the_method(scene: Scene, method: str) -> None:
    call, shows = TRIES[method]

    result = await call(scene)

    assert shows(result, scene)
    assert method in {request.method for request in scene.api.journal.requests}
