"""The stand-in as a test holds it: people, journal, faults, and what the bot has set."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.demo.bot_api.answering import answer
from bot.demo.bot_api.faults import Faults
from bot.demo.bot_api.floods import FloodLimits
from bot.demo.bot_api.groups import Group
from bot.demo.bot_api.journal import Journal
from bot.demo.bot_api.people import Person
from bot.demo.bot_api.reading import from_json
from bot.demo.bot_api.world import World

USUAL_LIMITS = FloodLimits()


class BotApi:
    """One Bot API server with one bot; every date and every expiry follows `now`."""

    def __init__(
        self,
        *,
        token: str,
        now: Callable[[], datetime],
        username: str = "needling_test_bot",
        floods: FloodLimits | None = USUAL_LIMITS,
        stretch_polls: bool = False,
    ) -> None:
        self.world = World(
            token=token, now=now, username=username, floods=floods, stretch_polls=stretch_polls
        )
        self.world.webhook.run = self._run_webhook_reply

    @property
    def journal(self) -> Journal:
        """Every request and every update so far."""
        return self.world.journal

    @property
    def faults(self) -> Faults:
        """The trouble that is ordered."""
        return self.world.faults

    @property
    def pending(self) -> int:
        """Count the updates that are neither confirmed nor expired."""
        return len(self.world.queue.waiting())

    @property
    def unseen(self) -> int:
        """Count the pending updates that were never fetched."""
        return sum(not entry.served for entry in self.world.queue.waiting())

    @property
    def commands(self) -> dict[tuple[str, str], list[dict[str, Any]]]:
        """The command lists by (scope as JSON with sorted keys, language code)."""
        return self.world.menus.commands

    @property
    def token_revoked(self) -> bool:
        """Whether every call is answered with 401."""
        return self.world.token_revoked

    @token_revoked.setter
    def token_revoked(self, revoked: bool) -> None:
        self.world.token_revoked = revoked

    def person(
        self,
        first_name: str = "Robin",
        *,
        language_code: str = "en",
        last_name: str | None = None,
        username: str | None = None,
        user_id: int | None = None,
    ) -> Person:
        """Make a Telegram user: a new one, or one with the id of somebody who was there before."""
        return Person.new(
            self.world,
            first_name=first_name,
            language_code=language_code,
            last_name=last_name,
            username=username,
            **({} if user_id is None else {"id": user_id}),
        )

    def group(self, title: str, *members: Person) -> Group:
        """Make a group the first member has added the bot to."""
        owner, *others = [member.user for member in members or (self.person(),)]
        return Group.new(self.world, title, owner, others)

    def push_raw(self, update: dict[str, Any] | str) -> int:
        """Queue any update, malformed ones too, and return its id."""
        return self.world.queue.push_raw(update)

    def jump_update_ids(self, to: int) -> None:
        """Number the next update `to`, as after a silent week; what still waited has expired."""
        self.world.queue.jump(to)

    def jump_message_ids(self, past: int) -> None:
        """Number the messages to come higher than `past`."""
        self.world.last_message_id = max(self.world.last_message_id, past)

    async def _run_webhook_reply(self, call: dict[str, Any]) -> None:
        name = str(call.pop("method"))
        if not name.lower().startswith(NOT_IN_A_REPLY):
            await answer(self.world, self.world.token, name, from_json(call))


NOT_IN_A_REPLY = ("get", "setwebhook", "deletewebhook", "close", "logout")
