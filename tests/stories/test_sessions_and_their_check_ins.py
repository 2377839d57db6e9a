"""Recording sessions: when they were, what they book, what a later one takes the place of."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import sessions
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import (
    USUAL_SESSION,
    answers,
    begins_a_session,
    had_a_session,
    has,
    is_screened,
    is_well,
)
from tests.stories.records import causes, check_in, check_ins, due, flagged, flags, forms_of

POINTS = ("h3", "h24", "h48", "h72", "d7", "d14")
YESTERDAY = {"When did the session end": "Yesterday", "At what time": "10:00"}
EARLIER = {"When did the session end": "Earlier today", "At what time": "08:00"}


def _ended(house: House, patient: Chatter) -> list[datetime]:
    return [one.ended_at for one in sessions.of_patient(house.clinic.db, patient.patient.id)]


async def test_a_session_books_six_check_ins_and_shows_them_in_local_time(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)

    assert check_ins(robin) == {(1, point): "planned" for point in POINTS}
    assert "Mon 2 Nov, 13:00 (3 hours after)" in robin.last.text
    assert "Mon 16 Nov, 11:00 (14 days after)" in robin.last.text


async def test_a_second_session_in_the_same_week_takes_the_place_of_what_is_left(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await is_well(robin)
    await house.go(days=2)

    await had_a_session(robin)

    states = check_ins(robin)
    assert states[1, "h3"] == "answered"
    # The one of two days after was open, with nothing answered.
    assert {states[1, point] for point in ("h48", "h72", "d7", "d14")} == {"replaced"}
    assert {states[2, point] for point in POINTS} == {"planned"}


async def test_what_was_ticked_before_a_new_session_goes_to_the_clinic(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these", "3", "Pain in chest", "Done")

    await had_a_session(robin)

    assert check_ins(robin)[1, "h3"] == "incomplete"
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


async def test_a_session_recorded_a_day_late_asks_what_can_still_be_answered(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin, YESTERDAY)
    assert _ended(house, robin) == [datetime(2026, 11, 1, 9, 0, tzinfo=UTC)]
    assert check_ins(robin)[1, "h3"] == "cancelled"
    assert check_ins(robin)[1, "h24"] == "planned"

    await house.go(seconds=1)
    assert "It is a day since your session." in robin.last.text


async def test_a_session_of_earlier_today(house: House, robin: Chatter) -> None:
    await had_a_session(robin, EARLIER)

    assert _ended(house, robin) == [datetime(2026, 11, 2, 7, 0, tzinfo=UTC)]
    assert due(robin, "h3").strftime("%H:%M") == "11:00"


async def test_a_session_cannot_lie_in_the_future(house: House, robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.taps("Earlier today")

    await robin.says("17:00")
    assert "has not come yet" in robin.last.text

    await robin.taps("08:00")
    await answers(robin, USUAL_SESSION)
    assert _ended(house, robin) == [datetime(2026, 11, 2, 7, 0, tzinfo=UTC)]


async def test_just_now_is_when_it_was_said(house: House, robin: Chatter) -> None:
    await begins_a_session(robin)
    await house.go(hours=1)
    said = house.now

    await answers(robin, USUAL_SESSION)

    (ended,) = _ended(house, robin)
    assert timedelta(0) <= ended - said < timedelta(minutes=1)


async def test_earlier_today_is_the_day_it_was_said(house: House, robin: Chatter) -> None:
    await house.go(hours=13, minutes=55)  # 23:55 in Berlin
    await begins_a_session(robin)
    await robin.taps("Earlier today")
    await house.go(minutes=10)

    await robin.says("20:00")
    await answers(robin, USUAL_SESSION)

    assert _ended(house, robin) == [datetime(2026, 11, 2, 19, 0, tzinfo=UTC)]


async def test_an_older_session_recorded_afterwards_takes_no_check_in_away(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)

    await had_a_session(robin, YESTERDAY)

    states = check_ins(robin)
    assert {states[1, point] for point in POINTS} == {"planned"}
    assert {states[2, point] for point in POINTS} == {"replaced"}


async def test_correcting_a_session_moves_it_and_makes_no_second_one(
    house: House, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Shoulders", "Done")
    last_question = robin.last
    await robin.taps("None of these")

    robin.person.taps("None of these", message=last_question)  # a double tap
    await house.settle()
    await robin.taps("Change an answer", "When did the session end", "Earlier today", "08:00")

    assert _ended(house, robin) == [datetime(2026, 11, 2, 7, 0, tzinfo=UTC)]
    assert check_ins(robin) == {(1, point): "planned" for point in POINTS}
    assert due(robin, "h3").strftime("%H:%M") == "11:00"


async def test_breathlessness_during_the_session_is_not_left_for_later(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Shoulders", "Done", "Short of breath")
    seen = len(robin.from_bot)

    await robin.taps("Done")
    assert robin.from_bot[seen].startswith("Get medical help today")
    assert "short of breath now" in robin.last.text
    seen = len(robin.from_bot)

    await robin.taps("Yes")
    assert robin.from_bot[seen].startswith("Call 112 now")
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert check_ins(robin)[1, "h3"] == "planned"  # the session is on record all the same


async def test_an_emergency_at_the_session_is_followed_by_are_you_safe(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Shoulders", "Done", "Short of breath", "Done", "Yes")
    await charlie.taps("Acknowledge")

    await house.go(minutes=31)

    assert "Did you get care?" in robin.last.text
    await house.go(hours=12)
    assert causes(robin)[-1] == "R85 silent"


async def test_the_usual_headache_is_asked_once(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await house.go(days=7)
    await begins_a_session(robin)

    await robin.taps("Just now", "Shoulders", "Done", "None of these")

    assert "Session 2 of 4 is noted" in robin.last.text


@pytest.mark.parametrize("screened", [True, False])
async def test_a_session_without_a_screening_is_said_so(robin: Chatter, screened: bool) -> None:
    if screened:
        await is_screened(robin)

    await robin.says("/session")

    assert ("no screening answers from the last day" in robin.last.text) is not screened


async def test_a_follow_up_is_not_booked_where_a_check_in_comes_anyway(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await has(robin, "Weakness", "Feels weaker")

    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert [form.point for form in forms_of(robin, FormKind.CHECK_IN)] == list(POINTS)


async def test_a_finding_late_in_the_course_gets_a_check_in_of_its_own(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(days=3, hours=1)
    await has(robin, "Weakness", "Feels weaker")
    await charlie.taps("Acknowledge")
    assert check_in(robin, "contact_clinic").state is FormState.PLANNED

    await house.go(hours=25)

    assert "Yesterday you told us about something" in robin.last.text
    assert check_in(robin, "contact_clinic").state is FormState.OPEN


async def test_a_cough_is_asked_about_again_after_four_hours(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(days=2)
    await has(robin, "A new cough", "Dry, now and then")
    await charlie.taps("Acknowledge")

    await house.go(hours=4, minutes=1)

    assert "How is your breathing now?" in robin.last.text


async def test_an_emergency_on_a_follow_up_is_followed_by_are_you_safe(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await house.go(days=2)
    await has(robin, "A new cough", "Dry, now and then")
    await house.go(hours=4, minutes=1)

    await robin.taps("Hard to breathe")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)

    assert "Did you get care?" in robin.last.text


async def test_a_session_too_long_ago_is_noted_and_promises_no_check_in(robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.taps("On another day")
    assert "Fri 30 Oct" in robin.last.labels

    await robin.says("2026-10-10")
    await robin.says("10:00")
    await answers(robin, USUAL_SESSION)

    told = robin.last.text
    assert "No check-ins will come for it." in told
    assert "I will ask how you are" not in told


async def test_a_day_is_chosen_by_its_name(house: House, robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.taps("On another day", "Fri 30 Oct")
    await robin.says("10:00")
    await answers(robin, USUAL_SESSION)

    assert _ended(house, robin) == [datetime(2026, 10, 30, 9, 0, tzinfo=UTC)]
