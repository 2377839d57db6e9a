"""Silence after a warning goes to the clinic; silence of somebody who was well does not."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.alerts import AlertState
from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import GATE, had_a_session, has, is_well
from tests.stories.records import alert, causes, check_in, check_ins, flags

TINGLING = ("Pins and needles", "Often, or bothers my sleep")
NUMBNESS = ("Less feeling in the skin", "A bigger patch")


async def _is_flagged(charlie: Chatter, robin: Chatter, problem: str, how: str) -> None:
    """Report something that the clinic should know of; the clinic deals with it and closes it."""
    await robin.says("/problem")
    await has(robin, problem, how)
    await charlie.says("/alerts")  # a flag that has grown is closed as it is now
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")


@pytest.fixture
async def flagged_robin(house: House, charlie: Chatter, robin: Chatter) -> Chatter:
    """Bring Robin, who had a session and then a warning that the clinic has closed."""
    await had_a_session(robin)
    await _is_flagged(charlie, robin, *TINGLING)
    return robin


async def test_after_a_warning_six_hours_of_silence_on_the_first_day_reach_the_clinic(
    house: House, charlie: Chatter, flagged_robin: Chatter
) -> None:
    await house.go(hours=3, minutes=1)
    told = len(flags(charlie))

    await house.go(hours=5, minutes=50)
    assert len(flags(charlie)) == told

    await house.go(minutes=20)
    assert len(flags(charlie)) == told + 1
    assert causes(flagged_robin)[-1] == "R85 silent"


@pytest.mark.parametrize(("point", "days"), [("h72", 3), ("d7", 7)])
async def test_later_it_is_twelve_hours(
    house: House, charlie: Chatter, flagged_robin: Chatter, point: str, days: int
) -> None:
    await house.go(days=days, minutes=-30)
    await _is_flagged(charlie, flagged_robin, *NUMBNESS)
    await house.go(minutes=31)
    told = len(flags(charlie))
    assert check_in(flagged_robin, point).state is FormState.OPEN

    await house.go(hours=11, minutes=50)
    assert len(flags(charlie)) == told

    await house.go(minutes=20)
    assert len(flags(charlie)) == told + 1


async def test_the_patients_own_level_stays(
    house: House, charlie: Chatter, flagged_robin: Chatter
) -> None:
    seen = len(flagged_robin.from_bot)

    await house.go(hours=10)

    _watch, check, reminder = flagged_robin.from_bot[seen:]
    found = alert(flagged_robin)
    assert GATE in check
    assert reminder.startswith("A reminder")
    assert check_in(flagged_robin, "h3").level is None
    assert found is not None
    assert found.level is TriageLevel.CONTACT_CLINIC


async def test_one_reminder_after_three_hours_then_missed(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    seen = len(robin.from_bot)

    await house.go(hours=2, minutes=55)
    assert len(robin.from_bot) == seen
    await house.go(minutes=10)
    assert len(robin.from_bot) == seen + 1
    assert robin.last.text.startswith("A reminder")
    assert check_in(robin, "h3").state is FormState.OPEN

    await house.go(hours=12)
    assert len(robin.from_bot) == seen + 1
    assert check_in(robin, "h3").state is FormState.MISSED


async def test_a_reminder_waits_for_the_end_of_quiet_hours(house: House, robin: Chatter) -> None:
    await house.go(hours=9)  # 19:00 in Berlin: the check-in comes at 22:00, without a sound
    await had_a_session(robin)
    await house.go(hours=3)
    assert robin.last.silent
    seen = len(robin.from_bot)

    await house.go(hours=9, minutes=50)
    assert len(robin.from_bot) == seen

    await house.go(minutes=20)
    assert robin.last.text.startswith("A reminder")


async def test_somebody_who_was_well_and_goes_silent_raises_nothing(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await is_well(robin)

    await house.go(days=18)

    assert set(check_ins(robin).values()) == {"answered", "missed"}
    assert list(check_ins(robin).values()).count("missed") == 5
    assert alert(robin) is None
    assert flags(charlie) == []


async def test_a_late_answer_counts_and_is_known_as_late(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=9)

    await is_well(robin)

    assert check_in(robin, "h3").state is FormState.ANSWERED
    assert check_in(robin, "h3").is_late


async def test_an_answer_after_the_end_is_told_so_and_changes_nothing(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=19)

    await robin.taps("None of these")

    assert "This check-in is closed" in robin.last.text
    assert "/problem" in robin.last.text
    assert check_in(robin, "h3").state is FormState.MISSED


async def test_a_flagged_patient_who_blocks_the_bot_is_told_to_the_clinic_at_once(
    house: House, charlie: Chatter, flagged_robin: Chatter
) -> None:
    told = len(flags(charlie))

    flagged_robin.person.blocks()
    await house.settle()

    assert len(flags(charlie)) == told + 1
    assert causes(flagged_robin)[-1] == "unreachable"


async def test_silence_of_a_flagged_patient_who_blocked_the_bot_is_silence_too(
    house: House, charlie: Chatter, flagged_robin: Chatter
) -> None:
    flagged_robin.person.blocks()
    await house.settle()
    await charlie.taps("Close with a reason", "Could not reach", "Something else")

    await house.go(hours=20)

    found = alert(flagged_robin)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert check_in(flagged_robin, "h3").state is FormState.MISSED
