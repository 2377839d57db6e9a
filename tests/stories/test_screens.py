"""Questions that are put together: ticks, none of them, one by one, and the way back."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House, open_house
from tests.stories.acts import HEALTHY, ONE_BY_ONE, answers, is_screened
from tests.stories.few_questions import FEW_QUESTIONS
from tests.stories.holding import holds_at_the_end
from tests.stories.records import as_it_stands, flagged, given, history, last_form

TODAY = "Is any of this so today?"
HEALTH = "did you ever have, any of this"
TAKEN = "Do you take any of this?"
PREGNANT, SORE, ILL, SWELLING = "Pregnant,", "Sore, red", "Ill: a cold", "Swelling or"
NOTHING_TODAY = {"SC03": "no", "SC04": "no", "SC05": "no", "SC06": "no"}


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic that asks few questions."""
    async with open_house(tmp_path, protocol=FEW_QUESTIONS) as opened:
        yield opened
        await holds_at_the_end(opened, caplog.text)


@pytest.fixture
async def asked(robin: Chatter) -> Chatter:
    """Bring Robin with the first screen in view."""
    await robin.says("/screen")
    await robin.says("34")
    assert TODAY in robin.last.text
    return robin


def told(patient: Chatter) -> dict[str, object]:
    """Map the settled questions of the screening, but for the age, to their answers."""
    found = given(patient, last_form(patient, FormKind.SCREENING))
    return {key: value for key, value in found.items() if key != "SC01"}


async def test_a_screen_offers_its_items_none_of_them_and_one_by_one(asked: Chatter) -> None:
    assert asked.last.labels == [
        "☐ 1. Pregnant, perhaps, or just had a baby",
        "☐ 2. Sore, red, hot or open skin there",
        "☐ 3. Ill: a cold, flu, fever or chills",
        "☐ 4. Swelling or a new lump there",
        "None of these",
        ONE_BY_ONE,
        "‹ Back",
    ]


async def test_with_a_tick_done_stands_in_place_of_none(asked: Chatter) -> None:
    await asked.taps(SORE)

    assert asked.last.labels[1].startswith("☑ 2. Sore")
    assert "Done" in asked.last.labels
    assert "None of these" not in asked.last.labels

    await asked.taps(SORE)
    assert "None of these" in asked.last.labels


async def test_none_of_these_answers_each_item_at_once(asked: Chatter) -> None:
    await asked.taps("None of these")

    assert told(asked) == NOTHING_TODAY
    form = last_form(asked)
    assert [history(asked, form, key) for key in NOTHING_TODAY] == [["no"]] * 4


async def test_ticks_are_yes_the_rest_is_no_and_details_are_asked_after(asked: Chatter) -> None:
    await asked.taps(SORE, ILL, SWELLING, "Done")
    assert told(asked) == {"SC03": "no", "SC04": "yes", "SC06": "yes"}

    assert "Is the sore skin spreading" in asked.last.text
    await asked.taps("No")
    assert "Do you feel ill today" in asked.last.text
    await asked.taps("A mild cold")
    assert HEALTH in asked.last.text
    await answers(asked, HEALTHY)

    assert told(asked).items() >= {"SC05": "cold", "SC04_spread": "no"}.items()
    form = last_form(asked, FormKind.SCREENING)
    assert (form.state, form.screening_class) == (FormState.ANSWERED, ScreeningClass.STOP)
    assert "There is swelling" in asked.last.text
    assert "You have a cold." in asked.last.text


async def test_a_list_that_is_ticked_is_asked_by_itself(asked: Chatter) -> None:
    await answers(asked, {TODAY: "None of these", HEALTH: "None of these", "feel about": "Fine"})
    await asked.taps("A blood thinner", "Done")

    assert "take a blood thinner" in asked.last.text
    assert told(asked)["SC12"] == "none"
    await asked.taps("Warfarin", "Done")
    assert told(asked)["SC13"] == ["warfarin"]


async def test_one_by_one_asks_each_item_with_its_own_answers(asked: Chatter) -> None:
    await asked.taps(SORE, ONE_BY_ONE)
    assert "Are you pregnant" in asked.last.text

    await asked.taps("No", "Not sure")

    assert told(asked) == {"SC03": "no", "SC04": "unsure"}
    assert "Do you feel ill today" in asked.last.text
    await answers(asked, HEALTHY)
    assert last_form(asked, FormKind.SCREENING).screening_class is ScreeningClass.CHECK
    assert told(asked).items() >= {"SC05": "no", "SC06": "no", "SC07": "no"}.items()


