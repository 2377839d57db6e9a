"""Triage over whole reports: what is undecided, what wins, what is named, what never lowers."""

from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinical.expression import Facts, holds
from bot.clinical.levels import TriageLevel
from bot.clinical.triage import UNDECIDED, Triage, triage
from tests.clinical.reports import BLEEDS, IMMUNE_LOW, PROTOCOL, pregnant, report

GATE_LINES = [option.key for option in PROTOCOL.check_in[0].options if option.key != "none"]
FOLLOW_UPS: Mapping[str, Any] = {
    "chest_breathing": "no",
    "chest_sudden": "no",
    "faint_place": "clinic",
    "suicidal": "none",
}
HOURS = [0.5, 3.0, 24.0, 30.0, 72.0, 100.0, 168.0, 200.0, 336.0, 400.0]

grades = st.dictionaries(st.sampled_from(PROTOCOL.symptom_keys), st.integers(0, 4), max_size=6)
risks = st.sampled_from([{}, BLEEDS, IMMUNE_LOW, pregnant(10), pregnant(30)])


def of(facts: Facts) -> Triage:
    """Triage a complete report."""
    return triage(PROTOCOL, facts, complete=True)


def told(grades_now: Mapping[str, Any], **around: Any) -> Triage:
    """Triage a complete report of some symptoms."""
    return of(report(like_usual="yes", **FOLLOW_UPS, **grades_now, **around))


@pytest.mark.parametrize(
    ("condition", "facts", "verdict"),
    [
        ("fever >= 1", {}, None),
        ("fever >= 1", {"fever": 1}, True),
        ("fever >= 1", {"fever": 0}, False),
        ("fever >= 1 && cough >= 1", {"fever": 0}, False),
        ("fever >= 1 && cough >= 1", {"cough": 0}, False),
        ("fever >= 1 && cough >= 1", {"fever": 1}, None),
        ("fever >= 1 || cough >= 1", {"cough": 1}, True),
        ("fever >= 1 || cough >= 1", {"fever": 0}, None),
        ("!(fever >= 1)", {}, None),
        ("SC01 < 18", {"SC01": "prefer_not"}, None),
    ],
)
def test_what_was_not_asked_is_undecided_not_no(
    condition: str, facts: Facts, verdict: bool | None
) -> None:
    assert holds(condition, facts) is verdict


@pytest.mark.parametrize("hours", HOURS)
@pytest.mark.parametrize("risk", [{}, BLEEDS, IMMUNE_LOW, pregnant(30)])
def test_an_all_well_check_in_decides_every_rule_and_is_self_care(
    hours: float, risk: Mapping[str, Any]
) -> None:
    result = of(report(t=hours, screening=risk))

    assert result.undecided == ()
    assert result.level is TriageLevel.SELF_CARE
    assert result.rules == ("R91",)


@given(told_grades=grades, hours=st.sampled_from(HOURS), risk=risks, nrs=st.integers(0, 10))
def test_a_complete_check_in_decides_every_rule(
    told_grades: dict[str, int], hours: float, risk: dict[str, Any], nrs: int
) -> None:
    result = told(told_grades, t=hours, screening=risk, nrs=nrs)

    assert result.undecided == ()


@pytest.mark.parametrize("line", GATE_LINES)
def test_every_line_of_the_gate_is_an_emergency_at_once(line: str) -> None:
    result = triage(PROTOCOL, {"gate": line}, complete=False)

    assert result.level is TriageLevel.EMERGENCY


def test_a_report_that_is_not_complete_leaves_open_what_it_cannot_know() -> None:
    result = triage(PROTOCOL, {"gate": "none", "nrs": 2}, complete=False)

    assert result.findings == ()
    assert "R60" in result.undecided


def test_what_stays_undecided_in_a_complete_report_goes_to_the_clinic() -> None:
    result = of(report(baseline=None))

    undecided = [finding for finding in result.findings if finding.undecided]
    assert result.level is TriageLevel.CONTACT_CLINIC
    assert {finding.rule for finding in undecided} == {"R66", "R79"}
    assert {finding.message for finding in undecided} == {UNDECIDED}


def test_fainting_of_somebody_whose_weeks_are_not_known_goes_to_the_clinic() -> None:
    weeks_unknown = {"SC03": "yes", "SC03_weeks": "unsure"}
    result = told({"fainting": 2}, screening=weeks_unknown)

    assert result.undecided == ("R18",)
    assert result.level is TriageLevel.CONTACT_CLINIC


def test_the_highest_level_wins_and_stands_first() -> None:
    result = told({"soreness": 1, "tingling": 2, "bleeding": 4})

    levels = [finding.level for finding in result.findings]
    assert result.level is TriageLevel.EMERGENCY
    assert levels == sorted(levels, reverse=True)
    assert {"R90", "R62", "R17"} <= set(result.rules)


