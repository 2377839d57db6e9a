"""A way to a person: offered where it helps, the clinic told at once, the patient told when."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.forms import FormKind
from tests.house import Chatter, House, open_house
from tests.stories.acts import GATE, HEADACHE, NEW_PROBLEM, answers, had_a_session, is_screened
from tests.stories.records import causes, flagged, flags, forms_of, last_form, rules
from tests.stories.test_clearing import ILLNESS

PERSON = "Talk to a person"


async def test_asking_for_a_person_alerts_the_clinic_and_says_who_reads_when(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/help")

    await robin.taps(PERSON)

    assert causes(robin) == ["R83 person"]
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert rules(robin, last_form(robin, FormKind.PROBLEM)) == {"R83"}
    assert len(flags(charlie)) == 1
    assert "A clinician reads this: Monday to Friday, 9:00 to 17:00." in robin.last.text
    assert "030 555 0100" in robin.last.text
    assert "112" in robin.last.text


async def test_i_am_worried_is_the_same_rule(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")
    await answers(robin, {GATE: "None of these", HEADACHE: "2"})
    assert PERSON in robin.last.labels

    await robin.taps("Something else, or I am worried", "Done")
    await answers(robin, {"even if it has gone?": "None of these"})

    assert "R83" in rules(robin, last_form(robin, FormKind.PROBLEM))
    assert len(flags(charlie)) == 1


async def test_the_open_question_stays_open_beside_it(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")
    await answers(robin, {GATE: "None of these", HEADACHE: "2"})

    await robin.taps(PERSON, "No new problem")

    assert causes(robin) == ["R83 person"]
    assert "even if it has gone?" in robin.from_bot[-2]  # the next question, in its place


@pytest.mark.parametrize("words", ["Talk to a person", "can I talk to someone?", "human!"])
async def test_it_can_be_written(charlie: Chatter, robin: Chatter, words: str) -> None:
    await robin.says("/diary")

    await robin.says(words)

    assert causes(robin) == ["R83 person"]
    assert "worst headache" in robin.last.text


async def test_it_stands_below_every_result_above_self_care(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")
    assert PERSON in robin.last.labels

    await robin.says("my neck is swelling")
    assert PERSON in robin.last.labels

    await is_screened(robin, ILLNESS)
    assert PERSON in robin.last.labels


async def test_it_does_not_stand_below_a_calm_result(robin: Chatter) -> None:
    await is_screened(robin)

    assert PERSON not in robin.last.labels


async def test_tapping_again_and_again_is_one_wish(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/help")
    await robin.taps(PERSON, PERSON, PERSON)
    assert causes(robin) == ["R83 person"]
    assert len(flags(charlie)) == 1

    await charlie.taps("Acknowledge")
    await robin.taps(PERSON)

    assert causes(robin) == ["R83 person", "R83 person"]
    assert len(flags(charlie)) == 2


async def test_it_joins_an_alert_that_is_being_sent_and_goes_out_at_once(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")
    before = len(flags(charlie))

    await robin.taps(PERSON)

    assert flagged(robin) is TriageLevel.EMERGENCY  # levels latch
    assert len(flags(charlie)) == before + 1


async def test_a_check_in_follows_a_day_later(house: House, robin: Chatter) -> None:
    await robin.says("/help")
    await robin.taps(PERSON)

    assert [form.point for form in forms_of(robin, FormKind.CHECK_IN)] == ["contact_clinic"]


async def test_what_was_reported_before_stays_known(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these", "3", "Pins and needles", "Done", "Now and then")
    await answers(robin, {"even if it has gone?": "None of these"})

    await robin.says("talk to a person")
    await house.go(hours=21)
    await answers(robin, {GATE: "None of these", HEADACHE: "3", NEW_PROBLEM: "No new problem"})

    assert robin.last.text.startswith("How is it: pins and needles")


async def test_the_clinician_sees_the_wish(charlie: Chatter, robin: Chatter) -> None:
    await robin.says("talk to a person")
    before = len(charlie.from_bot)

    await charlie.says(f"/patient {robin.patient.code}")

    assert "Wants to talk to a person" in "\n".join(charlie.from_bot[before:])


async def test_with_nobody_to_tell_the_patient_is_told_to_call(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    async with open_house(tmp_path_factory.mktemp("alone")) as house:
        robin = await house.patient()

        await robin.says("talk to a person")

        assert robin.last.text.startswith("Nobody could be told from here.")
        assert causes(robin) == ["R83 person"]


async def test_whoever_has_not_agreed_is_asked_to_first(house: House, charlie: Chatter) -> None:
    kim = house.chatter("Kim")
    kim.person.starts(house.invitation("patient"))
    await house.settle()
    await kim.says("/help")

    await kim.taps(PERSON)

    assert kim.last.labels == ["Yes, I agree", "No"]
    assert flags(charlie) == []
