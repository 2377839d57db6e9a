"""What a question accepts, and how answers alone say which question comes next."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinical.questionnaire import (
    Kind,
    Option,
    Question,
    answered,
    applicable,
    next_question,
)


def question(kind: Kind, *options: str, **rest: Any) -> Question:
    """Make a question; the option `none` stands alone."""
    made = tuple(Option(key=key, alone=key == "none") for key in options)
    return Question(key=rest.pop("key", "asked"), kind=kind, source="test", options=made, **rest)


CHOICE = question(Kind.CHOICE, "yes", "no")
SEVERAL = question(Kind.SEVERAL, "none", "red", "blue")
NUMBER = question(Kind.NUMBER, low=0, high=10)
AGE = question(Kind.AGE, "prefer_not", low=0, high=120)
DATE = question(Kind.DATE)
TIME = question(Kind.TIME)
TEXT = question(Kind.TEXT, "skip")


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (CHOICE, "yes"),
        (SEVERAL, ["none"]),
        (SEVERAL, ["red", "blue"]),
        (NUMBER, 0),
        (NUMBER, 10),
        (AGE, 120),
        (AGE, "prefer_not"),
        (DATE, "2026-02-28"),
        (TIME, "00:00"),
        (TIME, "23:59"),
        (TEXT, "asthma, since 2019"),
        (TEXT, "x"),
        (TEXT, "é" * 500),
        (TEXT, "skip"),
    ],
)
def test_a_question_accepts_what_it_can_store(asked: Question, value: Any) -> None:
    assert asked.accepts(value)


@pytest.mark.parametrize(
    ("asked", "value"),
    [
        (CHOICE, "maybe"),
        (CHOICE, ["yes"]),
        (CHOICE, 1),
        (CHOICE, None),
        (SEVERAL, []),
        (SEVERAL, ["none", "red"]),
        (SEVERAL, ["green"]),
        (SEVERAL, "red"),
        (NUMBER, -1),
        (NUMBER, 11),
        (NUMBER, True),
        (NUMBER, 3.0),
        (NUMBER, "3"),
        (AGE, 121),
        (AGE, "unsure"),
        (DATE, "2026-02-29"),
        (DATE, "20260228"),
        (DATE, "28.02.2026"),
        (TIME, "24:00"),
        (TIME, "9:30"),
        (TIME, "09:30:00"),
        (TIME, 930),
        (TEXT, ""),
        (TEXT, " \n"),
        (TEXT, "é" * 501),
        (TEXT, ["skip"]),
        (TEXT, 3),
    ],
)
def test_a_question_refuses_the_rest(asked: Question, value: Any) -> None:
    assert not asked.accepts(value)


@given(value=st.integers())
def test_a_number_is_never_clamped(value: int) -> None:
    assert NUMBER.accepts(value) == (value in range(11))


def test_the_next_question_is_the_first_that_applies_and_has_no_answer() -> None:
    listed = (
        question(Kind.CHOICE, "yes", "no", key="first"),
        question(Kind.CHOICE, "yes", "no", key="second", when="first == 'yes'"),
        question(Kind.CHOICE, "yes", "no", key="third"),
    )

    def follows(answers: dict[str, str]) -> str | None:
        found = next_question(listed, answers, answers)
        return found.key if found else None

    assert follows({}) == "first"
    assert follows({"first": "yes"}) == "second"
    assert follows({"first": "no"}) == "third"
    assert follows({"first": "yes", "second": "no"}) == "third"
    assert follows({"first": "no", "third": "no"}) is None


def test_only_what_applies_counts_as_answered() -> None:
    listed = (
        question(Kind.CHOICE, "yes", "no", key="first"),
        question(Kind.CHOICE, "yes", "no", key="second", when="first == 'yes'"),
    )

    assert [q.key for q in applicable(listed, {})] == ["first"]
    assert [q.key for q in applicable(listed, {"first": "yes"})] == ["first", "second"]
    assert [q.key for q in answered(listed, {"first": "yes"}, {"first": "yes"})] == ["first"]


def test_an_answer_stays_out_of_what_is_answered_once_its_question_no_longer_applies() -> None:
    listed = (
        question(Kind.CHOICE, "yes", "no", key="first"),
        question(Kind.CHOICE, "yes", "no", key="second", when="first == 'yes'"),
    )
    answers = {"first": "no", "second": "yes"}

    assert [q.key for q in answered(listed, answers, answers)] == ["first"]
    kept = {"first": "yes", "second": "no"}
    assert [q.key for q in answered(listed, kept, kept)] == ["first", "second"]


def test_a_question_that_hangs_on_nothing_known_is_not_asked_yet() -> None:
    listed = (question(Kind.CHOICE, "yes", "no", when="unknown == 'yes'"),)

    assert next_question(listed, {}, {}) is None
