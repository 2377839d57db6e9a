"""A patient who is well, or has one small thing, is done in a few taps."""

import pytest

from tests.house import Chatter, House
from tests.stories.acts import ALL_WELL, GATE, HEADACHE, NEW_PROBLEM, answers, had_a_session
from tests.stories.records import alert, check_in, given, new_messages, taps


async def test_all_well_takes_three_taps(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    before, seen = taps(house), len(robin.from_bot)

    await answers(robin, ALL_WELL)

    assert taps(house) - before == 3
    assert given(robin, check_in(robin, "h3")) == {
        "gate": "none",
        "nrs": 3,
        "problems": ["none"],
    }
    assert new_messages(robin, seen) == []  # one message, edited in place
    assert "no problem" in robin.last.text
    assert alert(robin) is None


@pytest.mark.parametrize("problem", ["No new problem", ("Weakness",)])
async def test_three_hours_after_the_patient_is_told_what_to_watch_for(
    house: House, charlie: Chatter, robin: Chatter, problem: str | tuple[str, ...]
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)

    await answers(robin, {**ALL_WELL, NEW_PROBLEM: problem, "How is it": "Feels weaker"})

    assert "In the next days, watch for these. Call 112 at once" in "\n".join(robin.from_bot)


async def test_one_symptom_takes_five_taps(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    before = taps(house)

    await answers(
        robin,
        {
            GATE: "None of these",
            HEADACHE: "3",
            NEW_PROBLEM: ("Sore muscles",),
            "How is it": "Like after a workout",
        },
    )

    # The gate, the headache, the box, Done, the grade.
    assert taps(house) - before == 5
    assert given(robin, check_in(robin, "h3"))["soreness"] == 1
    assert "Move gently" in robin.last.text
    assert alert(robin) is None
