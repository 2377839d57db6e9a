"""What stands on a phone, as plain data for the page."""

from datetime import date, datetime
from functools import cache
from typing import Any
from urllib.parse import quote

from babel.dates import format_date

from bot.demo.bot_api import Button, Message
from bot.demo.bot_api.files import StoredFile
from bot.demo.phones import Phone
from bot.demo.rich_text import as_html
from bot.locales import SOURCE_LANGUAGE, say

Json = dict[str, Any]
UNSHOWN = {"contact"}


def phone_view(phone: Phone, code: str, now: datetime) -> Json:
    """Show a whole phone."""
    person = phone.person
    messages = [message_view(phone, message) for message in person.messages]
    return {
        "id": phone.id,
        "role": phone.role,
        "name": person.user.first_name,
        "code": code or None,
        "zone": phone.zone,
        "local_time": f"{now.astimezone(phone.clock):%H:%M}",
        "blocked": phone.is_blocked,
        "typing": person.sees_typing,
        "start": None if messages else phone.start,
        "commands": person.commands,
        "messages": messages,
        "notice": _notice(phone),
    }


def message_view(phone: Phone, message: Message) -> Json:
    """Show a message as it stands now."""
    sent = message.date.astimezone(phone.clock)
    shown = phone.person.chat.shows_keyboard(message)
    return {
        "id": message.message_id,
        "from_bot": message.from_bot,
        "time": f"{sent:%H:%M}",
        "day": _day(sent.date()),
        "html": as_html(message.text, message.entities),
        "edited": message.edited > 0,
        "buttons": [[_button(button) for button in row] for row in message.buttons if shown],
        "reply_keyboard": any(button.reply for row in message.buttons for button in row),
        "file": _file(phone, message),
    }


@cache
def _day(day: date) -> str:
    return str(format_date(day, "EEEE, d MMMM", locale=SOURCE_LANGUAGE))


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "data": button.data,
        "url": button.url,
        "asks_for": button.asks_for,
    }


def _notice(phone: Phone) -> Json | None:
    seen = phone.person.world.taps.notices.get(phone.person.id, [])
    return {"id": len(seen), "text": seen[-1].text} if seen else None


def _file(phone: Phone, message: Message) -> Json | None:
    for kind, given in message.attachment.items():
        described = given[-1] if isinstance(given, list) else given
        if kind == "location":
            return _location(described)
        if "file_id" in described:
            stored = phone.person.world.files.downloadable(described["file_id"])
            return _stored(kind, stored, described, message.text)
    return None


def _location(place: Json) -> Json:
    words = say(SOURCE_LANGUAGE, "demo.file.location", **place)
    return {"name": words, "url": None, "kind": "location", "size": 0, "alt": words}


def _stored(kind: str, stored: StoredFile, described: Json, caption: str) -> Json:
    name = stored.upload.filename
    first_line = caption.partition("\n")[0]
    return {
        "name": name,
        "url": f"/files/{quote(stored.file_id)}/{quote(name)}",
        "kind": kind,
        "size": stored.size,
        "alt": described.get("emoji") or first_line or name,
    }
