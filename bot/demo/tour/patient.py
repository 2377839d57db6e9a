"""A made-up patient with a phone: what they do of their own accord, and how they answer."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.demo.bot_api import Person
from bot.demo.tour.asked import EVENING as EVENING_OFF
from bot.demo.tour.asked import Asked
from bot.demo.tour.feelings import Feelings
from bot.demo.tour.respondent import answer

GATE, EVENING = "gate", "nrs_worst"  # the first question of a check-in, and of the diary
LOOKS_BACK = 4  # messages: what is further up nobody answers
SCREENED, TREATED = 9 / 24, 11 / 24  # of the day of a session
SOONEST, LATEST = 2, 45  # minutes until a question that comes by itself is answered
MOST_TRIES = 12  # moves for one question of one form: more of them are a misunderstanding
Place = tuple[int, int, str]  # message, form, question


class NotUnderstoodError(Exception):
    """A person and the bot do not understand each other: the people of the tour need mending."""


@dataclass(slots=True)
class Patient:
    """One person of the tour, with what they plan to do and which questions they will answer."""

    person: Person
    feelings: Feelings
    plan: list[tuple[datetime, str]] = field(init=False)
    answering: dict[Place, datetime] = field(default_factory=dict)
    seen: set[Place] = field(default_factory=set)
    tries: dict[tuple[int, str], int] = field(default_factory=dict)
    glance: list[tuple[int, int]] = field(default_factory=list)
    talking: bool = True  # in the middle of it: the next question is answered at once

    def __post_init__(self) -> None:
        """Plan what they do of their own accord."""
        persona, feelings = self.feelings.persona, self.feelings
        visits = ((day + SCREENED, "/screen") for day in persona.sessions)
        sessions = ((day + TREATED, "/session") for day in persona.sessions)
        acts = ((act.day, act.says) for act in persona.acts)
        self.plan = sorted(
            (feelings.at(day), says)
            for day, says in (*visits, *sessions, *acts)
            if not feelings.is_silent(day)
        )

    def next_moment(self) -> datetime | None:
        """Tell when they do something next."""
        planned = [at for at, _ in self.plan[:1]]
        return min([*planned, *self.answering.values()], default=None)

    def acts(self, now: datetime) -> bool:
        """Make one move whose moment has come; tell whether there was one."""
        due = [place for place, at in self.answering.items() if at <= now]
        if due:
            del self.answering[due[0]]
            return self._answers(due[0], now)
        if self.plan and self.plan[0][0] <= now:
            self.talking = True
            self.person.writes(self.plan.pop(0)[1])
            return True
        return False

    def _answers(self, place: Place, now: datetime) -> bool:
        message = self.person.chat.messages.get(place[0])
        asked = Asked.read(message) if message is not None else None
        if asked is None or message is None or place != _place(asked):
            return False  # it was answered, changed or closed meanwhile
        self._count(asked)
        move = self._move(asked, now)
        self.talking = True
        if move in message.labels:
            self.person.taps(move, message=message)
        else:
            self.person.writes(move)
        if not asked.is_answered_by(move):
            self.seen.discard(place)  # a box was ticked: there is more to tap
        return True

    def _move(self, asked: Asked, now: datetime) -> str:
        persona, die = self.feelings.persona, self.feelings.chance("later", asked.form)
        if asked.later and die.random() < persona.puts_off and self.tries[_of(asked)] == 1:
            return asked.later
        return asked.next_move(answer(self.feelings, asked, now))

    def _count(self, asked: Asked) -> None:
        self.tries[_of(asked)] = self.tries.get(_of(asked), 0) + 1
        if self.tries[_of(asked)] > MOST_TRIES:
            raise NotUnderstoodError(f"{self.feelings.persona.name}: {asked.key}")

    def looks(self, now: datetime) -> None:
        """Look at the phone; decide which new questions to answer, and when."""
        newest = self.person.messages[-LOOKS_BACK:]
        glance = [(message.message_id, message.edited) for message in newest]
        changed, self.glance = glance != self.glance, glance
        for message in newest if changed else ():
            asked = Asked.read(message) if message.from_bot else None
            if asked is None or _place(asked) in self.seen:
                continue
            self.seen.add(_place(asked))
            if asked.key == EVENING_OFF and self.feelings.persona.evenings:
                continue
            if self.talking:
                self.answering[_place(asked)] = now
            elif self._cares(asked, now):
                minutes = self.feelings.chance("delay", asked.form).randint(SOONEST, LATEST)
                self.answering[_place(asked)] = now + timedelta(minutes=minutes)
        self.talking = False

    def _cares(self, asked: Asked, now: datetime) -> bool:
        """Tell whether a question that came by itself is answered."""
        persona = self.feelings.persona
        chances = {GATE: persona.keen, EVENING: persona.evenings}
        times = sum(form == asked.form for _, form, _ in self.seen)  # a reminder is another chance
        die = self.feelings.chance("cares", asked.form, times)
        cares = die.random() < chances.get(asked.key, 1.0)
        return cares and not self.feelings.is_silent(self.feelings.day(now))


def _place(asked: Asked) -> Place:
    return asked.message.message_id, asked.form, asked.key


def _of(asked: Asked) -> tuple[int, str]:
    return asked.form, asked.key
