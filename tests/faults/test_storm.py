"""Telegram tells many chats to wait: each does, nobody is lost, and no alert waits for another."""

from collections import Counter
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from bot.demo.bot_api import Person
from bot.storage.outbox import Lane
from tests.faults.forms import times
from tests.telegram.posting import Posting, open_posting, texts

LIMITED = times(short=12, long=100)
ROUNDS = 3
WAIT = 20  # seconds Telegram asks for
Show = Callable[[str], None]


@pytest.fixture
async def posting(tmp_path: Path) -> AsyncIterator[Posting]:
    """Open a sender with its server."""
    async with open_posting(tmp_path) as opened:
        yield opened


def limit(posting: Posting, people: list[Person], rounds: int) -> None:
    """Let Telegram refuse what is sent to some people so many times."""
    for person in people:
        posting.api.faults.add(
            method="sendMessage",
            kind="retry_after",
            seconds=WAIT,
            chat_id=person.id,
            times=rounds,
        )


async def test_in_a_storm_an_alert_goes_at_once_and_everybody_is_written_to_once(
    posting: Posting, show: Show
) -> None:
    limited = [posting.person(f"Patient {number}") for number in range(LIMITED)]
    charlie = posting.person("Charlie")
    limit(posting, limited, ROUNDS)
    for person in limited:
        posting.queue(person, "reply")
    await posting.send_all()

    posting.queue(charlie, "Flag 1", lane=Lane.ALERT)
    await posting.send_all()
    assert texts(charlie) == ["Flag 1"], "an alert waited for other chats"
    calls = posting.calls()
    await posting.go_on(seconds=WAIT / 2)
    assert posting.calls() == calls, "somebody who must wait was tried"
    seconds = 0
    while any(texts(person) == [] for person in limited) and seconds < LIMITED * ROUNDS * WAIT:
        await posting.go_on(seconds=1)
        seconds += 1

    assert Counter(len(texts(person)) for person in limited) == {1: LIMITED}
    tried = posting.refused(429)
    assert tried <= LIMITED * ROUNDS
    show(
        f"{LIMITED} chats told to wait {ROUNDS} times: none lost, none twice, {tried} calls "
        "refused, an alert to another chat sent at once"
    )


async def test_two_chats_that_must_wait_hold_up_nobody_and_three_at_once_do(
    posting: Posting,
) -> None:
    first, second, third, other = (posting.person(name) for name in ("A", "B", "C", "D"))
    limit(posting, [first, second, third], 1)
    posting.queue(first, "reply")
    posting.queue(second, "reply")
    await posting.send_all()
    posting.queue(other, "one")
    await posting.send_all()
    assert texts(other) == ["one"]

    await posting.go_on(seconds=9)
    posting.queue(third, "reply")
    await posting.send_all()
    posting.queue(other, "two")
    await posting.send_all()
    assert texts(other) == ["one"], "three chats within ten seconds mean everybody"

    await posting.go_on(seconds=WAIT + 1)
    assert texts(other) == ["one", "two"]


async def test_chats_told_to_wait_now_and_then_never_hold_up_the_others(posting: Posting) -> None:
    other = posting.person("D")
    for number in range(4):
        person = posting.person(f"Patient {number}")
        limit(posting, [person], 1)
        posting.queue(person, "reply")
        posting.queue(other, str(number))
        await posting.send_all()
        assert texts(other)[-1] == str(number)
        await posting.go_on(seconds=6)
