"""A check-in on the patient's own terms: later, not at all, one step back, another answer."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.alerts import AlertState
from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import GATE, HEADACHE, NEW_PROBLEM, had_a_session, has, is_well
from tests.stories.records import (
    alert,
    as_it_stands,
    causes,
    check_in,
    flagged,
    flags,
    given,
    history,
)


@pytest.fixture
async def asked(house: House, robin: Chatter) -> Chatter:
    """Bring Robin with the first check-in on the screen, at 13:00 in Berlin."""
    await had_a_session(robin)
    await house.go(hours=3)
    assert GATE in robin.last.text
    return robin


async def test_in_an_hour(house: House, asked: Chatter) -> None:
    await asked.taps("Ask me in 1 hour")
    assert "14:00" in asked.last.text
    assert "/problem works all the time" in asked.last.text
    seen = len(asked.from_bot)

    await house.go(minutes=58)
    assert len(asked.from_bot) == seen
    await house.go(minutes=3)
    assert len(asked.from_bot) == seen + 1
    assert GATE in asked.last.text

    await is_well(asked)
    assert check_in(asked, "h3").state is FormState.ANSWERED


async def test_this_evening(house: House, asked: Chatter) -> None:
    await asked.taps("Ask me this evening")
    assert "19:00" in asked.last.text
    seen = len(asked.from_bot)

    await house.go(hours=5, minutes=58)
    assert len(asked.from_bot) == seen
    await house.go(minutes=3)

    assert GATE in asked.last.text
    assert "Ask me this evening" not in asked.last.labels


async def test_later_is_offered_only_inside_the_window(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=6, minutes=1)
    assert "Ask me in 1 hour" in robin.last.labels

    await house.go(hours=11, minutes=29)  # half an hour before the end
    await robin.taps("Ask me in 1 hour")

    assert "after the end of this check-in" in robin.last.text
    assert GATE in robin.last.text
    assert "Ask me in 1 hour" not in robin.last.labels
    assert check_in(robin, "h3").state is FormState.OPEN


async def test_this_evening_is_not_offered_in_the_evening(house: House, robin: Chatter) -> None:
    await house.go(hours=7)  # 17:00 in Berlin, so the check-in comes at 20:00
    await had_a_session(robin)

    await house.go(hours=3)

    assert "Ask me in 1 hour" in robin.last.labels
    assert "Ask me this evening" not in robin.last.labels


async def test_an_evening_that_has_passed_is_said_so(house: House, asked: Chatter) -> None:
    await house.go(hours=6, minutes=30)
    first = next(
        message for message in asked.person.messages if "Ask me this evening" in message.labels
    )

    asked.person.taps("Ask me this evening", message=first)
    await house.settle()

    assert "That time has passed" in as_it_stands(asked, first).text


async def test_skipping_is_on_record_and_shows_the_way_back(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("Skip this check-in")

    assert check_in(asked, "h3").state is FormState.SKIPPED
    assert "/problem" in asked.last.text
    assert "112" in asked.last.text
    await house.go(hours=15)
    assert asked.last.text.startswith("Skipped.")
    assert flags(charlie) == []


async def test_skipping_does_not_drop_what_was_answered(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    first = asked.last
    await house.go(hours=3, minutes=1)  # the reminder stands below the first message
    await asked.taps("None of these", "3", "Pain in chest", "Done")

    asked.person.taps("Skip this check-in", message=first)
    await house.settle()

    assert check_in(asked, "h3").state is FormState.INCOMPLETE
    assert flagged(asked) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


async def test_later_and_skip_are_gone_after_the_first_answer(asked: Chatter) -> None:
    await asked.taps("None of these")

    assert not {"Ask me in 1 hour", "Ask me this evening", "Skip this check-in"} & set(
        asked.last.labels
    )


async def test_a_correction_keeps_the_old_answer(asked: Chatter) -> None:
    await is_well(asked, headache=3)
    form = check_in(asked, "h3")

    await asked.taps("Change an answer", "Headache now", "2")

    assert given(asked, form)["nrs"] == 2
    assert [answer for answer in history(asked, form, "nrs") if answer is not None] == [3, 2]
    assert check_in(asked, "h3").state is FormState.ANSWERED


async def test_a_correction_can_raise_the_level(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await is_well(asked)
    seen = len(asked.from_bot)

    await asked.taps("Change an answer", "Any danger sign", "Hard to breathe")

    assert any(text.startswith("Call 112 now") for text in asked.from_bot[seen:])
    assert flagged(asked) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 1


async def test_a_correction_never_lowers_an_alert(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("Hard to breathe")
    await asked.taps("Change an answer", "Any danger sign")
    await is_well(asked)

    form = check_in(asked, "h3")
    assert given(asked, form)["gate"] == "none"
    assert history(asked, form, "gate") == ["breath", None, "none"]
    assert "What I told you before still counts" in asked.last.text
    assert "Call 112 now" in asked.last.text
    assert flagged(asked) is TriageLevel.EMERGENCY

    await house.go(minutes=31)  # and the safety question comes all the same
    assert "Did you get care?" in asked.last.text


async def test_silence_after_a_corrected_emergency_still_counts(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("Hard to breathe")
    await asked.taps("Change an answer", "Any danger sign")
    await is_well(asked)
    await charlie.taps("Acknowledge")

    await house.go(hours=13)

    found = alert(asked)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert causes(asked)[-1] == "R85 silent"


async def test_another_emergency_in_place_of_the_first_is_taken_too(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("Hard to breathe")

    await asked.taps("Change an answer", "Any danger sign", "Face droops")

    assert given(asked, check_in(asked, "h3"))["gate"] == "stroke"
    assert flagged(asked) is TriageLevel.EMERGENCY
    await house.go(minutes=31)
    asked_about_safety = [text for text in asked.from_bot if "Did you get care?" in text]
    assert len(asked_about_safety) == 1


async def test_a_corrected_answer_left_alone_goes_to_the_clinic(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await is_well(asked)
    await asked.taps("Change an answer", "New problems", "A new cough", "Done")
    assert "How is it: a new cough" in asked.last.text

    await house.go(hours=16)

    assert check_in(asked, "h3").state is FormState.INCOMPLETE
    assert flagged(asked) is TriageLevel.CONTACT_CLINIC


async def test_back_at_each_question(asked: Chatter) -> None:
    await asked.taps("None of these")
    await asked.taps("‹ Back")
    assert GATE in asked.last.text
    await asked.taps("None of these", "5")
    await asked.taps("‹ Back")
    assert HEADACHE in asked.last.text
    await asked.taps("3", "A new cough", "Done")
    await asked.taps("‹ Back")
    assert NEW_PROBLEM in asked.last.text

    await asked.taps("No new problem")

    form = check_in(asked, "h3")
    assert form.state is FormState.ANSWERED
    assert given(asked, form) == {"gate": "none", "nrs": 3, "problems": ["none"]}
    assert history(asked, form, "nrs") == [5, None, 3]


async def test_what_was_said_before_a_step_back_is_not_unsaid(
    charlie: Chatter, asked: Chatter
) -> None:
    await has(asked, "Pins and needles", "All the time, and strong")
    assert flagged(asked) is TriageLevel.URGENT

    await asked.taps("Change an answer", "New problems", "No new problem")

    assert flagged(asked) is TriageLevel.URGENT
    assert "Get medical help today" in asked.last.text


async def test_a_check_in_can_be_left_and_taken_up_again(asked: Chatter) -> None:
    await asked.says("/cancel")
    assert "stays open" in asked.last.text

    await asked.taps("None of these", "3", "No new problem")

    assert check_in(asked, "h3").state is FormState.ANSWERED


async def test_leaving_the_safety_question_does_not_hide_silence(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps("Hard to breathe")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)

    await asked.says("/cancel")
    await house.go(hours=12, minutes=30)

    assert causes(asked)[-1] == "R85 silent"


@pytest.mark.parametrize("words", ["in 1 hour", "Ask me in 1 hour", "Later", "in an hour!"])
async def test_the_later_buttons_can_be_typed(house: House, asked: Chatter, words: str) -> None:
    await asked.says(words)

    assert asked.last.text.startswith("I will ask again")
    assert alert(asked) is None


async def test_the_evening_can_be_typed(house: House, asked: Chatter) -> None:
    await asked.says("tonight")

    assert asked.last.text.startswith("I will ask again")
    assert "19:00" in asked.last.text


async def test_skipping_can_be_typed(house: House, asked: Chatter) -> None:
    await asked.says("skip")

    assert asked.last.text.startswith("Skipped.")
    assert check_in(asked, "h3").state is FormState.SKIPPED
