"""A clinic's week in virtual time: what its patients are sent when, held to Telegram's pace."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from benchmarks.lived_weeks import EVENING, Cost
from bot.clinical.diary import times_of
from bot.clinical.protocol import Protocol
from bot.clinical.schedule import Planned, QuietHours, plan
from bot.telegram.pace import CHAT_BURST, CHAT_REST, FULL_SECOND, Pace

ZONE = ZoneInfo("Europe/Berlin")
MONDAY = datetime(2026, 11, 2, tzinfo=ZONE)
WEEK = timedelta(days=7)
# What is assumed of clinics and patients; docs/scale.md says so.
OPEN, HOURS, APART = 9, 8, 15  # o'clock; hours a day; sessions end so many minutes apart
WORKDAYS = 5
FOLLOWED = 2  # weeks after the last session of a course
ANSWER = 0.85  # of all prompts; the rest are reminded
THINKING = 45 * 60.0  # seconds until an answer begins, on average
BETWEEN = 6.0  # seconds between two taps

Wanted = tuple[float, int, bool, int]  # seconds of the week, chat, whether it asks, bytes


@dataclass
class Sent:
    """What one token sent in the week: instants in seconds, how late what asks was, bytes."""

    at: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    size: int = 0


@dataclass
class Week:
    """What is the same for every clinic: the protocol, and what each prompt comes to."""

    protocol: Protocol
    costs: Mapping[str, Cost]
    _planned: dict[datetime, tuple[Planned, ...]] = field(default_factory=dict)  # by session

    @cached_property
    def quiet(self) -> QuietHours:
        """Give the quiet hours of the protocol."""
        schedule = self.protocol.schedule
        return QuietHours(zone=ZONE, start=schedule.quiet_from, end=schedule.quiet_to)

    @cached_property
    def evenings(self) -> list[datetime]:
        """List when the week's evenings are asked for."""
        evening = self.protocol.evening
        days = ((MONDAY + timedelta(days=number)).date() for number in range(7))
        return [times_of(evening, day, evening.hour, self.quiet).due_at for day in days]

    def planned(self, session: datetime) -> tuple[Planned, ...]:
        """Plan what follows a session; many end at the same quarter of an hour."""
        if session not in self._planned:
            self._planned[session] = plan(self.protocol.schedule, session, self.quiet)
        return self._planned[session]

    def sent(self, people: int, chance: random.Random, *, same_minute: bool = False) -> Sent:
        """Let a clinic's week pass; with `same_minute` all sessions end together."""
        wanted: list[Wanted] = []
        for chat in range(1, people + 1):
            wanted += self._patient(chat, chance, same_minute=same_minute)
        return paced(sorted(wanted))

    def _patient(self, chat: int, chance: random.Random, *, same_minute: bool) -> Iterator[Wanted]:
        for point, due in self._prompts(chance, same_minute=same_minute):
            second = (due - MONDAY).total_seconds()
            if 0 <= second < WEEK.total_seconds():
                yield from self._prompt(chat, point, second, chance)

    def _prompts(
        self, chance: random.Random, *, same_minute: bool
    ) -> Iterator[tuple[str, datetime]]:
        """Name all that a patient is asked, with its moment: check-ins, and an evening a day."""
        slot = 0 if same_minute else chance.randrange(WORKDAYS * HOURS * 60 // APART)
        day, quarter = divmod(slot, HOURS * 60 // APART)
        first = MONDAY + timedelta(days=day, hours=OPEN, minutes=quarter * APART)
        courses = self.protocol.schedule.sessions_in_course
        stage = 0 if same_minute else chance.randrange(courses + FOLLOWED)
        for back in range(FOLLOWED + 2):
            if 0 <= stage - back < courses:
                session = first - back * WEEK
                following = session + WEEK if stage - back + 1 < courses else None
                for planned in self.planned(session):
                    # A later session takes the place of what is left of the one before.
                    if following is None or planned.due_at < following:
                        yield planned.point, planned.due_at
        for evening in self.evenings:
            yield EVENING, evening

    def _prompt(
        self, chat: int, point: str, second: float, chance: random.Random
    ) -> Iterator[Wanted]:
        cost = self.costs[point]
        for size in cost.asking:
            yield second, chat, True, size
        if chance.random() < ANSWER:
            begun = second + 2 + chance.expovariate(1 / THINKING)
            for number, size in enumerate(cost.replies):
                yield begun + number * BETWEEN, chat, False, size
        elif point != EVENING:  # an evening has no reminder
            reminded = second + self.protocol.schedule.reminder_after * 3600
            yield reminded, chat, True, cost.asking[-1]


def paced(wanted: list[Wanted]) -> Sent:
    """Send everything in the order of its time, as fast as the bot's own pace lets it."""
    pace, sent, latest = Pace(), Sent(), dict[int, float]()
    start = datetime.combine(MONDAY.date(), time(), tzinfo=UTC)
    rests = CHAT_REST.total_seconds() * CHAT_BURST
    second = 0.0
    for due, chat, asks, size in wanted:
        second = max(second, due)
        now = start + timedelta(seconds=second)
        ready = pace.ready_at(now)
        if second - latest.get(chat, -rests) < rests:
            ready = max(ready, pace.resting(now).get(chat, ready))
        if ready > now:
            second += (ready - now).total_seconds()
        pace.count(chat, ready)
        latest[chat] = second
        sent.at.append(second)
        sent.size += size
        if asks:
            sent.late.append(second - due)
    return sent


def most_within(instants: list[float], seconds: float = FULL_SECOND.total_seconds()) -> int:
    """Count the most that fall into any span of so many seconds."""
    most = first = 0
    for last, instant in enumerate(instants):
        while instant - instants[first] >= seconds - 1e-6:
            first += 1
        most = max(most, last - first + 1)
    return most
