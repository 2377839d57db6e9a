"""Before a later session: what the last one left is asked, and what the record knows counts."""

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, has, is_screened, is_well
from tests.stories.records import flagged, given, last_form, rules

STILL = "from the last session still there"


def screening(patient: Chatter) -> ScreeningClass | None:
    """Give the class of the newest screening."""
    return last_form(patient, FormKind.SCREENING).screening_class


@pytest.fixture
async def treated(house: House, charlie: Chatter, robin: Chatter) -> Chatter:
    """Bring Robin, well until 3 days after the first session."""
    await is_screened(robin)
    await had_a_session(robin)
    for hours in (3, 21, 24, 24):
        await house.go(hours=hours)
        await is_well(robin)
    return robin


async def reports(patient: Chatter, problem: str, how: str) -> None:
    """Report a problem between two check-ins."""
    await patient.says("/problem")
    await has(patient, problem, how)


async def test_the_first_screening_does_not_ask_about_a_last_session(robin: Chatter) -> None:
    await is_screened(robin)

    assert "PRE1" not in given(robin, last_form(robin))


async def test_somebody_who_was_well_is_clear_for_one_tap_more(treated: Chatter) -> None:
    await is_screened(treated)

    assert screening(treated) is ScreeningClass.CLEAR
    assert given(treated, last_form(treated))["PRE1"] == "no"


@pytest.mark.parametrize(
    ("what", "found", "level"),
    [
        ("Sore muscles or a bruise", ScreeningClass.CHECK, TriageLevel.CONTACT_CLINIC),
        ("Tingling, numb skin", ScreeningClass.STOP, TriageLevel.CONTACT_CLINIC),
        ("Swelling at the neck", ScreeningClass.STOP, TriageLevel.URGENT),
        ("Weakness", ScreeningClass.STOP, TriageLevel.URGENT),
        ("Something else", ScreeningClass.CHECK, TriageLevel.CONTACT_CLINIC),
    ],
)
async def test_what_is_still_there_decides(
    treated: Chatter, what: str, found: ScreeningClass, level: TriageLevel
) -> None:
    await is_screened(treated, {STILL: "Yes", "What is still there": (what,)})

    assert screening(treated) is found
    assert flagged(treated) is level


@pytest.mark.parametrize(
    ("days", "level", "begins"),
    [(0, TriageLevel.EMERGENCY, "Call 112 now"), (5, TriageLevel.URGENT, "Get medical help")],
)
async def test_trouble_with_breathing_is_an_emergency_in_the_first_week(
    house: House, treated: Chatter, days: int, level: TriageLevel, begins: str
) -> None:
    await house.go(days=days)
    await treated.says("/screen")
    seen = len(treated.from_bot)

    await treated.taps("Yes", "Short breath, cough or chest pain", "Done")

    assert flagged(treated) is level
    assert any(text.startswith(begins) for text in treated.from_bot[seen - 1 :])


async def test_an_episode_nobody_closed_is_a_stop_until_the_clinician_closes_it(
    house: House, charlie: Chatter, treated: Chatter
) -> None:
    await reports(treated, "Pins and needles", "Often, or bothers my sleep")
    await is_screened(treated)
    assert screening(treated) is ScreeningClass.STOP
    assert "has not yet closed" in treated.last.text

    await charlie.says("/alerts")  # a flag that has grown is closed as it is now
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")
    await treated.says("/screen")

    assert screening(treated) is ScreeningClass.CLEAR


async def test_acknowledging_alone_closes_nothing(charlie: Chatter, treated: Chatter) -> None:
    await reports(treated, "Pins and needles", "Often, or bothers my sleep")
    await charlie.taps("Acknowledge")

    await is_screened(treated)

    assert screening(treated) is ScreeningClass.STOP


async def test_the_flag_of_a_screening_alone_is_no_episode(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, {"any illness or health problem": "Yes"})
    await charlie.says(f"/clear {robin.patient.code}")
    await charlie.taps("Known and weighed", "Yes, clear it")
    await had_a_session(robin)
    await house.go(days=20)

    await is_screened(robin)

    assert screening(robin) is ScreeningClass.CHECK


async def test_weakness_still_open_keeps_its_level_and_comes_before_every_question(
    treated: Chatter,
) -> None:
    await reports(treated, "Weakness", "I drop things")
    seen = len(treated.from_bot)

    await treated.says("/screen")

    said = treated.from_bot[seen:]
    assert said[0].startswith("Get medical help today")
    assert STILL in said[1]
    form = last_form(treated, FormKind.SCREENING)
    assert "PRE1.danger_urgent" in rules(treated, form)
    assert flagged(treated) is TriageLevel.URGENT


async def test_what_leaves_a_day_is_told_with_the_result(treated: Chatter) -> None:
    await reports(treated, "Weakness", "Feels weaker")

    await is_screened(treated)

    assert screening(treated) is ScreeningClass.STOP
    assert "Talk with the clinic within 24 hours" in treated.last.text
    assert "the neck or the strength" in treated.last.text
    form = last_form(treated, FormKind.SCREENING)
    assert "PRE1.danger_contact" in rules(treated, form)


async def test_an_open_emergency_ends_the_screening_before_it_begins(
    treated: Chatter,
) -> None:
    await reports(treated, "Shortness of breath", "At rest")
    seen = len(treated.from_bot)

    await treated.says("/screen")

    (told,) = treated.from_bot[seen:]
    assert told.startswith("Call 112 now")
    assert last_form(treated, FormKind.SCREENING).state is FormState.ANSWERED
    assert screening(treated) is ScreeningClass.STOP


async def test_what_has_gone_by_the_next_report_holds_nothing_back(
    house: House, charlie: Chatter, treated: Chatter
) -> None:
    await reports(treated, "Weakness", "Feels weaker")
    await charlie.taps("Close with a reason", "Seen at the clinic", "To be expected")
    await house.go(hours=24)
    await is_well(treated)

    await is_screened(treated)

    assert screening(treated) is ScreeningClass.CLEAR
