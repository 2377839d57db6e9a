"""The methods that put something new into a chat: text, documents, pictures, 'typing'."""

from datetime import timedelta
from typing import Any

from bot.demo.bot_api.calls import JsonObject, JsonObjects, Sending, ToChat
from bot.demo.bot_api.delivery import deliver
from bot.demo.bot_api.files import StoredFile, Upload
from bot.demo.bot_api.markup import caption, message_text
from bot.demo.bot_api.messages import Document
from bot.demo.bot_api.pictures import picture_size
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.world import World

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
SHOWN_FOR = timedelta(seconds=5)


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
    return deliver(world, call, words, echoed=echoed if call.link_preview_options else {})


async def send_document(world: World, call: SendDocument) -> Json:
    """Send a file as it is."""
    words = caption(call.caption, call.parse_mode, call.caption_entities)
    world.open_chat(call.chat_id)
    stored = world.files.accept("document", call.document)
    upload = stored.upload
    fields = stored.as_json() | {"file_name": upload.filename, "mime_type": upload.mime}
    shown = Document(filename=upload.filename, content=upload.content, mime=upload.mime)
    return deliver(world, call, words, attachment={"document": fields}, document=shown)


async def send_photo(world: World, call: SendPhoto) -> Json:
    """Send a picture; the server would scale it, here one size is kept."""
    words = caption(call.caption, call.parse_mode, call.caption_entities)
    world.open_chat(call.chat_id)
    stored = world.files.accept("photo", call.photo)
    content = stored.upload.content
    return deliver(world, call, words, attachment={"photo": [_size(stored)]}, photo=content)


async def send_chat_action(world: World, call: SendChatAction) -> bool:
    """Show 'typing…' for a moment."""
    if call.action not in ACTIONS:
        raise Refusal("wrong parameter action in request")
    world.open_chat(call.chat_id).typing_until = world.now() + SHOWN_FOR
    return True


def _size(stored: StoredFile) -> Json:
    width, height = picture_size(stored.upload.content)
    return stored.as_json() | {"width": width, "height": height}
