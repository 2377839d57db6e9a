"""Synthetic people who keep answering the bot, whatever it asks, whether it is up or down."""

import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random

from bot.chat.taps import Act, Tap, read
from bot.demo.bot_api import Button, Message, Person

ANSWERS = frozenset({Act.ANSWER, Act.TICK, Act.DONE})
STARTS = (*["/diary"] * 7, "/problem", "/session", "My head feels odd today.")
SCREEN = 20  # messages that people look at
SETTLED = 0.3  # seconds without a new message, after which nothing more is expected
PATIENCE = 10.0  # seconds without any reply, after which people try something else


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer a patient gave: what it was meant for, and the update that carried it."""

    update_id: int
    form_id: int
    question: str
    word: str
    act: Act | None  # None when it was typed


@dataclass(slots=True, kw_only=True)
class Respondent:
    """One person; `acts` are the buttons they use, `starts` what they write when asked nothing."""

    person: Person
    rng: Random
    acts: frozenset[Act] = ANSWERS | {Act.CHOOSE, Act.BACK}
    starts: tuple[str, ...] = STARTS
    given: list[Given] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    _seen: tuple[object, ...] = ()
    _since: float = 0.0
    _acted: bool = False  # on what is on the screen now

    def looks(self) -> None:
        """Look at the screen and do what it calls for."""
        quiet = self._quiet_for()
        question = self._question()
        if self._acted and quiet < PATIENCE:
            return
        if question is not None and not self._acted:
            self._answer(*question)
        elif self.starts and quiet >= SETTLED:
            self._begin()
        else:
            return
        self._acted, self._since = True, time.monotonic()

    def _quiet_for(self) -> float:
        """Tell for how long the screen has stood still."""
        now = time.monotonic()
        screen = self.person.messages[-SCREEN:]
        seen = tuple((m.message_id, m.edited) for m in screen if m.from_bot)
        if seen != self._seen:
            self._seen, self._since, self._acted = seen, now, False
        return now - self._since

    def _question(self) -> tuple[Message, list[tuple[Button, Tap]]] | None:
        """Find the newest message from the bot and the buttons on it that answer something."""
        messages = [message for message in self.person.messages[-SCREEN:] if message.from_bot]
        if not messages:
            return None
        buttons = [button for row in messages[-1].buttons for button in row]
        taps = [(button, read(button.data or "")) for button in buttons]
        fitting = [(button, tap) for button, tap in taps if tap and tap.act in self.acts]
        answers = [(button, tap) for button, tap in fitting if tap.act is not Act.BACK]
        return (messages[-1], answers or fitting) if fitting else None

    def _answer(self, message: Message, choices: list[tuple[Button, Tap]]) -> None:
        button, tap = self._choose(choices)
        if button.label.isdigit() and self.rng.random() < 0.4:
            self._note(self.person.writes(button.label), tap, act=None)
            return
        for _ in range(2 if self.rng.random() < 0.1 else 1):  # now and then a double tap
            self._note(self.person.taps("", message=message, data=button.data), tap, act=tap.act)

    def _choose(self, choices: list[tuple[Button, Tap]]) -> tuple[Button, Tap]:
        """Prefer what most people say most of the time: nothing is wrong, that is all."""
        usual = [(b, t) for b, t in choices if t.second == "none" or t.act is Act.DONE]
        pick = usual if usual and self.rng.random() < 0.9 else choices
        return self.rng.choice(pick)

    def _note(self, update_id: int, tap: Tap, *, act: Act | None) -> None:
        if tap.act in ANSWERS:
            self.given.append(
                Given(
                    update_id=update_id,
                    form_id=tap.number,
                    question=tap.first,
                    word=tap.second,
                    act=act,
                )
            )

    def _begin(self) -> None:
        words = self.rng.choice(self.starts)
        self.person.writes(words)
        self.written.append(words)


def all_given(people: Iterable[Respondent]) -> list[Given]:
    """Gather what everybody answered."""
    return [given for respondent in people for given in respondent.given]
