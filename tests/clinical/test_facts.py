"""From answers and history to facts: what is known, what is not, and what is worked out."""

from dataclasses import replace
from typing import Any

import pytest

from bot.clinical.diary import DaysTaken
from bot.clinical.facts import (
    History,
    Previous,
    open_symptoms,
    report_facts,
    report_grades,
    screening_facts,
)
from tests.clinical.reports import HEALTHY, PROTOCOL, report


@pytest.mark.parametrize(
    ("answers", "known"),
    [
        ({}, {"bleedrisk": True, "immune_low": True}),
        ({"SC13": ["none"], "SC20": "no"}, {"bleedrisk": False}),
        ({"SC13": ["none"], "SC20": "disorder"}, {"bleedrisk": True}),
        ({"SC13": ["none"], "SC20": "unsure"}, {"bleedrisk": True}),
        ({"SC13": ["none"]}, {"bleedrisk": True}),
        ({"SC13": ["unsure"]}, {"bleedrisk": True}),
        ({"SC13": ["aspirin", "heparin"]}, {"bleedrisk": True}),
        ({"SC08": "no"}, {"immune_low": False}),
        ({"SC08": "yes"}, {"immune_low": True}),
        ({"SC08": "unsure"}, {"immune_low": True}),
        ({"SC03": "no"}, {"pregnant": False, "pregnant_weeks": 0}),
        ({"SC03": "yes", "SC03_weeks": 21}, {"pregnant": True, "pregnant_weeks": 21}),
        ({"SC03": "unsure"}, {"pregnant": True, "pregnant_weeks": 0}),
        ({"SC01": 17}, {"age": 17}),
        ({"SC10": "panic"}, {"needle_fear": True}),
        ({"SC10": "nervous"}, {"needle_fear": False}),
        ({"SC30": ["fainted", "other"]}, {"past_faint": True}),
        ({"SC30": ["lung"]}, {"past_faint": False}),
        ({"SC32": ["collapsed"]}, {"lung_disease": True}),
        ({"SC32": ["smoke"]}, {"lung_disease": False}),
        ({"SC27": "heart", "SC28": "no"}, {"heart_disease": True}),
        ({"SC27": "nerve", "SC28": "no"}, {"heart_disease": False}),
        ({"SC28": "yes"}, {"heart_disease": True}),
        ({"SC24": ["diabetes"]}, {"diabetes": True}),
        ({"SC24": ["numb"]}, {"diabetes": False}),
        ({"SC23": "older"}, {"epilepsy": True}),
        ({"SC23": "no"}, {"epilepsy": False}),
        ({}, dict.fromkeys(("lung_disease", "heart_disease", "diabetes", "epilepsy"), True)),
    ],
)
def test_screening_tells_the_rules_about_a_person(
    answers: dict[str, Any], known: dict[str, Any]
) -> None:
    assert known.items() <= screening_facts(PROTOCOL, answers).items()


@pytest.mark.parametrize(
    ("answers", "absent"),
    [
        ({}, {"pregnant", "pregnant_weeks", "age", "needle_fear"}),
        ({"SC01": "prefer_not"}, {"age"}),
        ({"SC03": "yes"}, {"pregnant_weeks"}),
        ({"SC03": "yes", "SC03_weeks": "unsure"}, {"pregnant_weeks"}),
    ],
)
def test_what_screening_did_not_tell_is_absent(answers: dict[str, Any], absent: set[str]) -> None:
    assert not absent & screening_facts(PROTOCOL, answers).keys()


def test_a_symptom_that_is_not_ticked_is_none() -> None:
    grades = report_grades(PROTOCOL, {"problems": ["none"]})

    assert grades == dict.fromkeys(PROTOCOL.symptom_keys, 0)


def test_a_symptom_has_no_grade_before_the_list_of_problems_is_answered() -> None:
    assert report_grades(PROTOCOL, {"nrs": 3}) == {}


def test_a_ticked_symptom_has_no_grade_until_it_is_asked() -> None:
    assert "fever" not in report_grades(PROTOCOL, {"problems": ["fever"]})
    assert report_grades(PROTOCOL, {"problems": ["fever"], "fever": 2})["fever"] == 2


def test_a_symptom_that_was_there_has_no_grade_until_it_is_asked_again() -> None:
    previous = Previous(grades={"fever": 1, "cough": 0})
    grades = report_grades(PROTOCOL, {"problems": ["none"]}, previous)

    assert open_symptoms(previous) == {"fever"}
    assert "fever" not in grades
    assert grades["cough"] == 0


@pytest.mark.parametrize(
    ("before", "now", "worse", "rise", "rising"),
    [
        (0, 2, False, 2, False),
        (1, 2, False, 1, True),
        (1, 1, False, 0, False),
        (1, 1, True, 0, True),
        (2, 1, True, -1, True),
        (2, 1, False, -1, False),
        (1, 0, True, -1, False),
    ],
)
def test_rising_needs_a_symptom_that_was_there_and_still_is(
    before: int, now: int, worse: bool, rise: int, rising: bool
) -> None:
    facts = report(fever=now, before={"fever": before}, worse="fever" if worse else "")

    assert facts["fever_rise"] == rise
    assert facts["fever_rising"] is rising