@given(facts=grades, hours=st.sampled_from(HOURS), risk=risks)
def test_the_level_is_the_highest_of_all_rules_that_hold(
    facts: dict[str, Any], hours: float, risk: dict[str, Any]
) -> None:
    known = report(like_usual="yes", t=hours, screening=risk, **FOLLOW_UPS, **facts)
    spoken = [r for r in PROTOCOL.rules if r.applies_to == "report" and holds(r.when, known)]

    assert of(known).level is max(rule.level for rule in spoken)


@given(
    told_grades=grades,
    before=grades,
    worse=st.sampled_from(PROTOCOL.symptom_keys),
    hours=st.sampled_from(HOURS),
    risk=risks,
)
def test_a_higher_grade_never_lowers_the_level(
    told_grades: dict[str, int],
    before: dict[str, int],
    worse: str,
    hours: float,
    risk: dict[str, Any],
) -> None:
    calm = told(told_grades, before=before, t=hours, screening=risk)
    raised = {**told_grades, worse: min(4, told_grades.get(worse, 0) + 1)}

    assert told(raised, before=before, t=hours, screening=risk).level >= calm.level


def test_only_breathlessness_that_went_outranks_the_grade_a_patient_usually_has() -> None:
    # Gone is urgent since nobody saw why (R47); back at the usual grade is as before treatment.
    gone = told({"breathlessness": 0}, before={"breathlessness": 1})
    usual = told({"breathlessness": 1}, before={"breathlessness": 1}, usual={"breathlessness": 1})

    assert gone.level is TriageLevel.URGENT
    assert usual.level is TriageLevel.SELF_CARE


@given(told_grades=grades, hours=st.sampled_from(HOURS), nrs=st.integers(0, 9), risk=risks)
def test_a_stronger_headache_never_lowers_the_level(
    told_grades: dict[str, int], hours: float, nrs: int, risk: dict[str, Any]
) -> None:
    now = told(told_grades, t=hours, screening=risk, nrs=nrs)

    assert told(told_grades, t=hours, screening=risk, nrs=nrs + 1).level >= now.level


@given(told_grades=grades, hours=st.sampled_from(HOURS), nrs=st.integers(0, 10), risk=risks)
def test_a_risk_known_from_screening_never_lowers_the_level(
    told_grades: dict[str, int], hours: float, nrs: int, risk: dict[str, Any]
) -> None:
    healthy = told(told_grades, t=hours, nrs=nrs)

    assert told(told_grades, t=hours, nrs=nrs, screening=risk).level >= healthy.level


@given(told_grades=grades, hours=st.sampled_from(HOURS), line=st.sampled_from(GATE_LINES))
def test_a_red_flag_outweighs_everything_else(
    told_grades: dict[str, int], hours: float, line: str
) -> None:
    assert told(told_grades, t=hours, gate=line).level is TriageLevel.EMERGENCY


@pytest.mark.parametrize(
    ("facts", "rule", "named"),
    [
        (report(fever=3, soreness=1), "R60", {"fever"}),
        (report(fever=1, soreness=1), "R90", {"fever", "soreness"}),
        (report(fever=3, soreness=3, cough=1), "R43", {"fever", "soreness"}),
        (
            report(nausea=2, dizziness=2, swelling=2, soreness=2),
            "R80",
            {"nausea", "dizziness", "swelling"},  # not what is common where needles went
        ),
        (report(tingling=2), "R62", {"tingling"}),
        (report(tingling=2, before={"tingling": 1}), "R63", {"tingling"}),
        (report(fever=2, cough=1, before={"fever": 2}, alarming=["fever"]), "R87", {"fever"}),
        (report(breathlessness=0, before={"breathlessness": 1}), "R47", set()),
    ],
)
def test_a_finding_names_the_symptoms_it_is_about(
    facts: Facts, rule: str, named: set[str]
) -> None:
    finding = next(finding for finding in of(facts).findings if finding.rule == rule)

    assert finding.symptoms == named


def test_a_finding_carries_the_words_of_its_rule() -> None:
    spoke = {finding.rule: finding for finding in told({"weakness": 1}).findings}

    assert spoke["R65"].message == PROTOCOL.rule("R65").message


def test_what_is_undecided_names_the_symptoms_it_is_about() -> None:
    found = of({"gate": "none", "tingling": 2}).findings
    undecided = {finding.rule: finding.symptoms for finding in found if finding.undecided}

    assert undecided["R63"] == {"tingling"}
    assert undecided["R87"] == frozenset()  # whether it is any better is not known
