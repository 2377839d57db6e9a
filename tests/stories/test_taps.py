"""How many taps each errand takes, counted in the real chat: what patients asked for first."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage import patients
from bot.storage.forms import FormState
from tests.house import PROTOCOL, Chatter, House, open_house
from tests.stories.acts import ALL_WELL, answers, had_a_session, has, is_screened, is_well
from tests.stories.holding import holds_at_the_end
from tests.stories.records import check_in, given, last_answered, last_form, taps

MOST_FOR_A_SCREENING = 12
TYPED = 1  # the age


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic where the diary is on from the first session, as it is by default."""
    async with open_house(tmp_path, protocol=PROTOCOL) as opened:
        yield opened
        for patient in patients.everyone(opened.clinic.db):  # or evenings would go on for ever
            patients.change(opened.clinic.db, patient.id, diary_hour=None)
        await holds_at_the_end(opened, caplog.text)


def messages_for(patient: Chatter, *, again: bool = False) -> int:
    """Count the messages that put the answered questions: one for each screen and each other."""
    keys = given(patient, last_form(patient))
    asked = [q for q in PROTOCOL.screening if q.key in keys and (q.every_session or not again)]
    screens = {item: screen.key for screen in PROTOCOL.screens for item in screen.items}
    return len({screens.get(question.key, question.key) for question in asked})


async def test_a_screening_of_a_healthy_adult(house: House, robin: Chatter) -> None:
    before = taps(house)

    await is_screened(robin)

    assert last_form(robin).state is FormState.ANSWERED
    assert taps(house) - before + TYPED <= MOST_FOR_A_SCREENING
    assert taps(house) - before == messages_for(robin) - TYPED


async def test_a_screening_before_the_next_session(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    await house.go(days=7)
    before = taps(house)

    await is_screened(robin)

    assert taps(house) - before == messages_for(robin, again=True)


@pytest.fixture
async def asked(house: House, robin: Chatter) -> Chatter:
    """Bring Robin with the first check-in on the screen."""
    await had_a_session(robin)
    await house.go(hours=3)
    return robin


async def test_a_check_in_all_well(house: House, asked: Chatter) -> None:
    before = taps(house)

    await answers(asked, ALL_WELL)

    assert check_in(asked, "h3").state is FormState.ANSWERED
    assert taps(house) - before == 3  # the gate, the headache, no new problem


async def test_a_check_in_with_a_bruise(house: House, asked: Chatter) -> None:
    before = taps(house)

    await has(asked, "Bruising", "Smaller than a coin")

    assert check_in(asked, "h3").state is FormState.ANSWERED
    assert taps(house) - before == 5  # the gate, the headache, the box, Done, the grade


@pytest.fixture
async def evening(house: House, asked: Chatter) -> Chatter:
    """Bring Robin with the diary of the first evening on the screen."""
    await is_well(asked)
    await house.go_to(house.now.replace(hour=19, minute=0, second=0))  # 20:00 in Berlin
    assert "your worst headache today" in asked.last.text
    return asked


@pytest.mark.parametrize(
    ("day", "number"),
    [
        (("0",), 1),
        (("6", "30 minutes to 4 hours", "Nothing", "I was slower"), 4),
    ],
    ids=["without a headache", "with a headache"],
)
async def test_an_evening_of_the_diary(
    house: House, evening: Chatter, day: tuple[str, ...], number: int
) -> None:
    before = taps(house)

    await evening.taps(*day)

    assert taps(house) - before == number
    assert evening.last.text.startswith("Saved in your diary.")
    assert given(evening, last_answered(evening))["nrs_worst"] == int(day[0])
