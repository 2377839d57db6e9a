"""Any order of writing, tapping, receiving, working, sending and dying: nothing is lost by it."""

import asyncio
import tempfile
from collections.abc import Coroutine
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from telegram.error import TelegramError

from bot.chat.taps import Act, read
from bot.demo.bot_api.faults import Kind, When
from tests.faults.dying import claimed, comes_to_rest, dies, handed_over
from tests.faults.forms import times
from tests.faults.invariants import Checker
from tests.faults.respondents import ANSWERS, Given
from tests.house import House, open_house

T = TypeVar("T")
STUMBLES: tuple[tuple[str, When, Kind, int], ...] = (
    ("sendMessage", "before", "status", 502),
    ("sendMessage", "after", "status", 502),
    ("sendMessage", "after", "drop", 0),
    ("sendMessage", "before", "status", 429),
    ("editMessageText", "after", "drop", 0),
    ("getUpdates", "before", "status", 502),
    ("getUpdates", "after", "drop", 0),
)
WORDS = ("/diary", "/problem", "0", "6", "10", "11", "None", "My head feels odd.")


class AnyOrder(RuleBasedStateMachine):
    """A patient, a clinician, a clock, a Telegram that stumbles and a bot that may die."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.opened = AsyncExitStack()
        self.given: list[Given] = []

    def run(self, steps: Coroutine[Any, Any, T]) -> T:
        return self.runner.run(steps)

    @initialize()
    def opens(self) -> None:
        folder = Path(self.opened.enter_context(tempfile.TemporaryDirectory()))
        self.house: House = self.run(self.opened.enter_async_context(open_house(folder)))
        self.run(self.house.clinician())
        self.robin = self.run(self.house.patient()).person

    @rule(words=st.sampled_from(WORDS))
    def writes(self, words: str) -> None:
        update_id = self.robin.writes(words)
        if words.isdigit():
            self._note(update_id, form_id=0, question="", word=words, act=None)

    @precondition(lambda self: self.robin.with_buttons)
    @rule(back=st.integers(1, 3), place=st.integers(0, 30))
    def taps(self, back: int, place: int) -> None:
        """Tap any button in sight, on an old message too."""
        message = self.robin.with_buttons[-back:][0]
        buttons = [button for row in message.buttons for button in row]
        button = buttons[place % len(buttons)]
        update_id = self.robin.taps("", message=message, data=button.data)
        tap = read(button.data or "")
        if tap is not None and tap.act in ANSWERS:
            self._note(update_id, tap.number, tap.first, tap.second, tap.act)

    def _note(
        self, update_id: int, form_id: int, question: str, word: str, act: Act | None
    ) -> None:
        self.given.append(
            Given(update_id=update_id, form_id=form_id, question=question, word=word, act=act)
        )

    @precondition(lambda self: self.house.api.pending)
    @rule()
    def receives(self) -> None:
        with suppress(TelegramError):
            self.run(self.house.app.receiver.poll(wait=0))

    @rule()
    def works(self) -> None:
        self.run(self.house.app.working.step())

    @rule()
    def sends(self) -> None:
        self.run(self.house.app.sender.send_one())

    @precondition(lambda self: self.house.api.pending)
    @rule()
    def goes_round(self) -> None:
        """Take all three steps."""
        self.receives()
        self.works()
        self.sends()

    @rule(stumble=st.sampled_from(STUMBLES))
    def telegram_stumbles(self, stumble: tuple[str, When, Kind, int]) -> None:
        """Let the next call of a method go wrong, before or after it had its effect."""
        method, when, kind, status = stumble
        self.house.api.faults.add(method=method, when=when, kind=kind, status=status)

    @rule()
    def dies(self) -> None:
        self.run(dies(self.house))

    @precondition(lambda self: self._may_send())
    @rule()
    def dies_before_sending(self) -> None:
        claimed(self.house)
        self.run(dies(self.house))

    @precondition(lambda self: self._may_send())
    @rule()
    def dies_after_sending(self) -> None:
        self.run(handed_over(self.house))
        self.run(dies(self.house))

    def _may_send(self) -> bool:
        """Tell whether a message could be claimed now."""
        moment = self.house.app.sender.next_moment()
        return moment is not None and moment <= self.house.now

    @precondition(lambda self: not self.house.api.pending)  # taps live two and a half minutes
    @rule(seconds=st.integers(1, 100))
    def waits(self, seconds: int) -> None:
        self.house.clock.move_to(self.house.now + timedelta(seconds=seconds))
        self.run(self.house.app.sweep())

    @precondition(lambda self: not self.house.api.pending)
    @rule(hours=st.sampled_from((-1, 1)))
    def clock_jumps(self, hours: int) -> None:
        self.house.clock.move_to(self.house.now + timedelta(hours=hours))
        self.run(self.house.app.sweep())

    @invariant()
    def nothing_is_done_twice(self) -> None:
        assert self._checker().stored_twice() == []

    def teardown(self) -> None:
        """Let the bot do what is left, and see that it is all there."""
        self.house.api.faults.clear()
        try:
            self.run(comes_to_rest(self.house))
            assert self._checker().lost(self.given) == []
            assert self._checker().faults() == []
        finally:
            self.run(self.house.app.stop())
            self.run(self.opened.aclose())
            self.runner.close()

    def _checker(self) -> Checker:
        return Checker(api=self.house.api, clinic=self.house.clinic)


TestAnyOrder = AnyOrder.TestCase
TestAnyOrder.settings = settings(
    max_examples=times(short=15, long=150),
    stateful_step_count=50,
    deadline=None,
    derandomize=True,
    phases=(Phase.generate,),  # an example takes a second: making it smaller would take minutes
)
