"""One call from request to answer: token, parameters, faults, effect, journal."""

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from bot.demo.bot_api.answers import Answer, instead, ok, refused
from bot.demo.bot_api.calls import Raw
from bot.demo.bot_api.journal import Request
from bot.demo.bot_api.methods import find
from bot.demo.bot_api.refusals import Refusal
from bot.demo.bot_api.world import World

if TYPE_CHECKING:
    from bot.demo.bot_api.faults import Fault

LOGGED_OUT_FOR = timedelta(minutes=10)
TOKEN = re.compile(r"[1-9][0-9]{0,15}:[^/]{1,63}")


def check_token(world: World, token: str) -> None:
    """Refuse a malformed, wrong, revoked or logged-out token."""
    if not TOKEN.fullmatch(token):
        raise Refusal("Unauthorized: invalid token specified", code=401)
    if token != world.token or world.token_revoked:
        raise Refusal("Unauthorized", code=401)
    if world.logged_out_at and world.now() < world.logged_out_at + LOGGED_OUT_FOR:
        raise Refusal("Logged out", bare=True)


async def answer(world: World, token: str, name: str, raw: Raw) -> Answer:
    """Run one call and write it down; the injected faults act around its effect."""
    outcome = Outcome(world, name, raw)
    try:
        check_token(world, token)
        method = find(name)
        outcome.name = method.name
        call = method.read(raw)
        outcome.parameters = call.given()
        outcome.fault = world.faults.take(method.name, outcome.parameters.get("chat_id"))
        await outcome.trouble("before")
        if outcome.replaced is None:
            outcome.result = await method.run(world, call)
    except Refusal as refusal:
        outcome.refusal = refusal
    if not outcome.comes_late:
        await outcome.trouble("after")
        return outcome.written_down()
    answered = outcome.written_down()  # what it did is done, though nobody hears of it yet
    await outcome.trouble("after")
    return answered


class Outcome:
    """What became of one call so far."""

    def __init__(self, world: World, name: str, raw: Raw) -> None:
        self._world = world
        self._at = world.now()
        self.name = name
        self.parameters: dict[str, Any] = dict(raw)
        self.fault: Fault | None = None
        self.result: Any = None
        self.refusal: Refusal | None = None
        self.replaced: Answer | None = None

    @property
    def comes_late(self) -> bool:
        """Tell whether its answer is held back."""
        return self.fault is not None and self.fault.kind == "sleep"

    async def trouble(self, when: str) -> None:
        """Let the fault of this call act if its moment has come."""
        if self.fault is None or self.fault.when != when:
            return
        if self.fault.kind == "sleep":
            await asyncio.sleep(self.fault.seconds)
        else:
            self.replaced = instead(self.fault)

    def written_down(self) -> Answer:
        """Note the call in the journal and return its answer."""
        answer = self.replaced or self._plain()
        request = Request(
            method=self.name,
            parameters=self.parameters,
            at=self._at,
            status=None if answer.lost else answer.status,
            result=self.result,
            error=self.refusal.description if self.refusal else None,
        )
        self._world.journal.note(request)
        return answer

    def _plain(self) -> Answer:
        return refused(self.refusal) if self.refusal else ok(self.result)
