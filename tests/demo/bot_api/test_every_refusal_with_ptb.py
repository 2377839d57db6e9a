"""What python-telegram-bot's own client is refused, method by method, and as which error."""

import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import (
    BotCommand,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyParameters,
)
from telegram.error import BadRequest, Conflict, Forbidden, InvalidToken, NetworkError, RetryAfter

from bot.demo.bot_api.files import MEGABYTE
from bot.demo.bot_api.methods import METHODS
from tests.demo.bot_api.caller import Bot
from tests.demo.bot_api.scene import BUTTONS, Scene
from tests.demo.bot_api.test_files import png

Call = Callable[[Scene], Awaitable[Any]]
NOBODY = 42
PUSH = "https://clinic.example/hook"


async def answers_late(s: Scene) -> None:
    query = await s.is_tapped()
    s.clock.forward(seconds=15)
    await s.ptb.answer_callback_query(query)


async def answers_twice(s: Scene) -> None:
    query = await s.is_tapped()
    await s.ptb.answer_callback_query(query)
    await s.ptb.answer_callback_query(query)


async def edits_to_the_same(s: Scene) -> None:
    await s.ptb.edit_message_text("How is it?", s.robin.id, await s.asks(), reply_markup=BUTTONS)


async def edits_to_the_same_buttons(s: Scene) -> None:
    await s.ptb.edit_message_reply_markup(s.robin.id, await s.asks(), reply_markup=BUTTONS)


async def edits_what_a_person_wrote(s: Scene) -> None:
    await s.ptb.edit_message_text("x", s.robin.id, s.robin.messages[0].message_id)


async def edits_under_a_reply_keyboard(s: Scene) -> None:
    keyboard = ReplyKeyboardMarkup([["Yes"]])
    sent = await s.ptb.send_message(s.robin.id, "How is it?", reply_markup=keyboard)
    await s.ptb.edit_message_text("Better", s.robin.id, sent.message_id)


async def edits_the_text_of_a_file(s: Scene) -> None:
    await s.sends_a_file()
    await s.ptb.edit_message_text("Better", s.robin.id, s.robin.last.message_id)


async def deletes_late(s: Scene) -> None:
    message_id = await s.asks()
    s.clock.forward(hours=49)
    await s.ptb.delete_message(s.robin.id, message_id)


async def writes_when_blocked(s: Scene) -> None:
    s.robin.blocks()
    await s.ptb.send_message(s.robin.id, "x")


async def writes_to_a_closed_account(s: Scene) -> None:
    s.robin.deactivates()
    await s.ptb.send_message(s.robin.id, "x")


async def writes_first(s: Scene) -> None:
    stranger = s.api.person("Toni")
    s.api.group("Other", stranger)
    await s.ptb.send_message(stranger.id, "x")


async def writes_after_removal(s: Scene) -> None:
    s.group.removes_bot()
    await s.ptb.send_message(s.group.id, "x")


async def polls_beside_a_webhook(s: Scene) -> None:
    await s.ptb.set_webhook(PUSH)
    await s.ptb.get_updates()


async def sends_a_file_of_another_kind(s: Scene) -> None:
    await s.ptb.send_photo(s.robin.id, await s.sends_a_file())


async def fetches_something_huge(s: Scene) -> None:
    s.robin.sends("document", file_size=21 * MEGABYTE)
    received = (await s.ptb.get_updates())[-1].message
    assert received is not None
    assert received.document is not None
    await s.ptb.get_file(received.document.file_id)


async def calls_with_a_revoked_token(s: Scene) -> None:
    s.api.token_revoked = True
    await s.ptb.get_me()


async def calls_after_logging_out(s: Scene) -> None:
    await s.ptb.log_out()
    await s.ptb.get_me()


def written(text: str, **more: Any) -> Call:
    return lambda s: s.ptb.send_message(s.robin.id, text, **more)


