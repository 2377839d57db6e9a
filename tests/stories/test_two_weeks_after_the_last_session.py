"""The follow-up: asked once, two weeks after the last session; and when a new course begins."""

from datetime import timedelta

import pytest

from bot.storage import sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.sessions import Session
from tests.house import Chatter, House
from tests.stories.acts import (
    CHANGE,
    USUAL,
    answers,
    had_a_session,
    has,
    is_well,
)
from tests.stories.course import AFTER
from tests.stories.records import (
    alert,
    check_in,
    check_ins,
    due,
    flags,
    forms_of,
    given,
    new_messages,
    taps,
)

WEEK = timedelta(days=7)


def follow_ups(robin: Chatter) -> list[Form]:
    """List the patient's follow-ups."""
    return forms_of(robin, FormKind.FOLLOW_UP)


def recorded(robin: Chatter) -> list[Session]:
    """List the patient's sessions by time."""
    return sessions.of_patient(robin.house.clinic.db, robin.patient.id)


async def comes(robin: Chatter, point: str) -> None:
    """Let time pass until a check-in has come."""
    await robin.house.go_to(due(robin, point) + timedelta(minutes=5))


@pytest.mark.parametrize(
    ("point", "most"), [("h3", 3), ("h24", 3), ("h48", 3), ("h72", 4), ("d7", 4), ("d14", 3)]
)
async def test_who_is_well_answers_in_so_many_taps(
    house: House, robin: Chatter, point: str, most: int
) -> None:
    await had_a_session(robin)
    await comes(robin, point)
    before = taps(house)

    await is_well(robin)

    assert taps(house) - before == most
    assert check_in(robin, point).state is FormState.ANSWERED


async def test_it_follows_the_last_check_in_of_a_course_that_stopped_early(robin: Chatter) -> None:
    await had_a_session(robin)
    await comes(robin, "d7")
    await is_well(robin)
    assert follow_ups(robin) == []

    await comes(robin, "d14")
    await is_well(robin)
    assert "compare with how things were" in robin.last.text
    await answers(robin, AFTER)

    [form] = follow_ups(robin)
    assert form.state is FormState.ANSWERED
    assert given(robin, form)["change"] == "much_better"
    assert given(robin, form)["days_last_14"] == 4
    assert alert(robin) is None


async def test_a_later_session_takes_its_place(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    await comes(robin, "d7")
    await had_a_session(robin)

    assert check_ins(robin)[1, "d14"] == "replaced"
    await comes(robin, "d14")
    await is_well(robin)

    assert [form.session_id for form in follow_ups(robin)] == [recorded(robin)[1].id]


async def test_a_corrected_check_in_does_not_bring_it_again(robin: Chatter) -> None:
    await had_a_session(robin)
    await comes(robin, "d14")
    await is_well(robin)
    await answers(robin, AFTER)

    await robin.taps("Change an answer", "Think of the last 7 days", "2")
    assert given(robin, follow_ups(robin)[0])["nrs_usual"] == 2
    form = check_in(robin, "d14")
    robin.person.taps("", data=f"b:{form.id}:nrs")
    await robin.house.settle()
    await robin.taps("1")

    assert check_in(robin, "d14").state is FormState.ANSWERED
    assert len(follow_ups(robin)) == 1


async def test_nobody_who_needs_help_today_is_asked_to_compare(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await had_a_session(robin)
    await comes(robin, "d14")

    await has(robin, "Shortness of breath", "At rest")

    assert len(flags(charlie)) == 1
    assert follow_ups(robin) == []


async def test_it_is_reminded_of_once_and_may_stay_unanswered(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await comes(robin, "d14")
    await is_well(robin)
    seen = len(robin.from_bot)

    await house.go(hours=4)
    assert "the last questions are still open" in robin.last.text
    await house.go(days=3)

    assert len(new_messages(robin, seen)) == 1
    assert follow_ups(robin)[0].state is FormState.MISSED


async def test_a_full_diary_spares_questions(house: House, robin: Chatter) -> None:
    await had_a_session(robin)
    for _ in range(14):
        await robin.says("/diary")
        await robin.taps("0")
        await house.go(days=1)
    await comes(robin, "d14")
    await is_well(robin)

    await robin.taps("2", "A bit better", "3")

    assert "days_last_14" not in given(robin, follow_ups(robin)[0])
    assert "How long does your headache last" in robin.last.text


async def test_a_session_long_after_the_last_begins_a_new_course(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin, {USUAL: "6"})
    await house.go(days=91)

    await robin.says("/session")
    assert "how things were before it" in robin.last.text
    await robin.says("/cancel")
    await had_a_session(robin)

    assert "Session 1 of 4" in robin.last.text
    assert [(one.course, one.place) for one in recorded(robin)] == [(1, 1), (2, 1)]


async def test_a_fifth_session_before_the_follow_up_belongs_to_the_course(
    house: House, robin: Chatter
) -> None:
    for _ in range(5):
        await had_a_session(robin)
        await house.go(days=7)

    assert any("Session 4 of 4 is noted" in text for text in robin.from_bot)
    assert any("Session 5 is noted" in text for text in robin.from_bot)
    assert [(one.course, one.place) for one in recorded(robin)] == [(1, n) for n in range(1, 6)]


async def test_an_early_check_in_after_two_weeks_does_not_end_a_full_course(
    house: House, robin: Chatter
) -> None:
    for days in (18, 7, 7, 7):
        await had_a_session(robin)
        await house.go(days=days)

    await had_a_session(robin)

    assert check_ins(robin)[1, "d14"] == "missed"
    assert [one.course for one in recorded(robin)] == [1] * 5


async def test_a_session_after_a_course_that_was_followed_up_begins_another(
    house: House, robin: Chatter
) -> None:
    for _ in range(4):
        await had_a_session(robin)
        await house.go(days=7)
    await comes(robin, "d14")
    await is_well(robin)
    await answers(robin, AFTER)

    await had_a_session(robin)

    assert recorded(robin)[-1].course == 2
    baselines = forms_of(robin, FormKind.BASELINE)
    assert [form.state for form in baselines] == [FormState.ANSWERED] * 2


async def test_a_session_of_long_ago_belongs_to_the_course_it_lay_in(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin)
    await had_a_session(robin, {"When did the session end": "Yesterday", "At what time": "10:00"})

    assert [(one.number, one.course, one.place) for one in recorded(robin)] == [
        (2, 1, 1),
        (1, 1, 2),
    ]


async def test_the_change_is_asked_in_seven_steps(robin: Chatter) -> None:
    await had_a_session(robin)
    await comes(robin, "d14")
    await is_well(robin)

    await robin.taps("1")

    assert CHANGE in robin.last.text
    assert len(robin.last.labels) == 8  # and the way back
