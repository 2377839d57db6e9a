"""How many messages per second Telegram takes, per chat and over all, before it answers 429."""

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from bot.demo.bot_api.chats import Chat
from bot.demo.bot_api.refusals import too_many_requests


@dataclass(frozen=True, slots=True, kw_only=True)
class FloodLimits:
    """The undocumented limits, as the Bot FAQ describes them; new messages and edits count."""

    per_chat_second: float = 1.0
    chat_burst: int = 5
    overall_per_second: float = 30.0
    per_group_minute: int = 20
    webhook_per_second: float = 1.0


class Bucket:
    """Tokens that refill with time up to `size`, each good for one call."""

    def __init__(self, *, rate: float, size: int, now: datetime) -> None:
        self._rate = rate
        self._size = size
        self._tokens = float(size)
        self._at = now

    def wait(self, now: datetime) -> float:
        """Refill, and return the seconds until a token is there; a clock set back adds none."""
        passed = max((now - self._at).total_seconds(), 0.0)
        self._tokens = min(self._size, self._tokens + passed * self._rate)
        self._at = now
        return max((1 - self._tokens) / self._rate, 0.0)

    def take(self) -> None:
        """Use one token."""
        self._tokens -= 1


class Floods:
    """The guard every message passes; without limits it lets everything through."""

    def __init__(self, limits: FloodLimits | None, now: Callable[[], datetime]) -> None:
        self._limits = limits
        self._now = now
        self._buckets: dict[str, Bucket] = {}

    def admit_message(self, chat: Chat) -> None:
        """Count a message or an edit in this chat, or refuse it with 429."""
        if self._limits is None:
            return
        limits = self._limits
        buckets = [
            self._bucket("all", limits.overall_per_second, int(limits.overall_per_second)),
            self._bucket(f"chat {chat.id}", limits.per_chat_second, limits.chat_burst),
        ]
        if chat.kind != "private":
            rate, size = limits.per_group_minute / 60, limits.per_group_minute
            buckets.append(self._bucket(f"group {chat.id}", rate, size))
        self._take(buckets)

    def admit_webhook(self) -> None:
        """Count a setWebhook, or refuse it with 429."""
        if self._limits is not None:
            self._take([self._bucket("webhook", self._limits.webhook_per_second, 1)])

    def _bucket(self, name: str, rate: float, size: int) -> Bucket:
        return self._buckets.setdefault(name, Bucket(rate=rate, size=size, now=self._now()))

    def _take(self, buckets: list[Bucket]) -> None:
        now = self._now()
        wait = max(bucket.wait(now) for bucket in buckets)
        if wait > 0:
            raise too_many_requests(math.ceil(wait))
        for bucket in buckets:
            bucket.take()
