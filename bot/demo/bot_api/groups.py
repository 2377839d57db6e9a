"""Groups in which the bot is a member until it leaves or is taken out."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Self

from bot.demo.bot_api.chats import Chat, Standing
from bot.demo.bot_api.messages import Message, User
from bot.demo.bot_api.world import World


@dataclass(slots=True)
class Group:
    """A group chat with the bot in it; an upgrade gives it another id."""

    world: World
    chat: Chat
    owner: User

    @classmethod
    def new(cls, world: World, title: str, owner: User, others: Iterable[User]) -> Self:
        """Make a group whose owner adds the bot, which is told with my_chat_member."""
        chat_id = -(100_000_000 + secrets.randbelow(9_000_000_000))
        chat = world.chats[chat_id] = Chat(id=chat_id, kind="group", title=title)
        for user in (owner, *others):
            world.private_chat(user).met = True
        world.bot_status_changed(chat, owner, Standing.MEMBER)
        return cls(world, chat, owner)

    @property
    def id(self) -> int:
        """The chat id, negative."""
        return self.chat.id

    @property
    def messages(self) -> list[Message]:
        """The messages of the group, oldest first."""
        return list(self.chat.messages.values())

    def removes_bot(self) -> int:
        """Take the bot out of the group."""
        return self.world.bot_status_changed(self.chat, self.owner, Standing.KICKED)

    def upgrades(self) -> int:
        """Become a supergroup and return its new id; the bot is told in both chats."""
        old = self.chat
        new = Chat(
            id=-1_000_000_000_000 - secrets.randbelow(4_000_000_000),
            kind="supergroup",
            title=old.title,
            standing=old.standing,
        )
        self.world.chats[new.id] = self.chat = new
        self._notes(old, {"migrate_to_chat_id": new.id})
        old.migrated_to = new.id
        self._notes(new, {"migrate_from_chat_id": old.id})
        return new.id

    def _notes(self, chat: Chat, service: dict[str, int]) -> None:
        message = self.world.post(chat, sender=self.owner, echoed=service)
        self.world.queue.push("message", chat.message_json(message), lane=chat.id)
