"""What is usual after needling: told only of calm reports, at its time, with a figure's source."""

import re
from collections.abc import Mapping
from typing import Any

import pytest

from bot.clinical.usual import what_is_usual
from bot.locales import say
from tests.clinical.reports import PROTOCOL, report

HOURS = (0.0, 3.0, 11.9, 12.0, 24.0, 47.9, 48.0, 72.0, 96.0, 168.0, 335.9, 336.0)
ALARMING = (
    *("breathlessness", "chest_pain", "cough", "neck_swelling", "swelling", "weakness", "fever"),
    *("infection", "rash", "mood", "fainting"),
)


def usual(t: float | None, **told: Any) -> tuple[str, ...]:
    return what_is_usual(PROTOCOL.usual, report(t=t, **told))


@pytest.mark.parametrize(
    ("t", "key"),
    [(3.0, "first_day"), (12.0, "next_day"), (47.9, "next_day"), (48.0, "days_after")],
)
def test_somebody_who_is_well_is_told_what_is_usual_for_the_day(t: float, key: str) -> None:
    assert usual(t) == (key,)


def test_after_some_days_nothing_is_told_to_somebody_who_is_well() -> None:
    assert usual(95.9) == ("days_after",)
    assert usual(96.0) == ()


@pytest.mark.parametrize(
    ("told", "key", "until"),
    [
        ({"bleeding": 1}, "bleeding", 24.0),
        ({"soreness": 1}, "soreness", 72.0),
        ({"bruising": 1}, "bruising", 336.0),
        ({"fatigue": 1}, "tired", 24.0),
        ({"dizziness": 1}, "tired", 24.0),
        ({"nausea": 1}, "sick", 24.0),
        ({"nrs": 4}, "headache", 48.0),
        ({"tingling": 1}, "nerve", 336.0),
        ({"numbness": 1}, "nerve", 336.0),
        ({"electric_shock": 1}, "nerve", 336.0),
    ],
)
def test_a_small_thing_is_told_to_be_usual_until_it_is_not(
    told: Mapping[str, int], key: str, until: float
) -> None:
    assert usual(3.0, **told) == (key,)
    assert usual(until - 0.1, **told) == (key,)
    assert key not in usual(until, **told)


@pytest.mark.parametrize("symptom", PROTOCOL.symptom_keys)
def test_nothing_is_usual_beside_a_symptom_above_grade_one(symptom: str) -> None:
    for t in HOURS:
        assert usual(t, **{"soreness": 1, symptom: 2}) == ()


@pytest.mark.parametrize("symptom", ALARMING)
def test_what_may_be_a_red_flag_is_never_called_usual(symptom: str) -> None:
    assert [t for t in HOURS if usual(t, **{symptom: 1})] == []


def test_without_a_session_nothing_is_usual() -> None:
    assert usual(None) == ()


def test_an_unfinished_report_is_told_nothing() -> None:
    assert what_is_usual(PROTOCOL.usual, {"t": 3.0, "soreness": 1}) == ()


def test_every_figure_says_who_counted() -> None:
    for told in PROTOCOL.usual:
        words = say("en", f"usual.{told.key}")
        figures = re.search(r"\d+ in \d+", words)
        assert figures is None or re.search(r"by therapists|clinic tells", words), told.key
