"""Everything the stand-in knows at one moment: accounts, chats, messages, updates, files."""

import secrets
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.demo.bot_api.chats import Chat, Standing
from bot.demo.bot_api.faults import Faults
from bot.demo.bot_api.files import FileStore
from bot.demo.bot_api.floods import FloodLimits, Floods
from bot.demo.bot_api.journal import Journal
from bot.demo.bot_api.menus import Menus
from bot.demo.bot_api.messages import Message, User
from bot.demo.bot_api.polling import Polling
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.taps import Taps
from bot.demo.bot_api.updates import UpdateQueue
from bot.demo.bot_api.webhook import Webhook


class World:
    """The state behind the Bot API; methods act on it for the bot, people act on it directly."""

    def __init__(
        self,
        *,
        token: str,
        now: Callable[[], datetime],
        username: str,
        floods: FloodLimits | None,
        stretch_polls: bool,
    ) -> None:
        self.now = now
        self.token = token
        self.bot = User(
            id=int(token.partition(":")[0]), is_bot=True, first_name="Needling", username=username
        )
        self.started_at = now()
        self.logged_out_at: datetime | None = None
        self.token_revoked = False
        self.reads_all_group_messages = True
        self.journal = Journal()
        self.queue = UpdateQueue(now=now, journal=self.journal)
        self.polling = Polling(self.queue, stretch=stretch_polls)
        self.webhook = Webhook(self.queue, now)
        self.floods = Floods(floods, now)
        self.faults = Faults()
        self.files = FileStore(self.bot.id)
        self.menus = Menus()
        self.taps = Taps(now)
        self.chats: dict[int, Chat] = {}
        # One sequence over all private chats and basic groups, as in the account of a bot.
        self.last_message_id = 1000 + secrets.randbelow(90_000)

    def chat(self, chat_id: int | str) -> Chat:
        """Return the chat the bot means."""
        if chat_id == "":
            raise Refusal("chat_id is empty")
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise Refusal("chat not found")
        return chat

    def open_chat(self, chat_id: int | str) -> Chat:
        """Return the chat if the bot may write to it."""
        chat = self.chat(chat_id)
        chat.check_open()
        return chat

    def private_chat(self, user: User) -> Chat:
        """Return the chat of a person; until they write, the bot cannot find it."""
        fresh = Chat(id=user.id, kind="private", user=user)
        return self.chats.setdefault(user.id, fresh)

    def post(self, chat: Chat, **fields: Any) -> Message:
        """Add a message with the next id; a reply keyboard replaces the one on the screen."""
        message = Message(
            message_id=self._take_message_id(chat),
            chat_id=chat.id,
            date=self.now().replace(microsecond=0),
            **fields,
        )
        chat.messages[message.message_id] = message
        chat.typing_until = None if message.from_bot else chat.typing_until
        markup = message.markup or {}
        if "keyboard" in markup:
            chat.reply_keyboard_of = message.message_id
        if "remove_keyboard" in markup:
            chat.reply_keyboard_of = None
        return message

    def edit(self, chat: Chat, message: Message, **changes: Any) -> Message:
        """Put the changed message in the place of the old one."""
        edited = replace(message, edited=message.edited + 1, edit_date=self.now(), **changes)
        chat.messages[message.message_id] = edited
        return edited

    def _take_message_id(self, chat: Chat) -> int:
        if chat.kind == "supergroup":
            chat.last_message_id += 1
            return chat.last_message_id
        self.last_message_id += 1
        return self.last_message_id

    def bot_status_changed(self, chat: Chat, by: User, standing: Standing) -> int:
        """Change how the bot stands in a chat and tell it with my_chat_member."""
        before, chat.standing = chat.standing, standing
        changed = {
            "chat": chat.as_json(),
            "from": by.as_json(),
            "date": int(self.now().timestamp()),
            "old_chat_member": self._member(before),
            "new_chat_member": self._member(standing),
        }
        return self.queue.push("my_chat_member", changed, lane=chat.id)

    def _member(self, standing: Standing) -> dict[str, Any]:
        status = Standing.LEFT if standing is Standing.STRANGER else standing
        member = {"user": self.bot.as_json(), "status": status.value}
        return member | ({"until_date": 0} if status is Standing.KICKED else {})
