"""Users and messages as both sides see them, and their Bot API JSON."""

import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class User:
    """A Telegram account: a person or the bot itself."""

    id: int
    first_name: str
    is_bot: bool = False
    last_name: str | None = None
    username: str | None = None
    language_code: str | None = None

    def as_json(self) -> Json:
        """Return the User object, without the fields that are not set."""
        fields = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in fields.items() if value is not None}


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One button of a keyboard.

    `data` and `url` belong to inline keyboards. A button of a reply keyboard writes its label, or
    asks for what is named in `asks_for`.
    """

    label: str
    data: str | None = None
    url: str | None = None
    reply: bool = False
    asks_for: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A file as it was uploaded."""

    filename: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message at one moment; an edit makes a new object, so an old one shows what was."""

    message_id: int
    chat_id: int
    sender: User
    date: datetime
    text: str = ""
    entities: tuple[Json, ...] = ()
    markup: Json | None = None
    silent: bool = False
    protect_content: bool = False
    edited: int = 0
    edit_date: datetime | None = None
    reply_to: int | None = None
    attachment: Json = field(default_factory=dict)
    echoed: Json = field(default_factory=dict)
    document: Document | None = None
    photo: bytes | None = None

    @property
    def from_bot(self) -> bool:
        """Tell whether the bot wrote it."""
        return self.sender.is_bot

    @property
    def inline_markup(self) -> Json | None:
        """Return the keyboard if it is an inline one: only those are part of the message."""
        return self.markup if self.markup and "inline_keyboard" in self.markup else None

    @property
    def buttons(self) -> list[list[Button]]:
        """Return the rows of buttons, of an inline keyboard or of a reply keyboard."""
        markup = self.markup or {}
        if "inline_keyboard" in markup:
            return [[_inline(button) for button in row] for row in markup["inline_keyboard"]]
        rows = markup.get("keyboard", [])
        return [[_reply(button) for button in row] for row in rows]

    @property
    def labels(self) -> list[str]:
        """Return the text of every button, row by row."""
        return [button.label for row in self.buttons for button in row]

    def content_json(self) -> Json:
        """Return what an edit can change, as JSON: text, entities, attachment, keyboard."""
        names = ("caption", "caption_entities") if self.attachment else ("text", "entities")
        values = (self.text, [dict(entity) for entity in self.entities])
        body = {name: value for name, value in zip(names, values, strict=True) if value}
        body |= self.attachment
        return body | ({"reply_markup": self.inline_markup} if self.inline_markup else {})

    def same_content(self, other: "Message") -> bool:
        """Tell whether an edit to `other` would change nothing a reader can see."""
        mine, theirs = (json.dumps(m.content_json(), sort_keys=True) for m in (self, other))
        return mine == theirs


def _inline(button: Json) -> Button:
    return Button(label=button["text"], data=button.get("callback_data"), url=button.get("url"))


def _reply(button: Json) -> Button:
    asked = [name for name in ("location", "contact") if button.get(f"request_{name}")]
    return Button(label=button["text"], reply=True, asks_for=asked[0] if asked else None)


def seconds(moment: datetime) -> int:
    """Return the moment as Telegram writes dates: whole seconds of Unix time."""
    return int(moment.timestamp())
