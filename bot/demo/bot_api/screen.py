"""What one person sees: their private chat with the bot, its buttons, the notices after taps."""

import secrets
from dataclasses import dataclass
from typing import Any, Self

from bot.demo.bot_api.chats import Chat
from bot.demo.bot_api.messages import Message, User
from bot.demo.bot_api.world import World


@dataclass(frozen=True, slots=True)
class Screen:
    """The phone of one Telegram user, as far as looking at it goes."""

    world: World
    user: User

    @classmethod
    def new(cls, world: World, **fields: Any) -> Self:
        """Make a user, without an id given with a random one of nine or ten digits."""
        chance = {"id": 100_000_000 + secrets.randbelow(9_900_000_000)}
        return cls(world, User(**(chance | fields)))

    @property
    def id(self) -> int:
        """The user's id."""
        return self.user.id

    @property
    def chat_id(self) -> int:
        """The id of the private chat, the same as the user's."""
        return self.user.id

    @property
    def chat(self) -> Chat:
        """The private chat; the bot may write to it once the person has written."""
        return self.world.private_chat(self.user)

    @property
    def messages(self) -> list[Message]:
        """The private chat as it stands on the screen, oldest first."""
        return list(self.chat.messages.values())

    @property
    def last(self) -> Message:
        """The newest message from the bot."""
        for message in reversed(self.messages):
            if message.from_bot:
                return message
        raise LookupError("the bot has not written yet")

    @property
    def with_buttons(self) -> list[Message]:
        """The messages whose buttons can be tapped now, oldest first."""
        chat = self.chat
        return [m for m in self.messages if m.buttons and chat.shows_keyboard(m)]

    @property
    def toasts(self) -> list[str]:
        """The short notices seen after taps."""
        return self._notices(alert=False)

    @property
    def alerts_seen(self) -> list[str]:
        """The notices after taps that had to be closed."""
        return self._notices(alert=True)

    @property
    def sees_typing(self) -> bool:
        """Whether the bot is shown as writing or sending something just now."""
        until = self.chat.typing_until
        return until is not None and self.world.now() < until

    @property
    def commands(self) -> list[dict[str, Any]]:
        """The commands of the menu, as this person is offered them."""
        return self.world.menus.offered(self.id, self.user.language_code or "")

    def _notices(self, *, alert: bool) -> list[str]:
        seen = self.world.taps.notices.get(self.id, [])
        return [notice.text for notice in seen if notice.alert is alert]
