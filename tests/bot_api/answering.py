"""One call from request to answer: token, parameters, faults, effect, journal."""

import asyncio
import json
import re
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from typing import Any

from tests.bot_api.calls import Raw
from tests.bot_api.faults import Fault
from tests.bot_api.journal import Request
from tests.bot_api.methods import find
from tests.bot_api.refusals import Refusal, too_many_requests
from tests.bot_api.world import World

LOGGED_OUT_FOR = timedelta(minutes=10)
TOKEN = re.compile(r"[1-9][0-9]{0,15}:[^/]{1,63}")
TEXTS = {
    400: "fault ordered by the test",
    403: "bot was blocked by the user",
    404: "method not found",
    409: "terminated by other getUpdates request; make sure that only one bot instance is running",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What goes back over the wire; `lost` closes the connection instead."""

    status: int = 200
    body: str = ""
    headers: dict[str, str] = field(default_factory=dict)
    lost: bool = False


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
    await outcome.trouble("after")
    return outcome.written_down()


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

    async def trouble(self, when: str) -> None:
        """Let the fault of this call act if its moment has come."""
        if self.fault is None or self.fault.when != when:
            return
        if self.fault.kind == "sleep":
            await asyncio.sleep(self.fault.seconds)
        else:
            self.replaced = _instead(self.fault)

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
        self._world.journal.requests.append(request)
        return answer

    def _plain(self) -> Answer:
        return refused(self.refusal) if self.refusal else _ok(self.result)


def _ok(result: object) -> Answer:
    return Answer(body=f'{{"ok":true,"result":{_text(result)}}}')


def _text(result: object) -> str:
    # A string in a list is an update that was pushed as text, perhaps not even JSON.
    if isinstance(result, list):
        texts = (item if isinstance(item, str) else json.dumps(item) for item in result)
        return f"[{','.join(texts)}]"
    return json.dumps(result)


def refused(refusal: Refusal) -> Answer:
    """Return the answer for a refusal; 429 carries its header."""
    seconds = refusal.parameters.get("retry_after")
    return Answer(
        status=refusal.code,
        body=json.dumps(refusal.envelope()),
        headers={} if seconds is None else {"Retry-After": str(seconds)},
    )


def _instead(fault: Fault) -> Answer:
    if fault.kind == "drop":
        return Answer(lost=True)
    if fault.kind == "retry_after":
        return refused(too_many_requests(int(fault.seconds)))
    if fault.status >= 500:
        # Such answers come from the proxy before the Bot API, which does not speak JSON.
        phrase = f"{fault.status} {HTTPStatus(fault.status).phrase}"
        page = f"<html><head><title>{phrase}</title></head><body>{phrase}</body></html>"
        return Answer(status=fault.status, body=page, headers={"Content-Type": "text/html"})
    text = TEXTS.get(fault.status, HTTPStatus(fault.status).phrase)
    return refused(Refusal(text, code=fault.status))
