"""A patient who is well, or has one small thing, is done in a few taps."""

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
