"""The queue of updates: numbering, the kinds the bot asked for, expiry, confirmation."""

import json
import secrets
from collections.abc import Callable
from datetime import datetime
from typing import Any

from bot.demo.bot_api.journal import Journal, Pushed
from bot.demo.bot_api.kinds import DAY, KINDS, LANES, LIFETIME, ON_REQUEST
from bot.demo.bot_api.refusals import Refusal

# How far an offset may be ahead of the next update, and behind it.
FUTURE, PAST = 10, 2_000_000
LAST_ID = 2**31
RAW_LANE = ("raw", 0)


class UpdateQueue:
    """Updates that wait for the bot; `on_push` is called after each new one."""

    def __init__(self, *, now: Callable[[], datetime], journal: Journal) -> None:
        self._now = now
        self._journal = journal
        self._entries: list[Pushed] = []
        self._next_id = 100_000_000 + secrets.randbelow(900_000_000)
        self.allowed = KINDS - ON_REQUEST
        self.on_push: list[Callable[[], None]] = []

    def allow(self, kinds: list[str] | None) -> None:
        """Remember the kinds the bot asks for; an empty list means the default ones."""
        unknown = set(kinds or ()) - KINDS
        if unknown:
            raise Refusal(f'unknown update type "{sorted(unknown)[0]}"')
        if kinds is not None:
            self.allowed = frozenset(kinds) or KINDS - ON_REQUEST

    def push(self, kind: str, payload: dict[str, Any], *, lane: int) -> int:
        """Queue an update made by a person and return its id, 0 if the bot did not ask for it."""
        if kind not in self.allowed:
            return 0
        body = {"update_id": self._next_id, kind: payload}
        return self._append(self._next_id, kind, body, (LANES.get(kind, kind), lane))

    def push_raw(self, update: dict[str, Any] | str) -> int:
        """Queue anything: a dict, JSON text, or text that is not JSON and is served verbatim."""
        body = _object(update) if isinstance(update, str) else dict(update)
        if isinstance(body, dict):
            body = {"update_id": self._next_id} | body
        given = body.get("update_id") if isinstance(body, dict) else None
        update_id = given if type(given) is int and 0 < given < LAST_ID else self._next_id
        return self._append(update_id, "raw", body, RAW_LANE)

    def _append(
        self, update_id: int, kind: str, body: dict[str, Any] | str, lane: tuple[str, int]
    ) -> int:
        now = self._now()
        entry = Pushed(
            update_id=update_id,
            kind=kind,
            body=body,
            lane=lane,
            pushed_at=now,
            expires_at=now + LIFETIME.get(kind, DAY),
        )
        self._entries.append(entry)
        self._journal.note(entry)
        self._next_id = max(self._next_id, update_id + 1)
        for wake in self.on_push:
            wake()
        return update_id

    def jump(self, to: int) -> None:
        """Number the next update `to`, as after a silent week; what still waited has expired."""
        self._drop_expired(everything=True)
        self._next_id = to

    def waiting(self) -> list[Pushed]:
        """List the updates that are neither confirmed nor expired, oldest first."""
        self._drop_expired()
        return list(self._entries)

    def _drop_expired(self, *, everything: bool = False) -> None:
        now = self._now()
        for entry in self._entries:
            entry.expired = everything or entry.expires_at <= now
        self._entries = [entry for entry in self._entries if not entry.expired]

    def confirm(self, entries: list[Pushed]) -> None:
        """Forget updates for good."""
        done = {id(entry) for entry in entries}
        for entry in entries:
            entry.confirmed_at = self._now()
        self._entries = [entry for entry in self._entries if id(entry) not in done]

    def acknowledge(self, offset: int) -> None:
        """Confirm what an offset of getUpdates confirms; an offset far off confirms nothing."""
        waiting = self.waiting()
        if offset < 0:
            self.confirm(waiting[:offset])
        elif self._next_id - PAST <= offset <= self._next_id + FUTURE:
            self.confirm([entry for entry in waiting if entry.update_id < offset])


def _object(text: str) -> dict[str, Any] | str:
    try:
        body = json.loads(text)
    except ValueError:
        return text
    return body if isinstance(body, dict) else text
