"""Red-flag signs are asked where they can matter, and a worry opens them all."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import ALL_WELL, NEW_PROBLEM, SIGNS, Replies, answers, had_a_session
from tests.stories.records import check_in, flagged, flags, given, rules, taps

WORRIED: Replies = {**ALL_WELL, NEW_PROBLEM: ("Something else",)}


@pytest.fixture
async def asked(house: House, charlie: Chatter, robin: Chatter) -> Chatter:
    """Bring Robin with the first check-in on the screen."""
    await had_a_session(robin)
    await house.go(hours=3)
    return robin


async def test_a_worry_with_no_sign_goes_to_the_clinic(house: House, asked: Chatter) -> None:
    before = taps(house)

    await answers(asked, WORRIED)

    # The gate, the headache, the box, Done, and one tap for each of four groups.
    assert taps(house) - before == 8
    assert rules(asked, check_in(asked, "h3")) == {"R83", "R91"}
    assert flagged(asked) is TriageLevel.CONTACT_CLINIC
    assert asked.last.labels == ["Change an answer", "Talk to a person"]


async def test_a_sign_is_an_emergency_at_the_very_tap(charlie: Chatter, asked: Chatter) -> None:
    await answers(asked, {"face, sight, arms": ("Lid droops",), **WORRIED})

    assert any(text.startswith("Call 112 now") for text in asked.from_bot)
    assert flagged(asked) is TriageLevel.EMERGENCY
    assert check_in(asked, "h3").state is FormState.ANSWERED
    assert "breath_signs" not in given(asked, check_in(asked, "h3"))  # nothing more is asked


async def test_not_sure_of_a_sign_is_never_a_no(asked: Chatter) -> None:
    await answers(asked, {"head and neck": "Not sure", **WORRIED})

    assert "R86_urgent" in rules(asked, check_in(asked, "h3"))
    assert flagged(asked) is TriageLevel.URGENT


async def test_a_needle_that_is_still_in_is_urgent_until_its_place_is_told(
    charlie: Chatter, asked: Chatter
) -> None:
    await answers(asked, {"whole body": ("A needle",), **WORRIED})
    assert flagged(asked) is TriageLevel.URGENT
    assert "Where is the needle?" in asked.last.text
    told = len(flags(charlie))

    await asked.taps("Side of the neck")

    assert flagged(asked) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == told + 1


async def test_a_sore_muscle_brings_no_question_about_signs(asked: Chatter) -> None:
    seen = len(asked.from_bot)

    sore: Replies = {NEW_PROBLEM: ("Sore muscles",), "How is it": "Like after a workout"}
    await answers(asked, {**{k: v for k, v in ALL_WELL.items() if k != SIGNS}, **sore})

    assert check_in(asked, "h3").state is FormState.ANSWERED
    assert asked.from_bot[seen:] == []
