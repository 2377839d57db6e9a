"""Cases from TOML, YAML and JSON: the same case whichever it is written in."""

from pathlib import Path
from typing import Any

import pytest

from bot.clinical.case import Case, CheckIn, Expected
from bot.clinical.facts import screening_facts
from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.trial import run
from bot.clinical.well import asked_of, well
from bot.protocol import load_protocol
from bot.protocol.cases import load_cases
from bot.protocol.cases.flags import flag_answers
from bot.protocol.cases.history import history_keys, known_before
from bot.protocol.cases.values import what_it_takes
from bot.protocol.conditions import derived_facts
from bot.protocol.fact import Shape
from bot.protocol.left_out import left_out, lines_within

PROTOCOL = load_protocol()
LINES = {"face_droop": "stroke", "needle_left": "needle_bleed"}
WRITTEN = {
    "a.toml": """
        id = "x"
        kind = "check_in"
        title = "one"
        history = { baseline_nrs = 3, SC13 = ["warfarin"] }
        check_ins = [{ at_hours = 24, flags = { face_droop = "no" }, grades = { fever = 2 } }]
        expect = { min = "contact_clinic" }
    """,
    "a.yaml": """
        - id: x
          kind: check_in
          title: one
          history: {baseline_nrs: 3, SC13: [warfarin]}
          check_ins:
            - {at_hours: 24, flags: {face_droop: no}, grades: {fever: 2}}
          expect: {min: contact_clinic}
    """,
    "a.json": """
        {"cases": [{"id": "x", "kind": "check_in", "title": "one",
          "history": {"baseline_nrs": 3, "SC13": ["warfarin"]},
          "check_ins": [{"at_hours": 24, "flags": {"face_droop": false}, "grades": {"fever": 2}}],
          "expect": {"min": "contact_clinic"}}]}
    """,
}


def load(tmp_path: Path, name: str, content: str) -> list[Case]:
    """Load the cases of one file without a fault."""
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    loaded, faults = load_cases(PROTOCOL, [path], LINES)
    assert faults == []
    return [found.case for found in loaded]


@pytest.mark.parametrize("name", WRITTEN)
def test_a_case_is_the_same_in_every_form(name: str, tmp_path: Path) -> None:
    assert load(tmp_path, name, WRITTEN[name]) == [
        Case(
            id="x",
            kind="check_in",
            title="one",
            answers={"SC13": ["warfarin"]},
            baseline_nrs=3,
            check_ins=(CheckIn(at_hours=24, grades={"fever": 2}),),
            expect=Expected(lowest=TriageLevel.CONTACT_CLINIC),
        )
    ]


def test_a_file_may_hold_many_cases(tmp_path: Path) -> None:
    one = '[[case]]\nid = "{}"\nkind = "screening"\nexpect = {{ max = "clear" }}\n'
    documents = "---\n{id: a, kind: screening, expect: {max: clear}}\n"
    documents += "---\n{id: b, kind: screening, expect: {max: clear}}\n"

    assert [c.id for c in load(tmp_path, "a.toml", one.format("a") + one.format("b"))] == [
        "a",
        "b",
    ]
    assert [c.id for c in load(tmp_path, "a.yml", documents)] == ["a", "b"]


def test_a_directory_stands_for_its_case_files(tmp_path: Path) -> None:
    for name, content in WRITTEN.items():
        (tmp_path / name).write_text(content.replace("x", name, 1), encoding="utf-8")
    (tmp_path / "notes.txt").write_text("no case")

    loaded, _ = load_cases(PROTOCOL, [tmp_path], LINES)
    assert [found.file for found in loaded] == ["a.json", "a.toml", "a.yaml"]


def known(**history: Any) -> dict[str, Any]:
    """Give the facts that a case's history leads to."""
    found = known_before(PROTOCOL, history)
    assert found.problems == []
    answers = asked_of(PROTOCOL.screening, well(PROTOCOL.screening, found.answers))
    return screening_facts(PROTOCOL, answers)


def test_facts_lead_to_answers_and_answers_to_all_their_facts() -> None:
    well_adult = known()

    assert well_adult == {
        **dict.fromkeys(("bleedrisk", "immune_low", "pregnant", "needle_fear"), False),
        **dict.fromkeys(("pregnancy_told", "after_birth", "past_faint"), False),
        **dict.fromkeys(("lung_disease", "heart_disease", "diabetes", "epilepsy"), False),
        "pregnant_weeks": 0,
        "age": 40,
    }
    expecting = {"pregnant": True, "pregnancy_told": True}
    assert known(pregnant_weeks=22) == {**well_adult, **expecting, "pregnant_weeks": 22}
    assert known(bleedrisk="yes", age=61) == {**well_adult, "bleedrisk": True, "age": 61}
    assert known(SC08="unsure") == {**well_adult, "immune_low": True}
    assert known(bleedrisk=False, pregnant_weeks=0) == well_adult


