"""A patient who is well, or has one small thing: what is kept, and what is said."""

import pytest

from tests.house import Chatter, House
from tests.stories.acts import (
    ALL_WELL,
    GATE,
    HEADACHE,
    NEW_PROBLEM,
    answers,
    had_a_session,
    is_well,
)
from tests.stories.records import alert, check_in, given, new_messages


async def test_all_well_is_one_message_edited_in_place(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    seen = len(robin.from_bot)

    await answers(robin, ALL_WELL)

    assert given(robin, check_in(robin, "h3")) == {
        "gate": "none",
        "nrs": 3,
        "problems": ["none"],
    }
    assert new_messages(robin, seen) == []  # one message, edited in place
    assert "no problem" in robin.last.text
    assert alert(robin) is None


@pytest.mark.parametrize("tapped", [(), ("Skip this check-in",), ("Hard to breathe",)])
async def test_three_hours_after_the_patient_is_told_what_to_watch_for_whatever_comes(
    house: House, charlie: Chatter, robin: Chatter, tapped: tuple[str, ...]
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)

    await robin.taps(*tapped)

    watch = "In the next days, watch for these. Call 112 at once"
    assert [text.startswith(watch) for text in robin.from_bot].count(True) == 1


async def test_what_to_watch_for_is_not_told_again_the_day_after(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=24)
    await is_well(robin)

    assert "\n".join(robin.from_bot).count("In the next days, watch for these.") == 1


async def test_one_small_symptom_brings_advice_and_no_alert(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)

    await answers(
        robin,
        {
            GATE: "None of these",
            HEADACHE: "3",
            NEW_PROBLEM: ("Sore muscles",),
            "How is it": "Like after a workout",
        },
    )

    assert given(robin, check_in(robin, "h3"))["soreness"] == 1
    assert "Move gently" in robin.last.text
    assert alert(robin) is None
