"""What goes back over the wire: a result, a refusal, or what an ordered fault puts there."""

import json
from dataclasses import dataclass, field
from http import HTTPStatus

from bot.demo.bot_api.faults import Fault
from bot.demo.bot_api.refusals import Refusal, too_many_requests

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


def ok(result: object) -> Answer:
    """Return the answer for a result."""
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


def instead(fault: Fault) -> Answer:
    """Return what the bot gets instead of its answer."""
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
