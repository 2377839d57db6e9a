"""Shortness of breath two days after a session: help first, the clinic at once, then safety."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.alerts import AlertState
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import (
    GATE,
    GOT_CARE,
    HEADACHE,
    NEW_PROBLEM,
    SAFE,
    answers,
    had_a_session,
    is_well,
)
from tests.stories.records import (
    alert,
    causes,
    check_in,
    flagged,
    flags,
    forms_of,
    given,
    last_form,
    rules,
)


@pytest.fixture
async def breathless(house: House, robin: Chatter) -> Chatter:
    """Bring Robin, who was well for two days and now is short of breath, and sore."""
    await had_a_session(robin)
    await house.go(hours=3)
    await is_well(robin)
    await house.go(hours=21)
    await is_well(robin)
    await house.go(hours=24)
    await answers(
        robin,
        {
            GATE: "None of these",
            HEADACHE: "3",
            NEW_PROBLEM: ("Shortness of breath", "Sore muscles"),
        },
    )
    return robin


async def test_the_next_message_is_what_to_do_now(breathless: Chatter) -> None:
    seen = len(breathless.from_bot)

    await breathless.taps("A little, only when active")

    instruction = breathless.from_bot[seen]
    assert instruction.startswith("Call 112 now")
    assert "Do not wait for a reply here." in instruction
    assert "R01" in rules(breathless, check_in(breathless, "h48"))


async def test_nothing_more_is_asked(house: House, breathless: Chatter) -> None:
    await breathless.taps("A little, only when active")
    seen = len(breathless.from_bot)
    form = check_in(breathless, "h48")

    await house.go(minutes=29)

    assert form.state is FormState.ANSWERED
    assert "soreness" not in given(breathless, form)
    assert breathless.from_bot[seen:] == []
    assert breathless.last.labels == ["Change an answer", "Talk to a person"]


async def test_the_clinician_is_told_at_once(charlie: Chatter, breathless: Chatter) -> None:
    assert flags(charlie) == []

    await breathless.taps("A little, only when active")

    assert flagged(breathless) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 1
    assert "Emergency" in flags(charlie)[0]
    assert breathless.patient.code in flags(charlie)[0]


async def test_half_an_hour_later_the_bot_asks_whether_they_are_safe(
    house: House, charlie: Chatter, breathless: Chatter
) -> None:
    await breathless.taps("A little, only when active")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)
    assert GOT_CARE in breathless.last.text

    await answers(breathless, {GOT_CARE: "Yes", SAFE: "Yes"})

    assert given(breathless, last_form(breathless)) == {"got_care": "yes", "safe": "yes"}
    assert last_form(breathless).state is FormState.ANSWERED
    assert flagged(breathless) is TriageLevel.EMERGENCY  # until a person closes it


async def test_silence_after_that_reaches_the_clinic(
    house: House, charlie: Chatter, breathless: Chatter
) -> None:
    await breathless.taps("A little, only when active")
    await charlie.taps("Acknowledge")
    told = len(flags(charlie))

    await house.go(hours=13)

    found = alert(breathless)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert causes(breathless)[-1] == "R85 silent"
    assert len(flags(charlie)) > told


@pytest.mark.parametrize("word", ["No", "Not sure"])
async def test_who_is_not_safe_is_told_to_call_again(
    house: House, charlie: Chatter, breathless: Chatter, word: str
) -> None:
    await breathless.taps("A little, only when active")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)
    await breathless.taps("I am on my way")
    seen = len(breathless.from_bot)

    await breathless.taps(word)

    found = alert(breathless)
    assert breathless.from_bot[seen].startswith("Call 112 now")
    assert found is not None
    assert found.state is AlertState.RAISED
    assert causes(breathless)[-1] == "SAFE1"


async def test_who_had_no_care_yet_is_told_to_go_and_still_asked_if_safe(
    house: House, charlie: Chatter, breathless: Chatter
) -> None:
    await breathless.taps("A little, only when active")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)
    seen = len(breathless.from_bot)

    await breathless.taps("Not yet")

    assert breathless.from_bot[seen].startswith("Get medical help today")
    assert SAFE in breathless.last.text
    assert causes(breathless)[-1] == "SAFE2"


async def test_the_safety_question_is_asked_at_night_and_while_paused(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await house.go(hours=13)  # 23:00 in Berlin
    await robin.says("/problem")
    await robin.taps("Hard to breathe")
    await charlie.taps("Acknowledge")
    await robin.says("/pause")

    await house.go(minutes=31)

    assert GOT_CARE in robin.last.text
    assert [form.kind for form in forms_of(robin)] == [FormKind.PROBLEM, FormKind.SAFETY]
