"""The clinician of the tour: invites, looks, clears, acknowledges and closes when they can."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from bot.chat import taps
from bot.chat.taps import Act, Tap
from bot.demo.bot_api import Message, Person
from bot.demo.tour.personas import Book, Persona
from bot.locales import say

LINK = re.compile(r"start=([A-Za-z0-9_-]+)")
LOOKS_BACK = 12  # messages
ACKNOWLEDGES = (5, 25)  # minutes until it is done
CLOSES = (90, 600)
READS = timedelta(minutes=1)
WAITS = say("en", "standing.waits", found="|").partition("|")[2]  # a screening, for their word
DONE, CLOSED_WITH, CLEARED_WITH, YES = "called", "better", "weighed", "yes"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Move:
    """Something to tap or to write, and when."""

    at: datetime
    words: str
    message_id: int = 0


@dataclass(slots=True)
class Clinician:
    """The person who answers for the clinic's alerts."""

    person: Person
    book: Book
    moves: list[Move] = field(default_factory=list)
    seen: set[tuple[int, int]] = field(default_factory=set)

    def plans(self, at: datetime, words: str) -> None:
        """Plan to write something."""
        self.moves.append(Move(at=at, words=words))

    def next_moment(self) -> datetime | None:
        """Tell when they do something next."""
        return min((move.at for move in self.moves), default=None)

    def acts(self, now: datetime) -> bool:
        """Make one move whose moment has come; tell whether there was one."""
        due = [move for move in self.moves if move.at <= now]
        if not due:
            return False
        self.moves.remove(due[0])
        self._makes(due[0])
        return True

    def _makes(self, move: Move) -> None:
        message = self.person.chat.messages.get(move.message_id)
        if message is None:
            self.person.writes(move.words)
        elif move.words in message.labels:
            self.person.taps(move.words, message=message)

    def looks(self, now: datetime) -> Iterator[str]:
        """Look at the phone, plan what to do about it, and give each invitation there is."""
        for message in self.person.messages[-LOOKS_BACK:]:
            glance = (message.message_id, message.edited)
            if not message.from_bot or glance in self.seen:
                continue
            self.seen.add(glance)
            yield from LINK.findall(message.text)
            self._considers(message, now)

    def _considers(self, message: Message, now: datetime) -> None:
        """Plan what to do about a message: an alert, a reason to choose, a patient's page."""
        about = next((one for one in self.book.people if one.code in message.text), None)
        if about is None:
            return
        if WAITS in message.text:
            self.plans(now, f"/clear {about.code}")
        for row in message.buttons:
            for button in row:
                tap = taps.read(button.data or "")
                when = self._when(tap, message, about, now) if tap else None
                if when is not None:
                    move = Move(at=when, words=button.label, message_id=message.message_id)
                    self.moves.append(move)

    def _when(self, tap: Tap, message: Message, about: Persona, now: datetime) -> datetime | None:
        """Tell when a button is tapped; None when it never is."""
        die = Random(f"{self.book.seed} {about.name} {tap}")  # noqa: S311  # no secret
        chosen = (DONE, CLOSED_WITH, CLEARED_WITH, YES)
        if tap.act is Act.ACKNOWLEDGE and about.flag != "new":
            at = now + timedelta(minutes=die.randint(*ACKNOWLEDGES))
            self.plans(at + READS, f"/patient {about.code}")
            return at
        if tap.act in (Act.CLOSE, Act.CLEAR) and len(tap.words) > 1:
            return now if tap.words[-1] in chosen else None
        is_known = message.edited > 0  # it was acknowledged in its place
        if tap.act is Act.CLOSE and is_known and about.flag == "closed":
            return now + timedelta(minutes=die.randint(*CLOSES))
        return None
