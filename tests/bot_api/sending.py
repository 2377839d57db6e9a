"""The methods that put something new into a chat: text, documents, pictures, 'typing'."""

from typing import Any

from tests.bot_api.calls import JsonObject, JsonObjects, Sending, ToChat
from tests.bot_api.chats import Chat
from tests.bot_api.files import StoredFile, Upload
from tests.bot_api.markup import Formatted, caption, message_text
from tests.bot_api.messages import Document
from tests.bot_api.pictures import picture_size
from tests.bot_api.refusals import Refusal
from tests.bot_api.world import World

Json = dict[str, Any]
ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


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


class SendMessage(Sending):
    """Parameters of sendMessage."""

    text: str = ""
    entities: JsonObjects | None = None
    link_preview_options: JsonObject | None = None


class SendFile(Sending):
    """Parameters that sendDocument and sendPhoto share."""

    caption: str = ""
    caption_entities: JsonObjects | None = None


class SendDocument(SendFile):
    """Parameters of sendDocument."""

    document: Upload | str = ""
    disable_content_type_detection: bool = False


class SendPhoto(SendFile):
    """Parameters of sendPhoto."""

    photo: Upload | str = ""


class SendChatAction(ToChat):
    """Parameters of sendChatAction."""

    action: str = ""


async def send_message(world: World, call: SendMessage) -> Json:
    """Send a text."""
    words = message_text(call.text, call.parse_mode, call.entities)
    echoed = {"link_preview_options": call.link_preview_options}
    return _deliver(world, call, words, echoed=echoed if call.link_preview_options else {})


async def send_document(world: World, call: SendDocument) -> Json:
    """Send a file as it is."""
    words = caption(call.caption, call.parse_mode, call.caption_entities)
    world.open_chat(call.chat_id)
    stored = world.files.accept("document", call.document)
    upload = stored.upload
    fields = stored.as_json() | {"file_name": upload.filename, "mime_type": upload.mime}
    shown = Document(filename=upload.filename, content=upload.content, mime=upload.mime)
    return _deliver(world, call, words, attachment={"document": fields}, document=shown)


async def send_photo(world: World, call: SendPhoto) -> Json:
    """Send a picture; the server would scale it, here one size is kept."""
    words = caption(call.caption, call.parse_mode, call.caption_entities)
    world.open_chat(call.chat_id)
    stored = world.files.accept("photo", call.photo)
    content = stored.upload.content
    return _deliver(world, call, words, attachment={"photo": [_size(stored)]}, photo=content)


async def send_chat_action(world: World, call: SendChatAction) -> bool:
    """Show 'typing…' for a moment."""
    if call.action not in ACTIONS:
        raise Refusal("wrong parameter action in request")
    world.open_chat(call.chat_id)
    return True


def _size(stored: StoredFile) -> Json:
    width, height = picture_size(stored.upload.content)
    return stored.as_json() | {"width": width, "height": height}


def _deliver(
    world: World, call: Sending, words: Formatted, *, echoed: Json | None = None, **content: Any
) -> Json:
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
    if "message_id" not in reply:
        raise Refusal('can\'t find field "message_id"')
    if reply["message_id"] in chat.messages:
        return int(reply["message_id"])
    if reply.get("allow_sending_without_reply"):
        return None
    raise Refusal("message to be replied not found")
