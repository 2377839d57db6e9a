"""After a flag: asked again as soon as its level calls for, told again when nothing is better."""

import pytest

from bot.clinical.levels import TriageLevel
from tests.house import Chatter, House
from tests.stories.acts import GATE, answers, had_a_session, has, is_well, still_has
from tests.stories.records import causes, flagged, flags, forms_of, last_answered, rules

SOON: list[tuple[str, str, TriageLevel, dict[str, float], str]] = [
    ("A new cough", "Dry", TriageLevel.CONTACT_CLINIC, {"hours": 4}, "cough"),
    ("Weakness", "Feels weaker", TriageLevel.CONTACT_CLINIC, {"hours": 24}, "contact_clinic"),
    ("Weakness", "I drop things", TriageLevel.URGENT, {"hours": 1}, "urgent"),
    ("Weakness", "Cannot lift", TriageLevel.EMERGENCY, {"minutes": 30}, "emergency"),
]


@pytest.fixture
async def late(house: House, charlie: Chatter, robin: Chatter) -> Chatter:
    """Bring Robin, well until 3 days after a session: the next check-in is days away."""
    await had_a_session(robin)
    for hours in (3, 21, 24, 24):
        await house.go(hours=hours)
        await is_well(robin)
    return robin


@pytest.mark.parametrize(("problem", "how", "level", "wait", "point"), SOON)
async def test_the_next_question_comes_as_soon_as_the_level_calls_for(
    house: House,
    late: Chatter,
    problem: str,
    how: str,
    level: TriageLevel,
    wait: dict[str, float],
    point: str,
) -> None:
    await late.says("/problem")
    await has(late, problem, how)
    assert flagged(late) is level
    seen = len(late.from_bot)

    await house.go(**{unit: span - 0.1 for unit, span in wait.items()})
    assert len(late.from_bot) == seen
    await house.go(minutes=10)

    asked = "Did you get care?" if level >= TriageLevel.URGENT else GATE
    assert asked in late.last.text
    assert forms_of(late)[-1].point == point


async def test_a_symptom_no_better_the_next_time_is_told_again(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await has(robin, "Pins and needles", "Often, or bothers my sleep")
    await charlie.taps("Acknowledge")
    told = len(flags(charlie))

    await house.go(hours=21)
    await still_has(robin, "Pins and needles", "Often, or bothers my sleep")
    await answers(robin, {"even if it has gone?": "None of these"})

    assert "R87" in rules(robin, last_answered(robin))
    assert len(flags(charlie)) == told + 1
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert "R87" in causes(robin)[-1]


async def test_a_symptom_that_gets_better_is_not_told_again(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await has(robin, "Pins and needles", "Often, or bothers my sleep")
    await charlie.taps("Acknowledge")
    told = len(flags(charlie))

    await house.go(hours=21)
    await still_has(robin, "Pins and needles", "Now and then", "Better")
    await answers(robin, {"even if it has gone?": "None of these"})

    assert "R87" not in rules(robin, last_answered(robin))
    assert len(flags(charlie)) == told


async def test_who_is_not_sure_of_a_danger_sign_is_taken_to_have_it(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")

    await robin.taps("Not sure")

    assert rules(robin, last_answered(robin)) == {"R86"}
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert robin.last.text.startswith("Call 112 now")
