"""A form that was begun and never finished: what was said counts, and the clinic hears of it."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import begins_a_session, had_a_session
from tests.stories.records import causes, check_in, flagged, flags, last_form, rules


@pytest.fixture
async def asked(house: House, robin: Chatter) -> Chatter:
    """Bring Robin with the first check-in on the screen."""
    await had_a_session(robin)
    await house.go(hours=3)
    return robin


async def test_a_problem_ticked_and_never_described_goes_to_the_clinic(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("None of these", "3", "Pain in chest", "Done")
    assert flags(charlie) == []

    await house.go(hours=6, minutes=5)

    assert flagged(asked) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1
    assert "silent" in causes(asked)[0]
    await house.go(hours=9)
    assert check_in(asked, "h3").state is FormState.INCOMPLETE


async def test_a_tick_without_done_counts_too(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("None of these", "3", "Shortness of breath")

    await house.go(hours=6, minutes=5)

    assert flagged(asked) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1
    await house.go(hours=9)
    assert check_in(asked, "h3").state is FormState.INCOMPLETE


async def test_a_report_broken_off_after_the_gate_goes_to_the_clinic(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("None of these", "9")

    await house.go(days=3)

    assert last_form(robin, FormKind.PROBLEM).state is FormState.INCOMPLETE
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) >= 1


async def test_a_second_report_ends_the_first_and_loses_nothing_of_it(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("None of these", "3", "Pain in chest", "Done")

    await robin.says("/problem")

    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert "incomplete" in causes(robin)[0]
    assert "most important question" in robin.last.text


async def test_leaving_a_report_loses_nothing_of_it(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")
    await robin.taps("None of these", "3", "Pain in chest", "Done")

    await robin.says("/cancel")

    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


async def test_what_was_urgent_halfway_was_told_halfway(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("None of these", "3", "Weakness", "A new cough", "Done")
    seen = len(asked.from_bot)

    await asked.taps("I drop things")

    assert asked.from_bot[seen].startswith("Get medical help today")
    assert "How is it: a new cough" in asked.last.text
    assert flagged(asked) is TriageLevel.URGENT
    assert "R31" in rules(asked, check_in(asked, "h3"))
    await charlie.taps("Acknowledge")
    await house.go(hours=16)
    assert check_in(asked, "h3").state is FormState.INCOMPLETE


async def test_an_urgent_result_left_half_done_is_followed_up_all_the_same(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("None of these", "3", "Weakness", "A new cough", "Done", "I drop things")
    await charlie.taps("Acknowledge")

    await house.go(hours=16)

    assert any("Did you get care?" in text for text in asked.from_bot)


async def test_a_screening_left_half_done_raises_no_alert(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/screen")
    await robin.says("34")

    await house.go(days=3)

    assert last_form(robin).state is FormState.INCOMPLETE
    assert flags(charlie) == []


async def test_a_session_whose_end_is_known_has_its_check_ins(
    house: House, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Shoulders")

    await house.go(hours=3, minutes=5)

    assert check_in(robin, "h3").state is FormState.OPEN


async def test_a_session_whose_end_is_not_known_is_no_session(
    house: House, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Earlier today")

    await house.go(days=3)

    assert last_form(robin, FormKind.SESSION).state is FormState.INCOMPLETE
    assert list(house.clinic.db.query("SELECT * FROM session")) == []
