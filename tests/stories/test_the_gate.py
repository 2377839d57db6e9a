"""The first tap of every check-in: one danger sign, and help comes before any other question."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.storage.forms import FormKind, FormState
from tests.house import PROTOCOL, Chatter, House
from tests.stories.acts import had_a_session
from tests.stories.records import flagged, flags, given, last_answered, last_form

SIGNS = [option.key for option in PROTOCOL.check_in[0].options if option.key != "none"]


@pytest.mark.parametrize("sign", SIGNS)
async def test_a_danger_sign_ends_the_questions(
    charlie: Chatter, robin: Chatter, sign: str
) -> None:
    await robin.says("/problem")
    seen, told = len(robin.from_bot), len(flags(charlie))

    await robin.taps(say("en", f"option.gate.{sign}"))

    assert robin.from_bot[seen].startswith("Call 112 now")
    assert len(robin.from_bot) == seen + 1
    assert robin.last.labels == ["Change an answer", "Talk to a person"]
    assert last_answered(robin).level is TriageLevel.EMERGENCY
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == told + 1


async def test_a_danger_sign_at_a_check_in(house: House, charlie: Chatter, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    seen = len(robin.from_bot)

    await robin.taps("Needle still in")

    (instruction,) = robin.from_bot[seen:]
    assert instruction.startswith("Call 112 now")
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 1


@pytest.mark.parametrize("words", ["Fever + stiff neck, confused or sleepy", "a fit", "Not sure"])
async def test_a_danger_sign_can_be_typed(charlie: Chatter, robin: Chatter, words: str) -> None:
    await robin.says("/problem")
    seen = len(robin.from_bot)

    await robin.says(words)

    assert robin.from_bot[seen].startswith("Call 112 now")
    assert set(given(robin, last_form(robin, FormKind.PROBLEM))) == {"gate"}
    assert flagged(robin) is TriageLevel.EMERGENCY


async def test_thoughts_of_suicide_get_a_number_a_line_to_talk_and_company(
    house: House, charlie: Chatter
) -> None:
    kim = await house.patient("Kim", city="London", region="United Kingdom")
    await kim.says("/problem")
    seen = len(kim.from_bot)

    await kim.taps("Thoughts of ending my life")

    text = kim.from_bot[seen]
    number, line, company = text.index("999"), text.index("116 123"), text.index("be with you")
    assert text.startswith("Call 999 now if you may act on these thoughts.")
    assert number < line < company
    assert "Emergency" in flags(charlie)[0]


async def test_without_a_clinician_the_patient_is_told_that_nobody_was_alerted(
    house: House,
) -> None:
    alone = await house.patient("Robin")
    await alone.says("/problem")

    await alone.taps("Face droops")

    assert "could not be alerted" in alone.last.text
    assert "030 555 0100" in alone.last.text
    assert flagged(alone) is TriageLevel.EMERGENCY  # waits for the first clinician who joins


async def test_without_a_danger_sign_the_questions_go_on(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")

    await robin.taps("None of these")

    assert "headache right now" in robin.last.text
    assert last_form(robin).state is FormState.OPEN
    assert flags(charlie) == []
