"""The screening outcome for every answer, for combinations, and how long answers stand."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Kind, applicable
from bot.clinical.screening import ScreeningOutcome, judge_answers, screen, still_valid
from bot.clinical.well import asked_of, well
from tests.clinical.reports import PROTOCOL

CLEAR = asked_of(PROTOCOL.screening, well(PROTOCOL.screening, {}))
THINNERS = [o.key for q in PROTOCOL.screening if q.key == "SC13" for o in q.options[:10]]
TODAY = PROTOCOL.jurisdictions.checked_on
NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)


def screened(**answers: Any) -> ScreeningOutcome:
    """Screen somebody who is clear but for these answers."""
    told = well(PROTOCOL.screening, answers)
    return screen(PROTOCOL, told, complete=True, today=TODAY)


def test_somebody_with_nothing_to_tell_is_clear() -> None:
    assert screened().reasons == ()
    assert screened().screening_class is ScreeningClass.CLEAR
    assert screened().urgency is None


@pytest.mark.parametrize(
    ("answers", "found"),
    [
        ({"SC01": 0}, "stop"),
        ({"SC01": 11}, "stop"),
        ({"SC01": 12, "SC02": "yes"}, "check"),
        ({"SC01": 17, "SC02": "yes"}, "check"),
        ({"SC01": 18}, "clear"),
        ({"SC01": "prefer_not"}, "check"),
        ({"SC01": 15, "SC02": "no"}, "stop"),
        ({"SC01": 15, "SC02": "unsure"}, "check"),
        ({"SC03": "unsure"}, "check"),
        ({"SC03": "yes", "SC03_weeks": 0}, "stop"),
        ({"SC03": "yes", "SC03_weeks": 13}, "stop"),
        ({"SC03": "yes", "SC03_weeks": 14}, "check"),
        ({"SC03": "yes", "SC03_weeks": "unsure"}, "check"),
        ({"SC04": "unsure"}, "check"),
        ({"SC05": "cold"}, "check"),
        ({"SC05": "unsure", "SC05_signs": "no"}, "check"),
        ({"SC06": "yes"}, "stop"),
        ({"SC06": "unsure"}, "check"),
        ({"SC07": "yes", "SC07_recent": "no"}, "check"),
        ({"SC07": "yes", "SC07_recent": "yes"}, "stop"),
        ({"SC07": "yes", "SC07_recent": "unsure"}, "check"),
        ({"SC07": "unsure"}, "check"),
        ({"SC08": "yes"}, "check"),
        ({"SC08": "unsure"}, "check"),
        ({"SC08": "yes", "SC05": "cold"}, "check"),
        ({"SC09": "helped"}, "check"),
        ({"SC09": "cannot"}, "stop"),
        ({"SC09": "unsure"}, "check"),
        ({"SC10": "nervous"}, "clear"),
        ({"SC10": "very_scared"}, "check"),
        ({"SC10": "panic"}, "stop"),
        ({"SC10": "unsure"}, "check"),
        ({"SC11": "yes"}, "check"),
        ({"SC11": "unsure"}, "check"),
        ({"SC12": "regular"}, "check"),
        ({"SC12": "rarely"}, "check"),
        ({"SC12": "unsure"}, "check"),
        ({"SC13": ["unsure"]}, "check"),
        *(({"SC13": [thinner]}, "check") for thinner in THINNERS),
    ],
)
def test_an_answer_has_its_class_and_no_urgency(answers: dict[str, Any], found: str) -> None:
    outcome = screened(**answers)

    assert outcome.screening_class is ScreeningClass(found)
    assert outcome.urgency is None


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        ({"SC04": "yes", "SC04_spread": "no"}, "contact_clinic"),
        ({"SC04": "yes", "SC04_spread": "yes"}, "urgent"),
        ({"SC04": "yes", "SC04_spread": "unsure"}, "urgent"),
        ({"SC05": "ill", "SC05_signs": "no"}, None),
        ({"SC05": "ill", "SC05_signs": "yes"}, "emergency"),
        ({"SC05": "ill", "SC05_signs": "unsure"}, "urgent"),
        ({"SC05": "unsure", "SC05_signs": "yes"}, "emergency"),
        ({"SC05": "ill", "SC05_signs": "no", "SC08": "yes"}, "urgent"),
        ({"SC05": "ill", "SC05_signs": "no", "SC08": "unsure"}, "urgent"),
    ],
)
def test_being_ill_now_stops_and_says_how_soon(
    answers: dict[str, Any], urgency: str | None
) -> None:
    outcome = screened(**answers)

    assert outcome.screening_class is ScreeningClass.STOP
    assert outcome.urgency is (TriageLevel(urgency) if urgency else None)


def test_an_emergency_is_known_before_the_screening_is_complete() -> None:
    so_far = {"SC01": 40, "HF01": "no", "SC05": "ill", "SC05_signs": "yes"}

    assert screen(PROTOCOL, so_far, complete=False, today=TODAY).urgency is TriageLevel.EMERGENCY


def test_not_sure_is_an_answer_to_every_question_and_never_clear() -> None:
    unsure = {
        question.key: question.option("unsure")
        for question in PROTOCOL.screening
        if question.kind not in (Kind.AGE, Kind.TEXT)
    }

    assert [key for key, option in unsure.items() if option is None or option.is_clear] == []


def test_a_question_left_out_is_a_check_once_the_screening_is_complete() -> None:
    without = {key: value for key, value in CLEAR.items() if key != "SC11"}

    assert (
        screen(PROTOCOL, without, complete=False, today=TODAY).screening_class
        is ScreeningClass.CLEAR
    )
    outcome = screen(PROTOCOL, without, complete=True, today=TODAY)
    assert outcome.screening_class is ScreeningClass.CHECK
    assert [(reason.question, reason.option) for reason in outcome.reasons] == [("SC11", "")]


def test_reasons_stand_worst_first_and_name_the_answer() -> None:
    outcome = screened(SC12="regular", SC06="yes", SC01=15, SC02="yes")

    assert [(reason.question, reason.option) for reason in outcome.reasons] == [
        ("SC06", "yes"),
        ("SC01", "minor"),
        ("SC02", "yes"),
        ("SC12", "regular"),
    ]


def test_each_blood_thinner_is_a_reason_of_its_own() -> None:
    outcome = screened(SC13=["aspirin", "other"])

    assert [reason.option for reason in outcome.reasons] == ["aspirin", "other"]


def test_an_answer_to_a_question_that_no_longer_applies_does_not_count() -> None:
    assert screened(SC03="no", SC03_weeks=5).screening_class is ScreeningClass.CLEAR


def test_a_minor_is_asked_about_the_guardian_and_an_adult_is_not() -> None:
    def asks_guardian(age: Any) -> bool:
        return "SC02" in [q.key for q in applicable(PROTOCOL.screening, {"SC01": age})]

    ages = (11, 12, 17, 18, "prefer_not")
    assert [asks_guardian(age) for age in ages] == [False, True, True, False, False]


@pytest.mark.parametrize(("age", "stands"), [(23.9, True), (24.0, False)])
def test_what_changes_is_asked_anew_after_a_day(age: float, stands: bool) -> None:
    assert ("SC05" in standing(age)) is stands


@pytest.mark.parametrize(("age", "stands"), [(90 * 24 - 0.1, True), (90 * 24.0, False)])
def test_the_rest_stands_for_ninety_days(age: float, stands: bool) -> None:
    assert ("SC11" in standing(age)) is stands


def standing(age: float) -> frozenset[str]:
    """Name the questions whose answers still stand when all are this many hours old."""
    answered = {question.key: NOW - timedelta(hours=age) for question in PROTOCOL.screening}
    return still_valid(PROTOCOL.screening, answered, NOW, PROTOCOL.validity)


def test_the_questions_asked_before_every_session_are_those_that_change() -> None:
    every = {question.key for question in PROTOCOL.screening if question.every_session}

    assert {"SC03", "SC04", "SC05", "SC06", "SC10", "SC12", "SC13"} <= every
    assert {"SC29", "SC31", "SC37", "SC38", "SC39"} <= every
    assert not {"SC01", "SC02", "SC07", "SC08", "SC09", "SC11", "SC40_who"} & every
    for question in PROTOCOL.screening:
        urgencies = {said.urgency for said in question.options}
        urgencies |= {said.urgency for said in question.outcomes}
        assert TriageLevel.EMERGENCY not in urgencies or question.key in every


def test_a_follow_up_is_asked_as_often_as_the_question_it_belongs_to() -> None:
    every = {question.key: question.every_session for question in PROTOCOL.screening}

    belongs = {key: key.partition("_")[0] for key in every if "_" in key}
    unlike = [key for key, to in belongs.items() if to in every and every[key] != every[to]]
    assert unlike == ["HF05_signs"]  # it may be an emergency, HF05 never is


@pytest.mark.parametrize(
    ("answers", "urgency"),
    [
        ({"reactions": ["none"]}, None),
        ({"reactions": ["fainted", "dizzy", "electric"]}, None),
        ({"reactions": ["breathless"]}, "urgent"),
        ({"reactions": ["breathless"], "breathless_now": "no"}, "urgent"),
        ({"reactions": ["breathless"], "breathless_now": "yes"}, "emergency"),
        ({"reactions": ["breathless"], "breathless_now": "unsure"}, "emergency"),
    ],
)
def test_short_breath_in_a_session_is_never_only_noted(
    answers: dict[str, Any], urgency: str | None
) -> None:
    outcome = judge_answers(PROTOCOL.session, answers, answers)

    assert outcome.urgency is (TriageLevel(urgency) if urgency else None)


def test_what_a_session_was_not_asked_yet_is_no_reason() -> None:
    told = {"ended": "now"}

    assert judge_answers(PROTOCOL.session, told, told).reasons == ()


@pytest.mark.parametrize(
    ("answers", "note"),
    [
        ({"SC38": ["not_eaten"]}, "eat"),
        ({"SC38": ["tired"]}, "rest"),
        ({"SC26": "far"}, "implant"),
        ({"HF15": "yes", "HF15_days": 10}, "medicine_days"),
        ({"HF15": "yes", "HF15_days": 14}, "medicine_days"),
        ({"SC40_country": "us", "SC40_state": "other"}, "training"),
    ],
)
def test_what_is_only_noted_changes_nothing(answers: dict[str, Any], note: str) -> None:
    outcome = screened(**answers)

    assert outcome.screening_class is ScreeningClass.CLEAR
    assert note in outcome.notes


@pytest.mark.parametrize(
    "answers",
    [
        {"HF15": "yes", "HF15_days": 9},
        {"HF15": "yes", "HF15_days": 15},
        {"SC26": "near"},
        {"SC38": ["drunk"]},
    ],
)
def test_nothing_is_noted_that_does_not_fit(answers: dict[str, Any]) -> None:
    assert screened(**answers).notes == ("local_rules",)


def carried_over(*old: str, **answers: Any) -> ScreeningOutcome:
    """Screen somebody some of whose answers are taken over from an earlier screening."""
    told = well(PROTOCOL.screening, answers)
    return screen(PROTOCOL, told, complete=True, today=TODAY, carried=frozenset(old))


def test_what_was_urgent_in_an_earlier_screening_is_not_urgent_again_but_still_a_check() -> None:
    told = {"HF10": "yes", "HF10_more": "yes"}

    assert carried_over("HF10", "HF10_more", **told).urgency is None
    assert carried_over("HF10", "HF10_more", **told).screening_class is ScreeningClass.CHECK
    assert carried_over("HF10", **told).urgency is TriageLevel.URGENT
    assert carried_over("HF10_more", **told).urgency is TriageLevel.CONTACT_CLINIC


def test_what_old_answers_mean_together_is_not_urgent_again() -> None:
    told = {"SC08": "yes", "HF06": "new"}

    assert carried_over(**told).urgency is TriageLevel.URGENT
    assert carried_over("SC08", "HF06", **told).urgency is None


def test_the_place_is_a_reason_of_its_own() -> None:
    told = {"SC40_country": "us", "SC40_state": "or", "SC40_who": "physical_therapist"}
    reasons = carried_over(**told).reasons

    assert [(reason.question, reason.option) for reason in reasons] == [("SC40_who", "or")]


def test_an_old_answer_is_urgent_beside_a_new_one() -> None:
    ill = {"SC05": "ill", "SC05_signs": "no", "SC08": "yes"}
    hit = {"HF13": "yes", "HF13_days": 2, "HF13_signs": ["none"], "SC20": "disorder"}

    assert carried_over("SC08", **ill).urgency is TriageLevel.URGENT
    assert carried_over("SC20", **hit).urgency is TriageLevel.EMERGENCY


def test_what_is_asked_before_every_session_counts_in_full_for_its_day() -> None:
    told = {"HF03": "yes", "HF03_when": "week"}

    assert carried_over("HF03", "HF03_when", **told).urgency is TriageLevel.EMERGENCY


def test_a_stiff_neck_is_asked_about_once() -> None:
    def asked(**answers: Any) -> set[str]:
        told = well(PROTOCOL.screening, answers)
        return {"HF01_signs", "SC05_signs"} & {q.key for q in applicable(PROTOCOL.screening, told)}

    assert asked(HF01="yes", SC05="ill") == {"HF01_signs"}
    assert asked(HF01="no", SC05="ill") == {"SC05_signs"}
    assert asked(HF01="no", SC05="cold") == set()
