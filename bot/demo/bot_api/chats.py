"""Chats, what the bot may do in them, and the messages that stand in them now."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any

from bot.demo.bot_api.messages import Message, User, seconds
from bot.demo.bot_api.refusals import Refusal


class Standing(StrEnum):
    """How the bot stands with a chat; the values are the statuses of ChatMember."""

    STRANGER = "stranger"
    MEMBER = "member"
    KICKED = "kicked"
    LEFT = "left"


@dataclass(slots=True, kw_only=True)
class Chat:
    """One chat: a private one has the id and the name of its person."""

    id: int
    kind: str
    title: str | None = None
    user: User | None = None
    standing: Standing = Standing.STRANGER
    met: bool = False
    deactivated: bool = False
    migrated_to: int | None = None
    messages: dict[int, Message] = field(default_factory=dict)
    reply_keyboard_of: int | None = None
    last_message_id: int = 0
    typing_until: datetime | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the Chat object."""
        names = ("first_name", "last_name", "username")
        fields = {name: getattr(self.user, name, None) for name in names}
        fields = {"id": self.id, "type": self.kind, "title": self.title} | fields
        return {name: value for name, value in fields.items() if value is not None}

    def check_open(self) -> None:
        """Refuse when the bot may not write here, with the reason Telegram gives."""
        if self.migrated_to is not None:
            raise Refusal(
                "group chat was upgraded to a supergroup chat",
                parameters={"migrate_to_chat_id": self.migrated_to},
            )
        if self.deactivated:
            raise Refusal("user is deactivated", code=403)
        reason = CLOSED.get((self.kind, self.standing))
        if self.standing is Standing.STRANGER and not self.met:
            raise Refusal("chat not found")
        if reason:
            raise Refusal(reason, code=403)

    def message_json(self, message: Message, *, with_reply: bool = True) -> dict[str, Any]:
        """Return the Message object as it stands now."""
        body: dict[str, Any] = {
            "message_id": message.message_id,
            "from": message.sender.as_json(),
            "chat": self.as_json(),
            "date": seconds(message.date),
        }
        if message.edit_date:
            body["edit_date"] = seconds(message.edit_date)
        if message.protect_content:
            body["has_protected_content"] = True
        replied = self.messages.get(message.reply_to or 0)
        if with_reply and replied:
            body["reply_to_message"] = self.message_json(replied, with_reply=False)
        return body | message.echoed | message.content_json()

    def shows_keyboard(self, message: Message) -> bool:
        """Tell whether the keyboard sent with the message is still on the screen."""
        return bool(message.inline_markup) or self.reply_keyboard_of == message.message_id


CLOSED = {
    ("private", Standing.STRANGER): "bot can't initiate conversation with a user",
    ("private", Standing.KICKED): "bot was blocked by the user",
    ("group", Standing.KICKED): "bot was kicked from the group chat",
    ("group", Standing.LEFT): "bot is not a member of the group chat",
    ("supergroup", Standing.KICKED): "bot was kicked from the supergroup chat",
    ("supergroup", Standing.LEFT): "bot is not a member of the supergroup chat",
}
