"""The last steps of every message the bot sends: may it go out, and what it becomes."""

from typing import Any

from bot.demo.bot_api.calls import Sending
from bot.demo.bot_api.chats import Chat
from bot.demo.bot_api.markup import Formatted
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.world import World

Json = dict[str, Any]
# Fire, thumbs up and down, heart, party and poo: the effects every bot may use.
EFFECTS = frozenset(
    {
        "5104841245755180586",
        "5107584321108051014",
        "5104858069142078462",
        "5159385139981059251",
        "5046509860389126442",
        "5046589136895476101",
    }
)


def deliver(
    world: World, call: Sending, words: Formatted, *, echoed: Json | None = None, **content: Any
) -> Json:
    """Put the message into the chat and return it, or refuse it without a trace."""
    chat = world.open_chat(call.chat_id)
    _check_for_chat(chat, call)
    reply_to = _reply_target(chat, call.reply_parameters)
    world.floods.admit_message(chat)
    effect = {"effect_id": call.message_effect_id} if call.message_effect_id else {}
    message = world.post(
        chat,
        sender=world.bot,
        text=words.text,
        entities=words.entities,
        markup=call.reply_markup,
        silent=call.disable_notification,
        protect_content=call.protect_content,
        reply_to=reply_to,
        echoed=(echoed or {}) | effect,
        **content,
    )
    return chat.message_json(message)


def _check_for_chat(chat: Chat, call: Sending) -> None:
    if call.allow_paid_broadcast:
        raise Refusal("FLOODSKIP_NOT_ALLOWED")  # the bot has no Stars to pay with
    allowed = EFFECTS if chat.kind == "private" else frozenset[str]()
    if call.message_effect_id and call.message_effect_id not in allowed:
        raise Refusal("EFFECT_ID_INVALID")
    if chat.kind == "private":
        return
    rows = (call.reply_markup or {}).get("inline_keyboard", [])
    if any("web_app" in button for row in rows for button in row):
        raise Refusal("BUTTON_TYPE_INVALID")


def _reply_target(chat: Chat, reply: Json | None) -> int | None:
    if not reply:
        return None
    if not isinstance(reply.get("message_id"), int):
        raise Refusal('can\'t find field "message_id"')
    if reply["message_id"] in chat.messages:
        return int(reply["message_id"])
    if reply.get("allow_sending_without_reply"):
        return None
    raise Refusal("message to be replied not found")
