"""Before and after: figures as told, counted where the diary tells, missing where nobody did."""

from datetime import date, timedelta
from typing import Any

import pytest

from bot.clinical.diary import Counted
from bot.clinical.summary import DayCount, Side, counted_until, told, with_diary

LAST = date(2026, 11, 29)
NOTHING = Counted(filled=0, days=0)


def test_what_was_not_told_is_missing() -> None:
    assert told({}) == Side()
    assert Side().easy_directions is None


def test_what_was_told_stands_as_it_was_told() -> None:
    side = told(
        {
            "nrs_usual": 5,
            "nrs_worst_week": 8,
            "days_last_14": 0,
            "duration_usual": "all_day",
            "took_any": 6,
            "disability_usual": "slower",
            "neck_movement": ["left_stiff", "left_limited", "up_stiff"],
        }
    )

    assert (side.usual, side.worst, side.duration) == (5, 8, "all_day")
    assert (side.headache, side.medicine) == (DayCount(days=0), DayCount(days=6))
    assert (side.disability, side.easy_directions) == ("slower", 2)


@pytest.mark.parametrize(
    ("ticks", "easy"),
    [
        (["easy"], 4),
        (["down_limited"], 3),
        (["left_stiff", "right_stiff", "up_stiff", "down_limited"], 0),
    ],
)
def test_a_direction_that_is_not_ticked_is_easy(ticks: list[str], easy: int) -> None:
    assert told({"neck_movement": ticks}).easy_directions == easy


def test_the_diary_counts_only_where_the_patient_did_not_tell() -> None:
    side = told({"days_last_14": 3})

    found = with_diary(side, Counted(filled=12, days=5), Counted(filled=20, days=2))

    assert found.headache == DayCount(days=3)
    assert found.medicine == DayCount(days=2, filled=20)


def test_a_diary_without_entries_counts_nothing() -> None:
    found = with_diary(Side(), NOTHING, NOTHING)

    assert (found.headache, found.medicine) == (None, None)


def test_days_are_counted_each_in_its_own_window() -> None:
    def ago(days: int) -> date:
        return LAST - timedelta(days=days)

    entries: list[tuple[date, dict[str, Any]]] = [
        (ago(-1), {"nrs_worst": 9, "medicine": "triptan"}),
        (ago(0), {"nrs_worst": 1, "medicine": "none"}),
        (ago(13), {"nrs_worst": 4, "medicine": "simple"}),
        (ago(14), {"nrs_worst": 4, "medicine": "simple"}),
        (ago(15), {"nrs_worst": 0}),
        (ago(28), {"nrs_worst": 4, "medicine": "simple"}),
    ]

    headache, medicine = counted_until((14, 28), entries, LAST)

    assert headache == Counted(filled=2, days=2)
    assert medicine == Counted(filled=4, days=2)
