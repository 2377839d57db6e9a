"""How fast Telegram lets a bot write: per chat, and overall."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

# Telegram's own figures from its FAQ: about one message a second to a chat, bursts
# tolerated, and about 30 a second overall; a group takes 20 a minute.
OVERALL_PER_SECOND = 30
CHAT_BURST = 3
CHAT_REST = timedelta(seconds=1)
GROUP_REST = timedelta(seconds=3)
SLACK = timedelta(milliseconds=100)
# Telegram counts when a call arrives, some a little later than others.
FULL_SECOND = timedelta(seconds=1, milliseconds=4)
TWO_BY_TWO = timedelta(milliseconds=50)  # 40 a second, so that what is late is made up for
WITHIN = timedelta(seconds=10)
MANY_LIMITED = 3  # chats told to wait within WITHIN, if they are
MANY_OF = 20  # more than one of so many calls: then everybody waits


@dataclass(slots=True)
class Pace:
    """What was sent lately, and who must rest until when.

    `overall` messages a second, and `chat_rest` after each to a person.
    """

    overall: int = OVERALL_PER_SECOND
    chat_rest: timedelta = CHAT_REST
    _chats: dict[int, datetime] = field(default_factory=dict)  # when a chat's burst is paid off
    _sent: deque[datetime] = field(default_factory=deque)  # this second
    _lately: deque[datetime] = field(default_factory=deque)  # within WITHIN
    _until: dict[int, datetime] = field(default_factory=dict)
    _limited: deque[tuple[datetime, int]] = field(default_factory=deque)
    _all_until: datetime | None = None

    def ready_at(self, now: datetime) -> datetime:
        """Tell when the next message that is no alert may go.

        Half of a second's messages go at a stroke, the others two by two: so an alert in a crowd
        soon finds a place.
        """
        _forget(self._sent, now - FULL_SECOND)
        moments = [now, self._all_until or now]
        if len(self._sent) >= self.overall:
            moments.append(self._sent[0] + FULL_SECOND)
        if len(self._sent) >= max(self.overall // 2, 2):
            moments.append(self._sent[-2] + TWO_BY_TWO)
        return max(moments)

    def room(self, now: datetime) -> int:
        """Tell how many messages that are no alerts may go now."""
        if self.ready_at(now) > now:
            return 0
        just_now = sum(now - at < TWO_BY_TWO for at in list(self._sent)[-2:])
        two_by_two = min(2 - just_now, self.overall - len(self._sent))
        return max(self.overall // 2 - len(self._sent), two_by_two)

    def room_for_alerts(self, now: datetime) -> int:
        """Tell how many alerts may go now: Telegram would let one more wait for longer."""
        _forget(self._sent, now - FULL_SECOND)
        return self.overall - len(self._sent)

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
        self._lately.append(now)
        _forget(self._lately, now - WITHIN)
        paid = max(self._chats.get(chat_id, now), now)
        self._chats[chat_id] = paid + self._rest(chat_id)

    def limit(self, chat_id: int, wait: timedelta, now: datetime) -> datetime:
        """Note that Telegram told a chat to wait; many chats at once mean everybody."""
        until = now + wait + SLACK
        self._until[chat_id] = until
        self._limited.append((now, chat_id))
        while self._limited and now - self._limited[0][0] > WITHIN:
            self._limited.popleft()
        many = max(MANY_LIMITED, len(self._lately) // MANY_OF + 1)
        if len({chat for _, chat in self._limited}) >= many:
            self._all_until = until
        return until

    def _rest(self, chat_id: int) -> timedelta:
        return self.chat_rest if chat_id > 0 else GROUP_REST


def _forget(instants: deque[datetime], until: datetime) -> None:
    while instants and instants[0] <= until:
        instants.popleft()
