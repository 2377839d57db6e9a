"""The people of the tour: twelve who differ, whose answers the protocol knows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clinical.questionnaire import Question
from bot.demo.tour.feelings import Feelings
from bot.demo.tour.personas import Persona, Problem, load_people
from tests.house import PROTOCOL

BOOK = load_people()
MONDAY = datetime(2026, 9, 7, tzinfo=UTC)
SYMPTOMS = {symptom.key for symptom in PROTOCOL.symptoms}
QUESTIONS: dict[str, Question] = {
    question.key: question
    for questions in (
        PROTOCOL.screening,
        PROTOCOL.session,
        PROTOCOL.check_in,
        PROTOCOL.safety,
        PROTOCOL.diary,
        PROTOCOL.course,
    )
    for question in questions
}
TYPED = {"SC12_which"}
MENUS = {"consent", "region", "zone", "evening"}


def feelings(persona: Persona) -> Feelings:
    return Feelings(persona=persona, book=BOOK, start=MONDAY)


def test_there_are_twelve_over_eight_weeks() -> None:
    assert (len(BOOK.people), BOOK.days) == (12, 56)
    assert len({one.name for one in BOOK.people}) == len({one.code for one in BOOK.people}) == 12
    assert [one.name for one in BOOK.people if one.flag != "closed"] == ["Eike", "Imre"]
    assert [one.name for one in BOOK.people if one.silent_after] == ["Jona"]
    assert [one.name for one in BOOK.people if "/stop" in {act.says for act in one.acts}] == [
        "Mika"
    ]


@pytest.mark.parametrize("one", BOOK.people, ids=lambda one: one.name)
def test_everybody_comes_before_they_are_treated_and_within_the_tour(one: Persona) -> None:
    days = [one.joins, *one.sessions]

    assert days == sorted(days)
    assert days[-1] < BOOK.days
    assert {problem.symptom for problem in one.problems} <= SYMPTOMS


@pytest.mark.parametrize("one", BOOK.people, ids=lambda one: one.name)
def test_what_they_say_is_on_offer(one: Persona) -> None:
    for key, said in {**BOOK.usual, **one.answers}.items():
        if key in MENUS or key in TYPED:
            continue
        offered = {option.key for option in QUESTIONS[key].options}
        assert set(said if isinstance(said, tuple) else [said]) <= offered, key


def test_no_two_have_the_same_headaches() -> None:
    months = [tuple(feelings(one).worst(day) for day in range(56)) for one in BOOK.people]

    assert len(set(months)) == 12
    assert all(0 <= pain <= 10 for month in months for pain in month)


def test_headaches_come_as_their_pattern_says() -> None:
    for one in BOOK.people:
        pattern = BOOK.patterns[one.pattern]
        for day in range(56):
            pain = feelings(one).worst(day)
            weekday = (MONDAY + timedelta(days=day)).weekday()
            assert pain <= pattern.high
            assert pain == 0 or weekday in pattern.weekdays


def test_they_feel_the_same_whoever_asks() -> None:
    first, again = (feelings(BOOK.people[0]).numbers(20.4) for _ in range(2))

    assert first == again


def test_a_problem_comes_and_goes() -> None:
    problem = Problem(symptom="soreness", first=1.5, last=3.5, grades=(2, 1))

    assert [problem.grade(day) for day in (1.4, 1.5, 2.4, 2.5, 3.4, 3.5)] == [0, 2, 2, 1, 1, 0]


def test_their_days_keep_to_the_clinics_clock_when_clocks_change() -> None:
    berlin = ZoneInfo("Europe/Berlin")
    robin = replace(feelings(BOOK.people[0]), start=datetime(2026, 10, 19, tzinfo=berlin))

    hours = {robin.at(day + 9 / 24).astimezone(UTC).hour for day in range(5)}
    later = {robin.at(day + 9 / 24).astimezone(UTC).hour for day in range(6, 12)}

    assert (hours, later) == ({7}, {8})
