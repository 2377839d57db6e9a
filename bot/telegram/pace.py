"""How fast Telegram lets a bot write: per chat, and overall."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Telegram's own figures from its FAQ: about one message a second to a chat, bursts
# tolerated, and about 30 a second overall; a group takes 20 a minute.
OVERALL_PER_SECOND = 30
KEPT_FOR_ALERTS = 2  # of these, so that an alert meets no limit in a crowd
CHAT_BURST = 3
CHAT_REST = timedelta(seconds=1)
GROUP_REST = timedelta(seconds=3)
SLACK = timedelta(milliseconds=100)
FULL_SECOND = timedelta(seconds=1) + SLACK  # Telegram counts when a call arrives, some later
MANY_LIMITED = 3  # chats told to wait within WITHIN: then everybody waits
WITHIN = timedelta(seconds=10)


@dataclass(slots=True)
class Pace:
    """What was sent lately, and who must rest until when.

    `overall` messages a second, and `chat_rest` after each to a person.
    """

    overall: int = OVERALL_PER_SECOND
    chat_rest: timedelta = CHAT_REST
    _chats: dict[int, datetime] = field(default_factory=dict)  # when a chat's burst is paid off
    _sent: deque[datetime] = field(default_factory=deque)
    _until: dict[int, datetime] = field(default_factory=dict)
    _limited: deque[tuple[datetime, int]] = field(default_factory=deque)
    _all_until: datetime | None = None

    def ready_at(self, now: datetime) -> datetime:
        """Tell when the next message that is no alert may go."""
        self._forget(now)
        moment = now
        if len(self._sent) >= self.overall - KEPT_FOR_ALERTS:
            moment = self._sent[0] + FULL_SECOND
        return max(moment, self._all_until or moment)

    def room(self, now: datetime) -> int:
        """Tell how many messages that are no alerts may go now."""
        if self.ready_at(now) > now:
            return 0
        return self.overall - KEPT_FOR_ALERTS - len(self._sent)

    def _forget(self, now: datetime) -> None:
        while self._sent and now - self._sent[0] >= FULL_SECOND:
            self._sent.popleft()

    def resting(self, now: datetime) -> dict[int, datetime]:
        """Map each chat that must rest to when it may be written to again."""
        for chats in (self._chats, self._until):
            for chat_id in [chat for chat, until in chats.items() if until <= now]:
                del chats[chat_id]
        rest = dict(self._until)
        for chat_id, paid in self._chats.items():
            free = paid - (self._rest(chat_id) * (CHAT_BURST - 1))
            if free > now:
                rest[chat_id] = max(free, rest.get(chat_id, free))
        return rest

    def told_to_wait(self, now: datetime) -> set[int]:
        """Name the chats that Telegram itself told to wait."""
        if self._all_until is not None and self._all_until > now:
            return set(self._until) | {chat for _, chat in self._limited}
        return {chat for chat, until in self._until.items() if until > now}

    def count(self, chat_id: int, now: datetime) -> None:
        """Note that a message goes to a chat now."""
        self._sent.append(now)
        paid = max(self._chats.get(chat_id, now), now)
        self._chats[chat_id] = paid + self._rest(chat_id)

    def limit(self, chat_id: int, wait: timedelta, now: datetime) -> datetime:
        """Note that Telegram told a chat to wait; many chats at once mean everybody."""
        until = now + wait + SLACK
        self._until[chat_id] = until
        self._limited.append((now, chat_id))
        while self._limited and now - self._limited[0][0] > WITHIN:
            self._limited.popleft()
        if len({chat for _, chat in self._limited}) >= MANY_LIMITED:
            self._all_until = until
        return until

    def _rest(self, chat_id: int) -> timedelta:
        return self.chat_rest if chat_id > 0 else GROUP_REST