def buttoned(**button: Any) -> Call:
    """Send one inline button that PTB would not refuse by itself."""
    markup = {"inline_keyboard": [[button]]}
    return lambda s: s.ptb.send_message(s.robin.id, "x", api_kwargs={"reply_markup": markup})


def commanded(command: str, description: str) -> Call:
    return lambda s: s.ptb.set_my_commands([BotCommand(command, description)])


# Method → how it is called, the error PTB raises, its words.
REFUSALS: dict[str, list[tuple[Call, type[Exception], str]]] = {
    "getMe": [
        (calls_with_a_revoked_token, InvalidToken, "Unauthorized"),
        (calls_after_logging_out, BadRequest, "Logged out"),
    ],
    "getUpdates": [
        (polls_beside_a_webhook, Conflict, "webhook is active"),
        (lambda s: s.ptb.get_updates(allowed_updates=["smile"]), BadRequest, '"smile"'),
    ],
    "setWebhook": [
        (lambda s: s.ptb.set_webhook("http://a.example"), BadRequest, "HTTPS URL"),
        (lambda s: s.ptb.set_webhook("https://a.example:1"), BadRequest, "only on ports"),
        (lambda s: s.ptb.set_webhook(PUSH, secret_token="a b"), BadRequest, "unallowed"),
        (lambda s: s.ptb.set_webhook(PUSH, secret_token="a" * 257), BadRequest, "too long"),
    ],
    "sendMessage": [
        (lambda s: s.ptb.send_message(NOBODY, "x"), BadRequest, "Chat not found"),
        (lambda s: s.ptb.send_message("", "x"), BadRequest, "Chat_id is empty"),
        (writes_when_blocked, Forbidden, "blocked by the user"),
        (writes_to_a_closed_account, Forbidden, "deactivated"),
        (writes_first, Forbidden, "can't initiate"),
        (writes_after_removal, Forbidden, "kicked from the group"),
        (written(""), BadRequest, "text is empty"),
        (written(" \n"), BadRequest, "must be non-empty"),
        (written("x" * 4_097), BadRequest, "is too long"),
        (written("<b>x", parse_mode="HTML"), BadRequest, "find end tag"),
        (written("x", parse_mode="MarkdownV2"), BadRequest, "Unsupported parse_mode"),
        (written("x", entities=[MessageEntity("bold", 0, 9)]), BadRequest, "after the end"),
        (written("x", reply_parameters=ReplyParameters(1)), BadRequest, "replied not found"),
        (written("x", message_effect_id="1"), BadRequest, "Effect_id_invalid"),
        (written("x", allow_paid_broadcast=True), BadRequest, "Floodskip_not_allowed"),
        (buttoned(text="x", callback_data="x" * 65), BadRequest, "Button_data_invalid"),
        (buttoned(text="x"), BadRequest, "Text buttons are unallowed"),
        (buttoned(text="", callback_data="x"), BadRequest, "text must be non-empty"),
        (buttoned(text="x", url="ftp://a.example"), BadRequest, "Unsupported URL protocol"),
        (buttoned(text="x", web_app={"url": "http://a.example"}), BadRequest, "Only HTTPS"),
    ],
    "sendDocument": [
        (lambda s: s.ptb.send_document(s.robin.id, b""), BadRequest, "File must be non-empty"),
        (lambda s: s.ptb.send_document(s.robin.id, ""), BadRequest, "There is no document"),
        (lambda s: s.ptb.send_document(s.robin.id, "x"), BadRequest, "Wrong file identifier"),
        (lambda s: s.ptb.send_document(s.robin.id, PUSH), BadRequest, "HTTP URL content"),
        (
            lambda s: s.ptb.send_document(s.robin.id, b"x", caption="x" * 1_025),
            BadRequest,
            "caption is too long",
        ),
        (
            lambda s: s.ptb.send_document(s.robin.id, bytes(50 * MEGABYTE + 1)),
            NetworkError,
            "Request Entity Too Large",
        ),
    ],
    "sendPhoto": [
        (
            lambda s: s.ptb.send_photo(s.robin.id, png(2_100, 100)),
            BadRequest,
            "Photo_invalid_dimensions",
        ),
        (lambda s: s.ptb.send_photo(s.robin.id, b"GIF89a"), BadRequest, "Image_process_failed"),
        (sends_a_file_of_another_kind, BadRequest, "Can't use file of type Document"),
    ],
    "sendChatAction": [
        (lambda s: s.ptb.send_chat_action(s.robin.id, "dance"), BadRequest, "Wrong parameter"),
    ],
    "editMessageText": [
        (edits_to_the_same, BadRequest, "Message is not modified"),
        (lambda s: s.ptb.edit_message_text("x", s.robin.id, 1), BadRequest, "edit not found"),
        (edits_what_a_person_wrote, BadRequest, "Message can't be edited"),
        (edits_under_a_reply_keyboard, BadRequest, "Message can't be edited"),
        (edits_the_text_of_a_file, BadRequest, "There is no text in the message"),
    ],
    "editMessageReplyMarkup": [
        (edits_to_the_same_buttons, BadRequest, "Message is not modified"),
    ],
    "deleteMessage": [
        (lambda s: s.ptb.delete_message(s.robin.id, 1), BadRequest, "delete not found"),
        (deletes_late, BadRequest, "can't be deleted"),
    ],
    "answerCallbackQuery": [
        (answers_late, BadRequest, "Query is too old"),
        (answers_twice, BadRequest, "Query is too old"),
        (lambda s: s.ptb.answer_callback_query("1", "x" * 201), BadRequest, "Message_too_long"),
    ],
    "getFile": [
        (lambda s: s.ptb.get_file("x"), BadRequest, "Invalid file_id"),
        (fetches_something_huge, BadRequest, "File is too big"),
    ],
    "setMyCommands": [
        (commanded("Help", "x"), BadRequest, "Bot_command_invalid"),
        (commanded("help", ""), BadRequest, "description must be non-empty"),
        (
            lambda s: s.ptb.set_my_commands([("a", "b")] * 101),
            BadRequest,
            "Bot_commands_too_much",
        ),
        (
            lambda s: s.ptb.set_my_commands([], language_code="english"),
            BadRequest,
            "Invalid language code",
        ),
    ],
    "setMyName": [(lambda s: s.ptb.set_my_name("x" * 65), BadRequest, "Name is too long")],
    "setMyDescription": [
        (lambda s: s.ptb.set_my_description("x" * 513), BadRequest, "Description is too long"),
    ],
    "setMyShortDescription": [
        (lambda s: s.ptb.set_my_short_description("x" * 121), BadRequest, "is too long"),
    ],
    "setChatMenuButton": [
        (lambda s: s.ptb.set_chat_menu_button(NOBODY), BadRequest, "Chat not found"),
    ],
    "leaveChat": [
        (lambda s: s.ptb.leave_chat(s.robin.id), BadRequest, "in private chats"),
    ],
    "close": [(lambda s: s.ptb.close(), RetryAfter, "Retry in 0:10:00")],
}
CASES = [(name, *case) for name, cases in REFUSALS.items() for case in cases]


@pytest.mark.parametrize(("method", "call", "error", "words"), CASES)
async def test_ptb_is_refused(
    scene: Scene,
    monkeypatch: pytest.MonkeyPatch,
    method: str,
    call: Call,
    error: type[Exception],
    words: str,
) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "true")  # without it PTB warns of a change to come
    with pytest.raises(error, match=f"(?i){re.escape(words)}") as caught:
        await call(scene)

    refused = scene.api.journal.requests[-1]
    assert type(caught.value) is error
    assert (refused.method, refused.result) == (method, None)
    assert refused.error is not None


@pytest.mark.parametrize("method", [method.name for method in METHODS])
async def test_every_method_refuses_a_parameter_it_does_not_have(bot: Bot, method: str) -> None:
    reply = await bot.call(method, colour="red")

    assert reply.refusal == (400, 'Bad Request: unknown parameter "colour"')
