"""Thoughts of ending one's life: whom to call, a person told at once, and no questionnaire."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import GATE, HEADACHE, NEW_PROBLEM, answers, had_a_session, is_screened
from tests.stories.records import causes, flagged, flags, forms_of, last_form

WISH = "I do not want to live anymore"
LINE = "Thoughts of ending my life"
NOW, COMPANY, TOLD = (
    "if you may act on these thoughts",
    "Can someone be with you?",
    "The clinic gets",
)


async def says_it(patient: Chatter, how: str) -> str:
    """Tell of such thoughts in one of three ways and give the first thing the bot says."""
    seen = len(patient.from_bot)
    if how == "words":
        await patient.says(WISH)
    elif how == "gate":
        await patient.says("/problem")
        seen = len(patient.from_bot)
        await patient.taps(LINE)
    else:
        await patient.says("/problem")
        low = ("Feeling low, tearful or anxious",)
        await answers(patient, {GATE: "None of these", HEADACHE: "3", NEW_PROBLEM: low})
        await answers(patient, {"How is it: feeling low": "A bit"})
        seen = len(patient.from_bot)
        await patient.taps("Yes, thoughts only")
    return patient.from_bot[seen]


@pytest.mark.parametrize("how", ["words", "gate", "answer"])
@pytest.mark.parametrize(
    ("region", "number", "line"),
    [
        ("USA", "911", "call 988"),
        ("United Kingdom", "999", "call 116 123"),
        ("Germany", "112", ""),
        ("Another place", "your local emergency number", ""),
    ],
)
async def test_what_is_said_comes_in_its_order(
    house: House, charlie: Chatter, how: str, region: str, number: str, line: str
) -> None:
    kim = await house.patient("Kim", region=region)

    told = await says_it(kim, how)

    assert told.startswith(f"Call {number}")
    parts = [told.index(part) for part in (NOW, line or NOW, COMPANY, TOLD)]
    assert parts == sorted(parts)
    assert ("To talk with someone" in told) is bool(line)
    assert len(flags(charlie)) == 1


@pytest.mark.parametrize("how", ["words", "gate", "answer"])
async def test_nobody_is_left_with_a_questionnaire(
    house: House, charlie: Chatter, robin: Chatter, how: str
) -> None:
    await robin.says("/diary")

    await says_it(robin, how)

    assert "Talk to a person" in robin.last.labels
    assert GATE not in robin.last.text
    assert last_form(robin).state is not FormState.OPEN


async def test_words_that_follow_bring_the_numbers_again_and_no_question(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says(WISH)
    told = len(flags(charlie))
    seen = len(robin.from_bot)

    await robin.says("it is all too much and nobody hears me")

    (again,) = robin.from_bot[seen:]
    assert NOW in again
    assert COMPANY in again
    assert len(flags(charlie)) == told + 1
    assert causes(robin)[-1] == "message"


async def test_once_a_person_has_closed_it_words_are_heard_as_before(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says(WISH)
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")

    await robin.says("thank you for calling me")

    assert GATE in robin.last.text


async def test_the_patient_learns_that_a_person_has_seen_it(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says(WISH)
    seen = len(robin.from_bot)

    await charlie.taps("Acknowledge")
    await charlie.says("/alerts")

    (read,) = robin.from_bot[seen:]
    assert read.startswith("A person at the clinic has seen what you told us.")
    assert "call 112 now" in read


async def test_of_anything_else_no_receipt_comes(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")
    seen = len(robin.from_bot)

    await charlie.taps("Acknowledge")

    assert len(robin.from_bot) == seen


@pytest.mark.parametrize("how", ["words", "gate", "answer"])
async def test_half_an_hour_later_somebody_asks(
    house: House, charlie: Chatter, robin: Chatter, how: str
) -> None:
    await says_it(robin, how)
    told = len(flags(charlie))
    seen = len(robin.from_bot)

    await house.go(minutes=29)
    assert len(robin.from_bot) == seen
    assert len(flags(charlie)) == told + 2  # nobody acknowledged: after 10 and 20 minutes
    await house.go(minutes=2)

    assert "Did you get care?" in robin.last.text


async def test_silence_on_that_question_reaches_the_clinic(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says(WISH)
    await charlie.taps("Acknowledge")

    await house.go(hours=13)

    assert causes(robin)[-1] == "R85 silent"


@pytest.mark.parametrize(("age", "says_so"), [("12", True), ("17", True), ("18", False)])
async def test_the_alert_of_a_minor_tells_the_clinic_to_think_of_the_guardian(
    charlie: Chatter, robin: Chatter, age: str, says_so: bool
) -> None:
    await is_screened(robin, {"How old are you": age, "Will your parent": "Yes"})
    if says_so:
        await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")

    await robin.says(WISH)

    assert flagged(robin) is TriageLevel.URGENT
    assert ("under 18. Reach the guardian" in charlie.last.text) is says_so
    await charlie.taps("Acknowledge")
    assert ("under 18. Reach the guardian" in charlie.last.text) is says_so


async def test_whose_age_is_not_known_is_not_called_a_minor(
    charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)

    await robin.says(WISH)

    assert "under 18" not in charlie.last.text
    assert len(forms_of(robin)) > 0
