"""Every row of the full clinical list is an entry, or is told to be left out with a reason."""

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.locales import say
from bot.protocol import load_protocol
from bot.protocol.entries import entries
from bot.protocol.left_out import left_out
from bot.protocol.words import ALWAYS

WHOLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("whole.toml").read_text(encoding="utf-8")
)
PROTOCOL = load_protocol()
SCHEDULE = PROTOCOL.schedule
THERE = {entry.key for entry in entries(PROTOCOL)}
LEFT_OUT = {entry.id for entry in left_out()}


def rows(*tables: str) -> Iterator[tuple[str, str]]:
    """Give each row of some tables with each key it stands under."""
    for table in tables:
        for row, keys in WHOLE[table].items():
            yield from ((f"{table}: {row}", key) for key in keys)


def test_every_row_stands_somewhere() -> None:
    listed = list(rows("how_often", "free_text", "statements"))
    listed += [("crisis", key) for key in WHOLE["crisis"]["elsewhere"]]
    listed += [(row, key) for row, keys in WHOLE["numbers"]["other"].items() for key in keys]

    assert [row for row in listed if row[1] not in THERE | LEFT_OUT] == []
    assert len(listed) > 60


def test_the_statements_are_told_by_about() -> None:
    told = {statement.key for statement in PROTOCOL.about}

    assert [key for _, key in rows("statements") if key not in told] == []
    assert list(WHOLE["statements"]) == [str(number) for number in range(1, 13)]


@pytest.mark.parametrize("symptom", WHOLE["grade_words"]["symptoms"])
def test_a_symptom_has_words_of_its_own_for_each_grade(symptom: str) -> None:
    words = [say("en", f"grade.{symptom}.{grade}") for grade in range(5)]

    assert len(set(words)) == len(words)


def test_every_symptom_of_the_list_is_asked_about_and_no_other() -> None:
    assert sorted(WHOLE["grade_words"]["symptoms"]) == sorted(PROTOCOL.symptom_keys)


def test_symptoms_give_the_advice_of_the_list() -> None:
    given = {symptom.key: list(symptom.advice) for symptom in PROTOCOL.symptoms if symptom.advice}
    given["headache"] = list(PROTOCOL.rule("R90_headache").advice)

    assert given == WHOLE["advice"]


def test_each_class_of_advice_is_an_entry_and_is_given() -> None:
    named = {key for keys in WHOLE["advice"].values() for key in keys}

    assert {advice.key for advice in PROTOCOL.advice} == named
    assert len(named) == 11


@pytest.mark.parametrize("point", SCHEDULE.points, ids=lambda point: point.key)
def test_a_check_in_comes_in_its_window_and_asks_its_questions(point: Any) -> None:
    row = WHOLE["check_ins"][point.key]

    assert point.due == row["due"]
    assert [point.opens, point.closes] == row["window"]
    assert set(row["asks"]) <= set(point.focus)


def test_there_is_no_other_check_in() -> None:
    assert [point.key for point in SCHEDULE.points] == list(WHOLE["check_ins"])


def test_results_are_followed_up_as_listed() -> None:
    booked = {
        entry.key: {"due": entry.due, "asks": entry.questionnaire} for entry in SCHEDULE.follow_ups
    }

    assert booked == WHOLE["follow_ups"]


def test_nerves_are_asked_about_as_listed() -> None:
    (ladder,) = SCHEDULE.ladders

    assert [step.due // 24 for step in ladder.steps] == WHOLE["nerves"]["days"]
    assert list(ladder.symptoms) == WHOLE["nerves"]["symptoms"]


def test_times_are_those_of_the_list() -> None:
    assert SCHEDULE.sessions_in_course == 4
    assert (SCHEDULE.quiet_from.hour, SCHEDULE.quiet_to.hour) == (21, 8)
    assert SCHEDULE.reminder_after == 3
    assert (SCHEDULE.silence_after, SCHEDULE.early_silence_after) == (12, 6)
    assert SCHEDULE.early_points == ("h3", "h24", "h48")
    assert [p.key for p in SCHEDULE.points if p.watch and not p.quiet_hours] == ["h3"]


def test_every_region_shows_its_number_and_whether_it_was_checked() -> None:
    union = WHOLE["numbers"]["european_union"]
    checked = {**WHOLE["numbers"]["checked"], **dict.fromkeys(union["countries"], union["number"])}
    listed = {True: checked, False: WHOLE["numbers"]["not_checked"]}

    for is_checked, numbers in listed.items():
        there = {
            region.key: region.emergency
            for region in PROTOCOL.regions
            if (region.verified_on is not None) is is_checked
        }
        assert there == numbers
    assert len(union["countries"]) == 26


def test_in_a_crisis_these_are_shown_and_these_lines_called() -> None:
    lines = {region.key: region.crisis_line for region in PROTOCOL.regions if region.crisis_line}

    assert lines == WHOLE["crisis"]["lines"]
    assert set(WHOLE["crisis"]["shown"]) <= set(ALWAYS)