async def test_a_screen_can_be_answered_by_writing(asked: Chatter) -> None:
    await asked.says("2, 4")
    assert [label[:4] for label in asked.last.labels[:4]] == ["☐ 1.", "☑ 2.", "☐ 3.", "☑ 4."]
    await asked.says("ill: a cold, flu, fever or chills")
    await asked.says("none of these")
    assert "does not go with the others" in asked.last.text
    await asked.says("done")
    await asked.says("no")  # the skin does not spread
    await asked.says("a mild cold")

    assert told(asked).items() >= {"SC04": "yes", "SC05": "cold", "SC06": "yes"}.items()
    assert HEALTH in asked.last.text


@pytest.mark.parametrize("words", ["none", "None of these!", "no"])
async def test_none_can_be_written(asked: Chatter, words: str) -> None:
    await asked.says(words)

    assert told(asked) == NOTHING_TODAY


async def test_a_number_that_is_not_on_the_screen_ticks_nothing(asked: Chatter) -> None:
    await asked.says("2, 5")

    assert "from 1 to 4" in asked.last.text
    assert [label for label in asked.last.labels if label.startswith("☑")] == []


async def test_back_brings_the_screen_with_its_ticks(asked: Chatter) -> None:
    await asked.taps(SWELLING, ILL, "Done")
    assert "Do you feel ill" in asked.last.text

    await asked.taps("‹ Back")

    assert [label[:4] for label in asked.last.labels[:4]] == ["☐ 1.", "☐ 2.", "☑ 3.", "☑ 4."]
    await asked.taps(ILL, "Done")
    assert told(asked) == {**NOTHING_TODAY, "SC06": "yes"}
    assert history(asked, last_form(asked), "SC06") == ["ticked", "yes", None, "ticked", "yes"]


async def test_back_goes_message_by_message(asked: Chatter) -> None:
    await asked.taps(SORE, ILL, "Done", "No", "A mild cold")
    seen = []
    for _ in range(4):
        await asked.taps("‹ Back")
        seen.append(asked.last.text)

    assert "Do you feel ill" in seen[0]
    assert "Is the sore skin spreading" in seen[1]
    assert TODAY in seen[2]
    assert "How old are you" in seen[3]
    await asked.says("35")
    assert [label[:4] for label in asked.last.labels[:4]] == ["☐ 1.", "☑ 2.", "☑ 3.", "☐ 4."]


async def test_back_from_one_by_one_brings_the_screen(asked: Chatter) -> None:
    await asked.taps(ONE_BY_ONE, "No", "‹ Back", "‹ Back")

    assert TODAY in asked.last.text
    await asked.taps("None of these")
    assert told(asked) == NOTHING_TODAY


async def test_answers_are_changed_one_by_one_afterwards(robin: Chatter) -> None:
    await is_screened(robin, {"any illness": "Yes"})
    await robin.taps("Change an answer", "Is there any swelling")
    assert "Is there any swelling" in robin.last.text

    await robin.taps("Change an answer", "Do you feel ill")  # and a second one before answering
    await robin.taps("A mild cold")
    assert "Is there any swelling" in robin.last.text
    await robin.taps("Not sure")

    assert told(robin).items() >= {"SC05": "cold", "SC06": "unsure", "SC04": "no"}.items()
    assert last_form(robin, FormKind.SCREENING).state is FormState.ANSWERED


async def test_the_same_tap_again_changes_nothing(asked: Chatter) -> None:
    screen = asked.last
    for button in ("None of these", "None of these"):
        asked.person.taps(button, message=screen)
    await asked.house.settle()

    assert HEALTH in asked.last.text
    form = last_form(asked)
    assert [history(asked, form, key) for key in NOTHING_TODAY] == [["no"]] * 4


async def test_done_twice_is_done_once(asked: Chatter) -> None:
    await asked.taps(SWELLING)
    done = as_it_stands(asked, asked.last)
    for _ in range(2):
        asked.person.taps("Done", message=done)
    await asked.house.settle()

    assert told(asked) == {**NOTHING_TODAY, "SC06": "yes"}
    assert history(asked, last_form(asked), "SC06") == ["ticked", "yes"]


async def test_an_old_screen_takes_back_nothing(asked: Chatter) -> None:
    old = asked.last
    await asked.taps(SWELLING, "Done")

    for button in ("None of these", "Sore", ONE_BY_ONE):
        asked.person.taps(button, message=old)
        await asked.house.settle()
        assert "This question has moved on" in asked.last.text
        assert HEALTH in asked.last.text

    assert told(asked) == {**NOTHING_TODAY, "SC06": "yes"}


async def test_none_that_crosses_a_tick_takes_nothing_back(asked: Chatter) -> None:
    screen = asked.last
    asked.person.taps("Swelling", message=screen)
    asked.person.taps("None of these", message=screen)
    await asked.house.settle()

    assert "does not go with the others" in asked.last.text
    assert told(asked) == {}


