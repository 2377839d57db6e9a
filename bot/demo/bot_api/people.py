"""People with phones: what they write, tap, edit and send, and how they leave."""

import re
from dataclasses import dataclass
from typing import Any

from bot.demo.bot_api.attachments import attachment
from bot.demo.bot_api.chats import Chat, Standing
from bot.demo.bot_api.groups import Group
from bot.demo.bot_api.markup import CLEANED, MAX_TEXT, plain
from bot.demo.bot_api.messages import Message
from bot.demo.bot_api.screen import Screen
from bot.demo.bot_api.tapping import find_button

START_PAYLOAD = re.compile(r"[A-Za-z0-9_-]{1,64}")


@dataclass(frozen=True, slots=True)
class Person(Screen):
    """One Telegram user; every act returns the id of its update, 0 when the bot gets none."""

    def writes(
        self, text: str, *, chat: Group | None = None, reply_to: Message | int | None = None
    ) -> int:
        """Write a text in the private chat or in a group.

        As in the apps, a text over 4,096 characters goes out in several messages; the id is that
        of the last one.
        """
        words = text.translate(CLEANED).strip()
        if not words:
            raise ValueError("Telegram does not send a blank message")
        reply = reply_to.message_id if isinstance(reply_to, Message) else reply_to
        parts = [plain(words[at : at + MAX_TEXT]) for at in range(0, len(words), MAX_TEXT)]
        where = self._enters(chat)
        return [
            self._posts(where, text=part.text, entities=part.entities, reply_to=reply)
            for part in parts
        ][-1]

    def starts(self, payload: str | None = None) -> int:
        """Press Start, or follow a link with a payload; a blocked bot is unblocked by it."""
        if payload is not None and not START_PAYLOAD.fullmatch(payload):
            raise ValueError(f"a link cannot carry {payload!r}")
        if self.chat.standing is Standing.KICKED:
            self.unblocks()
        return self.writes("/start" if payload is None else f"/start {payload}")

    def sends(self, kind: str, *, chat: Group | None = None, **fields: Any) -> int:
        """Send a sticker, photo, voice, document, video, location, contact, audio or animation.

        `fields` replace those of the usual one; `caption`, `content` and `file_size` are
        understood for every kind of file.
        """
        words = plain(str(fields.pop("caption", "")))
        what = attachment(kind, self.world.files, fields)
        where = self._enters(chat)
        return self._posts(where, text=words.text, entities=words.entities, attachment=what)

    def taps(self, button: str, *, message: Message | None = None, data: str | None = None) -> int:
        """Tap a button by its label, on the newest message that holds it.

        `message` may be an old copy, so that a button that is gone meanwhile can still be tapped.
        With `data` the tap is forged: it carries that data, whatever the buttons hold.
        """
        if data is not None:
            return self._sends_tap(message or (self.with_buttons or [self.last])[-1], data)
        shown = [message] if message else list(reversed(self.with_buttons))
        where, found = find_button(button, shown)
        if found.asks_for:
            raise LookupError(f"{found.label!r} asks for something: sends({found.asks_for!r}, …)")
        if found.reply:
            return self.writes(found.label)
        if found.data is None:
            raise LookupError(f"{found.label!r} opens a page; the bot hears nothing of it")
        return self._sends_tap(where, found.data)

    def edits(self, message_id: int, text: str) -> int:
        """Change an own text; the bot is told with edited_message."""
        before = self.chat.messages[message_id]
        if before.from_bot:
            raise ValueError("people edit only their own messages")
        words = plain(text.translate(CLEANED))
        edited = self.world.edit(self.chat, before, text=words.text, entities=words.entities)
        body = self.chat.message_json(edited)
        return self.world.queue.push("edited_message", body, lane=self.id)

    def blocks(self) -> int:
        """Block the bot."""
        return self.world.bot_status_changed(self.chat, self.user, Standing.KICKED)

    def unblocks(self) -> int:
        """Unblock the bot."""
        return self.world.bot_status_changed(self.chat, self.user, Standing.MEMBER)

    def deactivates(self) -> None:
        """Delete the account."""
        self.chat.deactivated = True

    def _enters(self, group: Group | None) -> Chat:
        if group is not None:
            self.chat.met = True
            return group.chat
        if self.chat.standing is Standing.KICKED:
            raise RuntimeError("this person has blocked the bot: unblocks() or starts() first")
        self.chat.standing = Standing.MEMBER
        return self.chat

    def _posts(self, chat: Chat, **fields: Any) -> int:
        message = self.world.post(chat, sender=self.user, **fields)
        if not self._reaches_bot(chat, message):
            return 0
        return self.world.queue.push("message", chat.message_json(message), lane=chat.id)

    def _reaches_bot(self, chat: Chat, message: Message) -> bool:
        if chat.kind == "private":
            return True
        command = any(entity["type"] == "bot_command" for entity in message.entities)
        replied = chat.messages.get(message.reply_to or 0)
        addressed = command or f"@{self.world.bot.username}" in message.text
        addressed = addressed or bool(replied and replied.from_bot)
        everything = self.world.reads_all_group_messages
        return chat.standing is Standing.MEMBER and (everything or addressed)

    def _sends_tap(self, message: Message, data: str) -> int:
        chat = self.world.chats[message.chat_id]
        now = chat.messages.get(message.message_id)
        gone = {"chat": chat.as_json(), "message_id": message.message_id, "date": 0}
        query = {
            "id": self.world.taps.begin(self.id),
            "from": self.user.as_json(),
            "message": chat.message_json(now) if now else gone,
            "chat_instance": str(chat.id * 31 + self.id),
            "data": data,
        }
        return self.world.queue.push("callback_query", query, lane=self.id)
