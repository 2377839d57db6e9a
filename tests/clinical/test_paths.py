"""Every path through every questionnaire ends, and the common ones are short."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinical.check_in import check_in_questions, in_focus_order
from bot.clinical.facts import History, Previous, open_symptoms, report_facts
from bot.clinical.questionnaire import Kind, Question, next_question
from tests.clinical.reports import HEALTHY, PROTOCOL

Facts = Mapping[str, Any]
NO = ["none"]
OPEN = Previous(grades={"tingling": 2, "soreness": 1}, nrs=3, alarming=frozenset({"tingling"}))
HISTORIES = {
    "first": History(screening=HEALTHY, baseline_nrs=3, hours=3.0),
    "open symptoms": History(screening=HEALTHY, baseline_nrs=3, hours=30.0, previous=OPEN),
    "nothing known": History(),
}


def some_answers(question: Question) -> list[Any]:
    """List answers to a question that may lead to different next ones."""
    keys = [option.key for option in question.options]
    match question.kind:
        case Kind.CHOICE:
            return list(keys)
        case Kind.SEVERAL:
            alone = {option.key for option in question.options if option.alone}
            return [[key] for key in keys] + [[key for key in keys if key not in alone]]
        case Kind.DATE:
            return ["2026-01-31"]
        case Kind.TIME:
            return ["18:30"]
        case Kind.TEXT:
            return ["in my own words", *keys]
        case _:
            inside = {question.low, 11, 12, 13, 14, 17, 18, question.high}
            return [n for n in sorted(inside) if question.low <= n <= question.high] + keys


def walk(
    questions: tuple[Question, ...], facts_of: Callable[[Facts], Facts], answers: dict[str, Any]
) -> Iterator[dict[str, Any]]:
    """Follow every path through a questionnaire and give the answers at each end."""
    question = next_question(questions, answers, facts_of(answers))
    if question is None:
        yield answers
        return
    assert question.key not in answers
    for answer in some_answers(question):
        assert question.accepts(answer)
        yield from walk(questions, facts_of, {**answers, question.key: answer})


@pytest.mark.parametrize("first", [True, False])
def test_every_path_through_a_session_ends(first: bool) -> None:
    def facts_of(answers: Facts) -> Facts:
        return {**answers, "first_session": first}

    # Where needles went leads nowhere else, and would only multiply the paths.
    ends = list(walk(PROTOCOL.session, facts_of, {"areas": ["neck_back"]}))

    assert all(("baseline_nrs" in end) is first for end in ends)
    assert all(("ended_date" in end) is (end["ended"] == "pick") for end in ends)
    assert all(("ended_time" in end) is (end["ended"] != "now") for end in ends)


@pytest.mark.parametrize("questions", [PROTOCOL.safety, PROTOCOL.diary])
def test_every_path_through_a_short_questionnaire_ends(questions: tuple[Question, ...]) -> None:
    ends = list(walk(questions, dict, {}))

    assert ends
    assert all(end.keys() <= {question.key for question in questions} for end in ends)


@given(data=st.data())
def test_every_path_through_screening_ends_with_all_thirteen_items(data: st.DataObject) -> None:
    answers: dict[str, Any] = {}
    while question := next_question(PROTOCOL.screening, answers, answers):
        answers[question.key] = data.draw(st.sampled_from(some_answers(question)))

    items = {f"SC{number:02}" for number in range(1, 14)} - {"SC02"}
    assert items <= answers.keys()


@given(data=st.data(), known=st.sampled_from(list(HISTORIES)))
def test_every_path_through_a_check_in_ends(data: st.DataObject, known: str) -> None:
    history = HISTORIES[known]
    point = data.draw(st.sampled_from(PROTOCOL.schedule.points))
    questions = asked_at(point.focus, history)
    answers: dict[str, Any] = {}
    while question := next_question(questions, answers, report_facts(PROTOCOL, answers, history)):
        assert question.key not in answers
        answers[question.key] = data.draw(st.sampled_from(check_in_answers(question)))

    graded = set(answers["problems"]) - {"none", "other"} | open_symptoms(history.previous)
    assert graded <= answers.keys()


def check_in_answers(question: Question) -> list[Any]:
    """List answers of a check-in; grades have no options."""
    return list(range(5)) if question.kind is Kind.GRADE else some_answers(question)


def asked_at(focus: tuple[str, ...], history: History) -> tuple[Question, ...]:
    """Give the questions of a check-in with this focus."""
    still_open = frozenset(open_symptoms(history.previous))
    return check_in_questions(PROTOCOL, focus=focus, still_open=still_open)


def asked(history: History, **answers: Any) -> list[str]:
    """Name the questions a check-in asks when these answers are given where they fit."""
    given_so_far: dict[str, Any] = {}
    questions = asked_at((), history)
    while question := next_question(
        questions, given_so_far, report_facts(PROTOCOL, given_so_far, history)
    ):
        given_so_far[question.key] = answers[question.key]
    return list(given_so_far)


def test_all_well_takes_three_answers() -> None:
    path = asked(HISTORIES["first"], gate="none", nrs=3, problems=["none"])

    assert path == ["gate", "nrs", "problems"]


def test_one_symptom_takes_one_answer_more() -> None:
    path = asked(HISTORIES["first"], gate="none", nrs=3, problems=["soreness"], soreness=1)

    assert path == ["gate", "nrs", "problems", "soreness"]


def test_a_stronger_headache_is_asked_about_before_problems() -> None:
    first = HISTORIES["first"]

    assert asked(first, gate="none", nrs=4, like_usual="no", problems=["none"], head_signs=NO) == [
        "gate",
        "nrs",
        "like_usual",
        "problems",
        "head_signs",
    ]


def test_symptoms_that_were_there_are_asked_by_name_with_their_trend() -> None:
    path = asked(
        HISTORIES["open symptoms"],
        gate="none",
        nrs=3,
        problems=["none"],
        soreness=0,
        tingling=2,
        tingling_trend="same",
        head_signs=NO,
        nerve_signs=NO,
    )

    assert path[:6] == ["gate", "nrs", "problems", "soreness", "tingling", "tingling_trend"]


def test_symptoms_that_were_there_are_not_offered_as_new_problems() -> None:
    problems = next(q for q in asked_at((), HISTORIES["open symptoms"]) if q.key == "problems")

    assert problems.option("tingling") is None
    assert problems.option("fever") is not None


def test_chest_pain_and_fainting_are_asked_about_further() -> None:
    path = asked(
        HISTORIES["first"],
        gate="none",
        nrs=3,
        problems=["fainting", "chest_pain"],
        fainting=1,
        faint_place="clinic",
        chest_pain=1,
        chest_breathing="no",
        chest_sudden="no",
        breath_signs=NO,
    )

    faint, chest = path[3:5], path[5:8]
    assert faint == ["fainting", "faint_place"]
    assert chest == ["chest_pain", "chest_breathing", "chest_sudden"]


@pytest.mark.parametrize(
    ("symptom", "grade", "groups"),
    [
        ("bruising", 3, []),
        ("bleeding", 2, []),
        ("swelling", 2, []),
        ("soreness", 2, []),
        ("fatigue", 1, []),
        ("neck_swelling", 1, ["breath_signs"]),
        ("cough", 1, ["breath_signs"]),
        ("dizziness", 1, ["head_signs"]),
        ("dizziness", 2, ["head_signs", "nerve_signs"]),
        ("tingling", 1, []),
        ("numbness", 1, []),
        ("electric_shock", 1, []),
        ("electric_shock", 2, ["nerve_signs"]),
        ("weakness", 1, ["head_signs", "nerve_signs"]),
        ("fever", 1, ["head_signs", "body_signs"]),
        ("infection", 1, []),
        ("infection", 2, ["body_signs"]),
        ("rash", 1, []),
        ("rash", 2, ["body_signs"]),
    ],
)
def test_signs_are_asked_only_beside_what_they_matter_with(
    symptom: str, grade: int, groups: list[str]
) -> None:
    nothing = {group.key: NO for group in PROTOCOL.signs}
    told = {"gate": "none", "nrs": 3, "problems": [symptom], symptom: grade}

    assert asked(HISTORIES["first"], **told, **nothing)[4:] == groups


def test_something_else_opens_every_group_of_signs() -> None:
    nothing = {group.key: NO for group in PROTOCOL.signs}
    path = asked(HISTORIES["first"], gate="none", nrs=3, problems=["other"], **nothing)

    assert path[3:] == ["head_signs", "nerve_signs", "breath_signs", "body_signs"]


def test_a_needle_that_is_still_in_brings_the_question_where() -> None:
    signs = {"head_signs": NO, "nerve_signs": NO, "breath_signs": NO}
    needle = {"body_signs": ["needle_left"], "needle_site": "elsewhere"}
    path = asked(HISTORIES["first"], gate="none", nrs=3, problems=["other"], **signs, **needle)

    assert path[-2:] == ["body_signs", "needle_site"]


def test_the_focus_of_a_point_comes_first() -> None:
    focus = ("cough", "fever")
    problems = next(q for q in asked_at(focus, History()) if q.key == "problems")

    assert [symptom.key for symptom in in_focus_order(PROTOCOL, focus)][:2] == ["cough", "fever"]
    assert [option.key for option in problems.options][:3] == ["none", "cough", "fever"]
    assert len(in_focus_order(PROTOCOL, focus)) == len(PROTOCOL.symptoms)
