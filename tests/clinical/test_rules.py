"""Every rule that ships, just under, at and just over each of its thresholds."""

import re
from collections.abc import Mapping

import pytest

from bot.clinical.expression import holds
from bot.clinical.levels import TriageLevel
from tests.clinical.clinic_cases import CONTACT_CLINIC, SAFETY, SELF_CARE, SILENCE
from tests.clinical.emergency_cases import EMERGENCY
from tests.clinical.later import Case, Cases, facts_of
from tests.clinical.reports import PROTOCOL
from tests.clinical.urgent_cases import URGENT

REPORTS: Mapping[TriageLevel, Cases] = {
    TriageLevel.EMERGENCY: EMERGENCY,
    TriageLevel.URGENT: URGENT,
    TriageLevel.CONTACT_CLINIC: CONTACT_CLINIC,
    TriageLevel.SELF_CARE: SELF_CARE,
}
ALL: Cases = {**EMERGENCY, **URGENT, **CONTACT_CLINIC, **SELF_CARE, **SILENCE, **SAFETY}
NUMBER = re.compile(r"(?<=[=<>] )-?\d+(?:\.\d+)?")


def each(place: int) -> list[object]:
    """List the cases in which a rule speaks (0) or does not (1)."""
    return [
        pytest.param(rule, case, id=f"{rule}-{number}")
        for rule, cases in ALL.items()
        for number, case in enumerate(cases[place])
    ]


def moved_thresholds() -> list[object]:
    """List every rule with one of its numbers moved by one, both ways."""
    return [
        pytest.param(rule.key, moved(rule.when, found, step), id=f"{rule.key}-{found[0]}-{step}")
        for rule in PROTOCOL.rules
        for found in NUMBER.finditer(rule.when)
        for step in (-1, 1)
    ]


def moved(when: str, found: re.Match[str], step: int) -> str:
    """Write a condition with one number changed."""
    return f"{when[: found.start()]}{float(found[0]) + step:g}{when[found.end() :]}"


@pytest.mark.parametrize(("rule", "case"), each(0))
def test_a_rule_speaks(rule: str, case: Case) -> None:
    assert holds(PROTOCOL.rule(rule).when, facts_of(case)) is True


@pytest.mark.parametrize(("rule", "case"), each(1))
def test_a_rule_is_silent_and_knows_it(rule: str, case: Case) -> None:
    assert holds(PROTOCOL.rule(rule).when, facts_of(case)) is False


@pytest.mark.parametrize(("rule", "when"), moved_thresholds())
def test_a_moved_threshold_would_be_noticed(rule: str, when: str) -> None:
    speaks, silent = ALL[rule]

    as_before = all(holds(when, facts_of(case)) is True for case in speaks) and all(
        holds(when, facts_of(case)) is False for case in silent
    )

    assert not as_before


def test_every_rule_that_ships_has_its_cases() -> None:
    assert {rule.key for rule in PROTOCOL.rules} == set(ALL)
    assert all(speaks and silent for speaks, silent in ALL.values())


@pytest.mark.parametrize("level", TriageLevel)
def test_rules_stand_at_their_level(level: TriageLevel) -> None:
    reports = [rule for rule in PROTOCOL.rules if rule.applies_to == "report"]

    assert {rule.key for rule in reports if rule.level is level} == set(REPORTS[level])


def test_silence_is_for_the_clinic_and_safety_comes_first() -> None:
    levels = {key: PROTOCOL.rule(key).level for key in (*SILENCE, *SAFETY)}

    assert levels == {
        "R85": TriageLevel.CONTACT_CLINIC,
        "SAFE1": TriageLevel.EMERGENCY,
        "SAFE2": TriageLevel.URGENT,
    }
