"""When a new course begins, and which questions compare before and after."""

from datetime import timedelta

import pytest

from bot.clinical.comparison import (
    DaysFilled,
    Stage,
    course_facts,
    course_questions,
    grades_before,
    symptoms_asked,
)
from bot.clinical.questionnaire import Answers, applicable, is_asked
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
PLAN = PROTOCOL.course_plan
HEADACHE = {"nrs_usual": 4, "nrs_worst_week": 6, "took_any": 3}


@pytest.mark.parametrize(
    ("sessions", "days", "followed_up", "anew"),
    [
        (0, 0, False, False),
        (1, 90, False, False),
        (1, 91, False, True),
        (3, 20, True, False),
        (4, 7, False, False),
        (4, 15, True, True),
        (5, 15, True, True),
    ],
)
def test_a_course_is_new_after_a_long_time_or_a_full_course_that_was_followed_up(
    sessions: int, days: int, followed_up: bool, anew: bool
) -> None:
    since = timedelta(days=days)

    found = PLAN.begins_anew(
        planned=4, sessions=sessions, since_last=since, followed_up=followed_up
    )

    assert found is anew


def asked(answers: Answers, stage: Stage, filled: DaysFilled | None = None) -> list[str]:
    """Name the questions asked at a stage, with these answers."""
    facts = course_facts(answers, stage, filled=filled)
    return [question.key for question in applicable(course_questions(PROTOCOL), facts)]


def test_the_baseline_asks_for_a_grade_of_what_was_ticked_and_nothing_of_change() -> None:
    keys = asked({**HEADACHE, "symptoms_before": ["tingling", "weakness"]}, Stage.BEFORE)

    assert keys[:4] == ["nrs_usual", "symptoms_before", "tingling", "weakness"]
    assert "change" not in keys
    assert {"triggers", "sleep_usual", "location_usual"} <= set(keys)


def test_the_follow_up_asks_the_same_and_the_change() -> None:
    keys = asked(HEADACHE, Stage.AFTER)

    assert keys == [
        *("nrs_usual", "change", "nrs_worst_week", "days_last_14", "duration_usual"),
        *("disability_usual", "took_any", "took_simple", "took_strong", "neck_movement"),
    ]


@pytest.mark.parametrize(
    ("filled", "days", "medicine"),
    [
        (DaysFilled(headache=9, medicine=19), True, True),
        (DaysFilled(headache=10, medicine=19), False, True),
        (DaysFilled(headache=14, medicine=20), False, False),
    ],
)
def test_what_the_diary_tells_is_not_asked(filled: DaysFilled, days: bool, medicine: bool) -> None:
    keys = asked({"nrs_usual": 4}, Stage.AFTER, filled)

    assert ("days_last_14" in keys) is days
    assert ("took_any" in keys) is medicine


@pytest.mark.parametrize("stage", [Stage.BEFORE, Stage.AFTER])
def test_the_rest_can_be_skipped(stage: Stage) -> None:
    keys = asked({"nrs_usual": 4, "rest": False}, stage)

    assert keys == ["nrs_usual", "symptoms_before" if stage is Stage.BEFORE else "change"]


@pytest.mark.parametrize("stage", [Stage.BEFORE, Stage.AFTER])
def test_who_has_no_headache_is_not_asked_how_long_it_lasts(stage: Stage) -> None:
    keys = asked({"nrs_usual": 0, "nrs_worst_week": 0, "took_any": 0}, stage)

    assert not {"duration_usual", "disability_usual", "location_usual", "took_strong"} & set(keys)


def test_a_check_in_asks_about_the_neck_after_three_days_and_a_week_only() -> None:
    points = [
        point.key
        for point in PROTOCOL.schedule.points
        for question in PROTOCOL.course
        if is_asked(question, course_facts({}, Stage.DURING, point=point.key))
    ]

    assert points == ["h72", "d7"]


def test_grades_before_are_those_of_what_was_ticked() -> None:
    told = {"symptoms_before": ["tingling", "weakness"], "tingling": 2, "dizziness": 3}

    assert grades_before(PROTOCOL, told) == {"tingling": 2}
    assert grades_before(PROTOCOL, {"symptoms_before": ["none"]}) == {}
    assert symptoms_asked(PROTOCOL) == (
        *("tingling", "numbness", "weakness", "breathlessness", "dizziness"),
    )