def test_every_value_of_every_fact_can_be_led_to() -> None:
    for key, fact in derived_facts(PROTOCOL).items():
        values = [True, False] if fact.shape is Shape.TRUTH else [int(fact.low), int(fact.high)]
        for value in values:
            assert known(**{key: value})[key] == value


def test_the_keys_of_a_history_are_listed() -> None:
    keys = history_keys(PROTOCOL)

    assert {"bleedrisk", "age", "baseline_nrs", "baseline_tingling", "SC13"} <= set(keys)


def flagged(tmp_path: Path, flags: str) -> TriageLevel | object:
    """Give the level of a check-in with these flags."""
    content = f"""
        {{id: x, kind: check_in, check_ins: [{{at_hours: 24, flags: {flags}}}],
          expect: {{max: emergency}}}}
    """
    [case] = load(tmp_path, "a.yaml", content)
    return run(PROTOCOL, case).level


@pytest.mark.parametrize(
    "flags",
    ["{neck: yes}", "{face_droop: resolved}", "{breath: unsure}", "{neck: no, seizure: true}"],
)
def test_a_red_flag_is_one_however_it_is_told(flags: str, tmp_path: Path) -> None:
    assert flagged(tmp_path, flags) is TriageLevel.EMERGENCY


def test_a_flag_with_a_question_of_its_own_answers_it() -> None:
    answers, problems = flag_answers(
        PROTOCOL, {"chest_sudden": "resolved", "chest_breathing": "unsure"}, {}
    )

    assert answers == {"chest_sudden": "yes", "chest_breathing": "unsure"}
    assert problems == []


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        (Kind.DATE, "a date in quotes, as in 2026-12-31"),
        (Kind.TIME, "a time in quotes, as in 08:30"),
        (Kind.GRADE, "a whole number from 0 to 10"),
    ],
)
def test_what_a_question_takes_is_said(kind: Kind, said: str) -> None:
    assert what_it_takes(Question(key="a", kind=kind, source="[D]")) == said


def test_a_protocol_may_tell_of_nothing_left_out(tmp_path: Path) -> None:
    assert left_out(tmp_path) == ()
    assert lines_within(PROTOCOL, tmp_path) == {}


def test_a_red_flag_left_out_may_be_asked_within_a_line_of_the_gate(tmp_path: Path) -> None:
    told = """[[left_out]]
        id = "stroke_like"
        what = "a weak arm"
        reason = "asked with others"
        asked_within = "stroke"
        """
    (tmp_path / "left_out.toml").write_text(told, encoding="utf-8")

    assert lines_within(PROTOCOL, tmp_path) == {"stroke_like": "stroke"}


@pytest.mark.parametrize(
    ("flags", "answers"),
    [
        ({"stiff_neck": "resolved"}, {"head_signs": ["stiff_neck"]}),
        ({"stiff_neck": "no"}, {}),
        ({"jaw_scalp": "yes", "stiff_neck": "unsure"}, {"head_signs": ["unsure"]}),
        ({"seizure": "yes", "confused": "unsure"}, {"body_signs": ["seizure"]}),
        (
            {"speech": "yes", "face_droop": "yes", "cough_blood": "unsure"},
            {"nerve_signs": ["speech", "face_droop"], "breath_signs": ["unsure"]},
        ),
    ],
)
def test_signs_are_told_in_their_group_and_the_graver_of_sure_and_not_sure_counts(
    flags: dict[str, str], answers: dict[str, list[str]]
) -> None:
    assert flag_answers(PROTOCOL, flags, {}) == (answers, [])


@pytest.mark.parametrize("days", [-1, 29, "many"])
def test_days_with_a_painkiller_are_days_of_four_weeks(days: object) -> None:
    [problem] = known_before(PROTOCOL, {"med_days_any": days}).problems

    assert problem[1] == "write 0 to 28"


def test_a_red_flag_that_is_not_there_is_none(tmp_path: Path) -> None:
    assert flagged(tmp_path, "{neck: no, face_droop: false}") is TriageLevel.SELF_CARE


def test_without_a_baseline_the_first_headache_told_is_the_usual_one(tmp_path: Path) -> None:
    content = """
        {id: x, kind: check_in, expect: {max: emergency},
         check_ins: [{at_hours: 3}, {at_hours: 24, answers: {nrs: 6}}]}
    """

    assert load(tmp_path, "a.yaml", content)[0].baseline_nrs == 6
