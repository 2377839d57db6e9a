"""What happened, for tests to read: every request the bot made and every update pushed to it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

NEW_MESSAGE_METHODS = frozenset({"sendMessage", "sendDocument", "sendPhoto"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """One call of the bot, with its parsed parameters and what came of it.

    `status` is the HTTP status the bot was sent, None when the connection was dropped.
    `result` is set whenever the call had its effect, even if the answer was then lost.
    """

    method: str
    parameters: dict[str, Any]
    at: datetime
    status: int | None
    result: Any = None
    error: str | None = None


@dataclass(slots=True, kw_only=True)
class Pushed:
    """One update of the queue and its fate; times are those of the injected clock."""

    update_id: int
    kind: str
    body: dict[str, Any] | str
    lane: tuple[str, int]
    pushed_at: datetime
    expires_at: datetime
    served: int = 0
    confirmed_at: datetime | None = None
    expired: bool = False


@dataclass(slots=True)
class Journal:
    """Everything the stand-in saw, oldest first; `on_entry` is called after each new entry."""

    requests: list[Request] = field(default_factory=list)
    updates: list[Pushed] = field(default_factory=list)
    on_entry: list[Callable[[Request | Pushed], None]] = field(default_factory=list)

    def note(self, entry: Request | Pushed) -> None:
        """Write down a request or an update."""
        if isinstance(entry, Request):
            self.requests.append(entry)
        else:
            self.updates.append(entry)
        for tell in self.on_entry:
            tell(entry)

    def sent(self, chat_id: int | None = None, method: str | None = None) -> list[Request]:
        """List the calls that took effect: new messages, or those of `method` when it is given."""
        methods = NEW_MESSAGE_METHODS if method is None else {method}
        return [
            request
            for request in self.requests
            if request.method in methods
            and request.result is not None
            and chat_id in (None, request.parameters.get("chat_id"))
        ]