async def test_an_old_screen_after_the_end_changes_nothing(robin: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("34")
    old = robin.last
    await answers(robin, HEALTHY)
    asked_before = told(robin)

    robin.person.taps("Swelling", message=old)
    await robin.house.settle()

    assert "You already answered this: None of these." in robin.last.text
    assert told(robin) == asked_before


async def test_ticks_outlive_a_break_and_count_when_nobody_comes_back(
    house: House, charlie: Chatter, asked: Chatter
) -> None:
    await asked.taps(SWELLING, ILL)
    await asked.says("/help")

    await house.go(days=3)

    form = last_form(asked, FormKind.SCREENING)
    assert form.state is FormState.INCOMPLETE
    assert form.screening_class is ScreeningClass.STOP
    assert told(asked) == {"SC05": "unsure", "SC06": "yes"}
    assert flagged(asked) is TriageLevel.CONTACT_CLINIC


async def test_the_clinic_sees_what_is_ticked_so_far(charlie: Chatter, asked: Chatter) -> None:
    await asked.taps(SWELLING, ILL)
    await charlie.says(f"/patient {asked.patient.code}")

    assert "Swelling or a new lump there → Yes (ticked, not confirmed yet)" in charlie.last.text
    assert "fever or chills → Not sure (ticked, not confirmed yet)" in charlie.last.text


async def test_what_one_by_one_leaves_open_counts_for_nothing(
    house: House, asked: Chatter
) -> None:
    await asked.taps(SWELLING, ONE_BY_ONE)
    await house.go(days=3)

    assert told(asked) == {}
    assert flagged(asked) is None


async def test_a_screen_goes_on_where_it_was_left(house: House, asked: Chatter) -> None:
    await asked.taps(SORE)
    await asked.says("/about")
    await house.outage(hours=5)

    await asked.says("what is this")  # passed on; then the danger signs, then back
    await asked.taps("None of these")

    assert TODAY in asked.last.text
    assert asked.last.labels[1].startswith("☑")


async def test_done_on_a_later_screen_waits_for_the_one_before(asked: Chatter) -> None:
    await asked.taps("None of these", "Bad blood vessels")
    later = as_it_stands(asked, asked.last)
    await asked.taps("‹ Back")
    asked.person.taps("Done", message=later)
    await asked.house.settle()

    assert TODAY in asked.last.text
    assert told(asked) == {}


async def test_only_what_is_open_stands_on_a_screen(house: House, robin: Chatter) -> None:
    await is_screened(robin, {"problem with your blood vessels": "Not sure"})
    await house.go(hours=25)
    await robin.says("/screen")

    assert TODAY in robin.last.text
    assert "1 of 3" in robin.last.text
    assert "‹ Back" not in robin.last.labels  # what was carried over is behind
    await answers(robin, HEALTHY)
    assert told(robin)["SC07"] == "unsure"


async def test_a_screen_with_one_item_left_asks_that_question(robin: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("34")
    await robin.taps(ONE_BY_ONE, "No")
    form = last_form(robin)
    robin.person.taps("", data=f"b:{form.id}:SC03")
    await robin.house.settle()

    assert "Are you pregnant" in robin.last.text


SWELLING_IS_AN_EMERGENCY = tuple(
    replace(
        question,
        options=tuple(
            replace(option, urgency=TriageLevel.EMERGENCY) if option.key == "yes" else option
            for option in question.options
        ),
    )
    if question.key == "SC06"
    else question
    for question in FEW_QUESTIONS.screening
)


class TestWithAnEmergencyOnTheScreen:
    """What happens where an item of a screen is an emergency."""

    @pytest.fixture
    async def house(
        self, tmp_path: Path, caplog: pytest.LogCaptureFixture
    ) -> AsyncIterator[House]:
        """Open a clinic to which swelling is an emergency."""
        protocol = replace(FEW_QUESTIONS, screening=SWELLING_IS_AN_EMERGENCY)
        async with open_house(tmp_path, protocol=protocol) as opened:
            yield opened
            await holds_at_the_end(opened, caplog.text)

    @pytest.mark.parametrize("written", [False, True])
    async def test_its_tick_does_not_wait_for_done(self, asked: Chatter, written: bool) -> None:
        seen = len(asked.from_bot)
        await asked.taps(SORE)
        await (asked.says("4") if written else asked.taps(SWELLING))

        assert asked.from_bot[seen:][-1].startswith("Call 112 now")
        assert flagged(asked) is TriageLevel.EMERGENCY
        form = last_form(asked, FormKind.SCREENING)
        assert (form.state, form.screening_class) == (FormState.ANSWERED, ScreeningClass.STOP)
        assert told(asked) == {"SC04": "yes", "SC06": "yes"}

    async def test_what_was_ticked_beside_it_is_kept(self, asked: Chatter) -> None:
        await asked.taps(ILL, SWELLING)

        assert told(asked) == {"SC05": "unsure", "SC06": "yes"}