def test_new_means_above_the_grade_before_treatment() -> None:
    assert report(numbness=1)["numbness_new"] is True
    assert report(numbness=1, usual={"numbness": 1})["numbness_new"] is False
    assert report(numbness=2, usual={"numbness": 1})["numbness_new"] is True
    assert report(numbness=0)["numbness_new"] is False


def test_a_symptom_counts_hours_from_its_own_session() -> None:
    facts = report(tingling=1, fever=1, t=5.0, since={"tingling": 400.0})

    assert (facts["tingling_t"], facts["fever_t"], facts["t"]) == (400.0, 5.0, 5.0)


def test_hours_are_absent_when_no_session_is_known() -> None:
    facts = report(t=None)

    assert not {"t", "fever_t"} & facts.keys()


def test_the_headache_is_compared_with_the_usual_one() -> None:
    facts = report(nrs=6, baseline=2, nrs_before=3, before={"fever": 0})

    assert (facts["delta"], facts["delta_before"]) == (4, 1)


def test_the_usual_headache_is_a_fact_of_its_own() -> None:
    assert report(baseline=4)["baseline_nrs"] == 4


def test_without_an_earlier_check_in_there_is_no_run_of_two() -> None:
    assert report(nrs=6, baseline=2)["delta_before"] == 0


def test_without_a_usual_headache_nothing_is_compared() -> None:
    assert not {"delta", "delta_before", "baseline_nrs"} & report(baseline=None).keys()


@pytest.mark.parametrize(
    ("nrs", "baseline", "up"), [(4, 3, True), (3, 3, False), (1, None, True), (0, None, False)]
)
def test_a_headache_is_up_above_the_usual_one_or_above_none(
    nrs: int, baseline: int | None, up: bool
) -> None:
    assert report(nrs=nrs, baseline=baseline)["headache_up"] is up


def test_days_with_a_painkiller_are_none_where_the_diary_counted_none() -> None:
    counted = report(taken=DaysTaken(any=11))

    assert (counted["med_days_any"], counted["med_days_strong"]) == (11, 0)


def test_signs_that_need_not_be_asked_are_not_there() -> None:
    assert report()["head_signs"] == []


def test_signs_are_not_known_before_what_opens_them_is() -> None:
    answers = {"gate": "none", "nrs": 3, "problems": ["fever"]}
    history = History(screening=HEALTHY, baseline_nrs=3)

    assert not {"head_signs", "body_signs"} & report_facts(PROTOCOL, answers, history).keys()
    assert report_facts(PROTOCOL, answers, history)["breath_signs"] == []


def test_counts_wait_for_every_grade() -> None:
    counts = {"worst_grade", "symptoms_at_3", "general_at_2", "general_at_1", "unimproved"}
    facts = report_facts(PROTOCOL, {"problems": ["fever", "cough"], "fever": 2}, History())

    assert not counts & facts.keys()
    assert counts <= report().keys()


def test_a_grade_already_bad_counts_at_once() -> None:
    answers = {"problems": ["fever", "cough"], "fever": 3}

    assert report_facts(PROTOCOL, answers, History(screening=HEALTHY))["worst_grade"] == 3


def test_a_symptom_is_unimproved_until_its_grade_falls() -> None:
    def unimproved(now: int, before: int) -> list[str]:
        facts = report(fever=now, before={"fever": before}, alarming=["fever"])
        found: list[str] = facts["unimproved"]
        return found

    assert unimproved(2, 2) == ["fever"]
    assert unimproved(3, 2) == ["fever"]
    assert unimproved(1, 2) == []
    assert unimproved(0, 1) == []


def test_a_symptom_left_open_is_not_known_until_it_is_asked_again() -> None:
    history = History(screening=HEALTHY, previous=Previous(grades={"fever": 1, "cough": 0}))
    facts = report_facts(PROTOCOL, {"gate": "none", "nrs": 3, "problems": ["none"]}, history)

    assert "fever" not in facts
    assert facts["cough"] == 0


@pytest.mark.parametrize(
    ("before", "now", "unimproved"),
    [
        ({"tingling": 1}, {"tingling": 1}, ["tingling"]),
        ({"tingling": 2}, {"tingling": 1}, []),
        ({"tingling": 0}, {"tingling": 0}, []),
        ({}, {"tingling": 1}, ["tingling"]),
    ],
)
def test_a_symptom_that_alarmed_is_compared_with_its_last_grade(
    before: dict[str, int], now: dict[str, int], unimproved: list[str]
) -> None:
    previous = Previous(grades=before, alarming=frozenset({"tingling", "left_the_protocol"}))
    answers = {"gate": "none", "nrs": 3, "problems": list(now), **now}
    facts = report_facts(PROTOCOL, answers, History(screening=HEALTHY, previous=previous))

    assert facts["unimproved"] == unimproved


def test_with_no_symptom_to_ask_about_nothing_is_bad() -> None:
    bare = replace(PROTOCOL, symptoms=(), signs=())

    assert report_facts(bare, {"problems": ["none"]}, History())["worst_grade"] == 0


@pytest.mark.parametrize("key", ["like_usual", "chest_breathing", "faint_place", "gate"])
def test_answers_are_facts_by_their_own_key(key: str) -> None:
    assert report_facts(PROTOCOL, {key: "yes"}, History())[key] == "yes"
