"""Telegram cannot be reached for an hour: all of it waits, comes once, and in a minute."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import GATE, had_a_session, is_well
from tests.stories.records import check_in, flags
from tests.telegram.lookup import column, count

AGAIN = "I could not be reached for a while."
LONGEST_PAUSE = 30  # seconds between two tries to receive
Show = Callable[[str], None]


@pytest.fixture
async def robin(house: House) -> Chatter:
    """Bring a patient who is asked how strong the pain is."""
    robin = await house.patient("Robin")
    await robin.says("/diary")
    return robin


async def a_minute_cut_off(house: House) -> None:
    """Let the bot do for a minute all it does, while nothing answers."""
    house.clock.move_to(house.now + timedelta(minutes=1))
    assert 0 < await house.app.receiver.step() <= LONGEST_PAUSE
    await house.app.sweep()
    await house.app.working.step()
    while await house.app.sender.send_one():
        pass


async def test_after_an_hour_all_is_sent_once_and_open_questions_are_asked_again(
    house: House, show: Show
) -> None:
    charlie = await house.clinician()
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    kim = await house.patient("Kim")
    await had_a_session(robin)
    await house.go(hours=2, minutes=30)
    await kim.says("/diary")
    seen = {one.person.id: len(one.from_bot) for one in (charlie, robin, sam, kim)}
    sam.person.writes("my face is drooping")
    await house.app.receiver.poll(wait=0)
    await house.network.unplug()
    kim.person.taps("7")  # Telegram forgets it before anybody comes for it

    for minute in range(60):
        await a_minute_cut_off(house)
        if minute == 50:
            sam.person.writes("are you there?")
    await house.network.plug_in()
    back = house.now
    await house.app.receiver.poll(wait=0)
    await house.settle()

    took = (house.now - back).total_seconds()
    assert took <= 60
    (watch, prompt) = robin.from_bot[seen[robin.person.id] :]
    assert "watch" in watch.casefold()
    assert GATE in prompt
    assert not prompt.startswith(AGAIN)
    (again,) = kim.from_bot[seen[kim.person.id] :]
    assert again.startswith(AGAIN)
    told = sam.from_bot[seen[sam.person.id] :]
    assert sum("Call 112 now" in text for text in told) == 1
    assert count(house, "patient_message") == 2
    assert len(flags(charlie)) == 1, "the same flag as often as it could not be sent"
    assert column(house, "SELECT DISTINCT state FROM outbox WHERE state = 'queued'") == []
    await is_well(robin)
    assert check_in(robin, "h3").state is FormState.ANSWERED
    show(f"an hour cut off: all sent {took:.0f} s after the return, none lost, none twice")


async def test_a_tap_younger_than_150_s_counts_when_the_network_is_back(
    house: House, robin: Chatter
) -> None:
    await house.network.unplug()
    robin.person.taps("7")
    for _ in range(2):
        await a_minute_cut_off(house)
    await house.network.plug_in()
    seen = len(robin.from_bot)

    await house.settle()

    (form,) = column(house, "SELECT id FROM form WHERE state = 'open'")
    assert column(house, "SELECT value FROM answer WHERE form_id = ?", form) == ["7"]
    assert not [text for text in robin.from_bot[seen:] if AGAIN in text]


async def test_a_bot_that_is_cut_off_ends_nothing_and_keeps_its_place(
    house: House, robin: Chatter
) -> None:
    robin.person.writes("7")
    await house.app.receiver.poll(wait=0)
    await house.network.unplug()
    await a_minute_cut_off(house)
    await house.network.plug_in()

    await house.settle()

    assert "How long did it last?" in robin.last.text
    assert count(house, "answer") == 1
