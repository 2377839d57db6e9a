"""The cases that ship: each comes out as written, and together they make every rule speak."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.protocol import load_protocol
from bot.protocol.cases import Tried, try_cases
from bot.protocol.cases.coverage import cases_beside, unexercised
from tests.protocol.copies import copy_to

PROTOCOL = load_protocol()
LOADED, FAULTS = cases_beside(PROTOCOL)
TRIED = list(try_cases(PROTOCOL, LOADED))
OF_RULES = [tried for tried in TRIED if tried.case.id.startswith(("R", "SAFE"))]


def test_there_are_at_least_eighty_and_all_can_be_run() -> None:
    assert FAULTS == []
    assert len(LOADED) >= 80


@pytest.mark.parametrize("tried", TRIED, ids=[tried.case.id for tried in TRIED])
def test_a_case_comes_out_as_written(tried: Tried) -> None:
    assert tried.misses == ()
    assert tried.verdict.unused == ()
    assert tried.case.title


@pytest.mark.parametrize("tried", OF_RULES, ids=[tried.case.id for tried in OF_RULES])
def test_a_case_named_after_a_rule_makes_it_speak_unless_it_is_just_under(tried: Tried) -> None:
    rule, _, _ = tried.case.id.partition("-")

    assert (rule in tried.verdict.rules) is not tried.case.id.endswith("under")


def test_every_rule_has_a_case_under_and_one_at_its_threshold() -> None:
    under = {t.case.id.partition("-")[0] for t in OF_RULES if t.case.id.endswith("under")}
    rules = [rule.key for rule in PROTOCOL.rules]

    assert [rule for rule in rules if rule not in under] == []
    assert unexercised(PROTOCOL, LOADED) == ()


def test_a_rule_without_a_case_is_named() -> None:
    extra = replace(PROTOCOL.rule("R40"), key="R999", when="dizziness >= 3 && nausea >= 3")
    changed = replace(PROTOCOL, rules=(*PROTOCOL.rules, extra))

    assert unexercised(changed, LOADED) == ("R999",)


def test_a_protocol_of_a_clinic_brings_its_own_cases_or_is_tried_with_these(
    tmp_path: Path,
) -> None:
    directory = copy_to(tmp_path)
    case = 'id = "own"\nkind = "screening"\nexpect = { max = "clear" }\n'
    for path in (directory / "cases").iterdir():
        path.unlink()
    (directory / "cases" / "own.toml").write_text(case, encoding="utf-8")

    assert [found.case.id for found in cases_beside(PROTOCOL, directory)[0]] == ["own"]
    (directory / "cases" / "own.toml").unlink()
    (directory / "cases").rmdir()
    assert len(cases_beside(PROTOCOL, directory)[0]) == len(LOADED)
