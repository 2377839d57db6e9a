"""The methods that change or remove a message the bot sent."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from bot.demo.bot_api.calls import JsonObject, JsonObjects, Markup, OnMessage
from bot.demo.bot_api.chats import Chat
from bot.demo.bot_api.markup import message_text
from bot.demo.bot_api.messages import Message
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.world import World

Json = dict[str, Any]
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
DELETABLE_FOR = timedelta(hours=48)


class EditMessageText(OnMessage):
    """Parameters of editMessageText."""

    text: str = ""
    parse_mode: str = ""
    entities: JsonObjects | None = None
    link_preview_options: JsonObject | None = None
    reply_markup: Markup | None = None


class EditMessageReplyMarkup(OnMessage):
    """Parameters of editMessageReplyMarkup."""

    reply_markup: Markup | None = None


class DeleteMessage(OnMessage):
    """Parameters of deleteMessage."""


async def edit_message_text(world: World, call: EditMessageText) -> Json:
    """Change the text; without reply_markup the keyboard goes."""
    words = message_text(call.text, call.parse_mode, call.entities)
    chat, message = _editable(world, call)
    if message.attachment:
        raise Refusal("there is no text in the message to edit")
    changes = {"text": words.text, "entities": words.entities}
    return _edit(world, chat, message, markup=call.reply_markup, **changes)


async def edit_message_reply_markup(world: World, call: EditMessageReplyMarkup) -> Json:
    """Change or remove the keyboard only."""
    chat, message = _editable(world, call)
    return _edit(world, chat, message, markup=call.reply_markup)


async def delete_message(world: World, call: DeleteMessage) -> bool:
    """Remove a message for everyone."""
    chat = world.open_chat(call.chat_id)
    message = chat.messages.get(call.message_id)
    if message is None:
        raise Refusal("message to delete not found")
    old = world.now() - message.date > DELETABLE_FOR
    if old or (chat.kind != "private" and not message.from_bot):
        raise Refusal("message can't be deleted")
    del chat.messages[call.message_id]
    return True


def _editable(world: World, call: OnMessage) -> tuple[Chat, Message]:
    chat = world.open_chat(call.chat_id)
    message = chat.messages.get(call.message_id)
    if message is None:
        raise Refusal("message to edit not found")
    if not message.from_bot or (message.markup and not message.inline_markup):
        raise Refusal("message can't be edited")
    return chat, message


def _edit(
    world: World, chat: Chat, message: Message, *, markup: Json | None, **changes: Any
) -> Json:
    if markup and "inline_keyboard" not in markup:
        raise Refusal("inline keyboard expected")
    changes["markup"] = markup if markup and markup["inline_keyboard"] else None
    if replace(message, **changes).same_content(message):
        raise Refusal(NOT_MODIFIED)
    world.floods.admit_message(chat)
    return chat.message_json(world.edit(chat, message, **changes))
