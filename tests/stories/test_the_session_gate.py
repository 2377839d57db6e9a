"""Between a check or a stop and a session stands the clinic; who was treated is still asked."""

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage import sessions
from bot.storage.forms import FormKind
from tests.house import Chatter, House
from tests.stories.acts import USUAL_SESSION, answers, had_a_session, is_screened
from tests.stories.records import causes, check_ins, flagged, flags, forms_of
from tests.stories.test_clearing import ILLNESS, SWELLING, clears
from tests.telegram.lookup import count

TREATED = "I have been treated all the same"
POINTS = [(1, point) for point in ("h3", "h24", "h48", "h72", "d7", "d14")]


@pytest.mark.parametrize(
    ("but", "sentence"),
    [(ILLNESS, "A clinician needs to look"), (SWELLING, "Please have no session for now.")],
    ids=["check", "stop"],
)
async def test_before_the_clinics_word_a_session_is_not_asked_about(
    robin: Chatter, but: dict[str, str], sentence: str
) -> None:
    await is_screened(robin, but)

    await robin.says("/session")

    assert robin.last.text.startswith(sentence)
    assert "030 555 0100" in robin.last.text
    assert TREATED in robin.last.labels
    assert forms_of(robin, FormKind.SESSION) == []


async def test_once_cleared_the_session_is_recorded_as_usual(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await clears(charlie, robin)

    await had_a_session(robin)

    assert "Session 1 of 4 is noted" in robin.last.text
    assert causes(robin) == ["screening:check"]


async def test_who_was_treated_all_the_same_gets_every_check_in_and_the_clinic_is_told(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, SWELLING)
    await robin.says("/session")
    before = len(flags(charlie))

    await robin.taps(TREATED)

    assert causes(robin)[-1] == "session_not_cleared"
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == before + 1
    assert "The clinic gets an alert now." in robin.last.text

    await answers(robin, USUAL_SESSION)

    assert list(check_ins(robin)) == POINTS
    (session,) = sessions.of_patient(robin.house.clinic.db, robin.patient.id)
    assert session.screening_class == ScreeningClass.STOP.value
    assert causes(robin).count("session_not_cleared") == 1


async def test_who_says_no_more_after_that_gets_the_check_ins_too(
    house: House, robin: Chatter
) -> None:
    await is_screened(robin, SWELLING)
    await robin.says("/session")
    told_at = house.now
    await robin.taps(TREATED)

    await house.go(hours=3)

    (session,) = sessions.of_patient(house.clinic.db, robin.patient.id)
    assert abs((session.ended_at - told_at).total_seconds()) < 60
    assert set(check_ins(robin)) == set(POINTS)


async def test_a_second_tap_begins_nothing_twice(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, SWELLING)
    shown = await robin.says("/session")
    before = len(flags(charlie))
    robin.person.taps(TREATED, message=shown)
    robin.person.taps(TREATED, message=shown)
    await house.settle()

    assert len(forms_of(robin, FormKind.SESSION)) == 1
    assert len(flags(charlie)) == before + 1


async def test_an_old_button_after_a_clearance_records_as_usual(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await robin.says("/session")
    await clears(charlie, robin)

    await robin.taps(TREATED, "4", "None of these", "Skip the rest")
    await robin.taps("Just now", "Shoulders", "Done", "None of these")

    assert causes(robin) == ["screening:check"]
    assert set(check_ins(robin)) == set(POINTS)


async def test_a_stop_in_a_screening_left_in_the_middle_holds_too(robin: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("11")

    await robin.says("/session")

    assert robin.last.text.startswith("Please have no session for now.")


async def test_a_stop_of_yesterday_does_not_hold_but_is_told_to_the_clinic(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, SWELLING)
    await house.go(hours=25)
    await charlie.taps("Acknowledge")

    await robin.says("/session")
    assert "no screening answers from the last day" in robin.last.text
    await answers(robin, USUAL_SESSION)

    assert causes(robin)[-1] == "session_not_cleared"


async def test_without_a_region_no_course_starts(house: House) -> None:
    kim = house.chatter("Kim")
    kim.person.starts(house.invitation("patient"))
    await house.settle()
    await kim.taps("Yes, I agree")

    for command in ("/screen", "/session"):
        await kim.says(command)
        assert kim.from_bot[-2] == "Before this works, please finish joining first."
        assert kim.last.text.startswith("Where are you?")

    assert count(house, "form") == 0
