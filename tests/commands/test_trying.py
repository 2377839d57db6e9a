"""`protocol try` and the notes of `protocol check`, as typed."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.protocol.copies import change, copy_to

GOOD = """
[[case]]
id = "dizzy"
kind = "check_in"
title = "very dizzy"
expect = { min = "urgent" }

[[case.check_ins]]
at_hours = 24
grades = { dizziness = 3, chest_pain = 1 }
answers = { faint_place = "later" }
"""
BAD = GOOD.replace('"urgent"', '"emergency"').replace('id = "dizzy"', 'id = "dizzier"')


@pytest.fixture(autouse=True)
def nothing_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stand in a directory without an .env file."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PROTOCOL_DIR", raising=False)


def run(*words: str | Path) -> Result:
    """Run a command."""
    return CliRunner().invoke(main, ["protocol", *map(str, words)], catch_exceptions=False)


def write(name: str, content: str) -> Path:
    """Write a file where the command runs."""
    Path(name).write_text(content, encoding="utf-8")
    return Path(name)


def test_cases_that_pass_end_well() -> None:
    result = run("try", write("a.toml", GOOD))

    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "pass  dizzy · urgent · rules: R40, R45, R60, R90 · undecided: R03 "
        "· not used: faint_place",
        "1 cases: 1 as expected, 0 not.",
    ]


def test_a_case_that_fails_ends_with_1_and_says_what_differs() -> None:
    result = run("try", write("a.toml", GOOD), write("b.toml", BAD))

    assert result.exit_code == 1
    assert result.stdout.splitlines()[1].startswith(
        "FAIL  dizzier · urgent · expected at least emergency, found urgent · very dizzy · rules: "
    )


def test_json_is_one_object_per_case() -> None:
    result = run("try", write("a.toml", GOOD + BAD), "--json")

    first, second = map(json.loads, result.stdout.splitlines())
    assert first == {
        "file": "a.toml",
        "id": "dizzy",
        "kind": "check_in",
        "title": "very dizzy",
        "passed": True,
        "level": "urgent",
        "urgency": "urgent",
        "rules": ["R40", "R45", "R60", "R90"],
        "undecided": ["R03"],
        "unused": ["faint_place"],
        "misses": [],
    }
    assert (second["passed"], second["misses"]) == (
        False,
        ["expected at least emergency, found urgent"],
    )


def test_a_file_that_is_wrong_ends_with_1_and_the_others_are_run() -> None:
    result = run("try", write("a.toml", GOOD), write("b.toml", GOOD.replace("dizzi", "diz")))

    assert result.exit_code == 1
    assert result.stdout.startswith("pass  dizzy")
    assert result.stderr == (
        "b.toml · dizzy · check-in 1 · 'dizness' is no symptom · did you mean 'dizziness'?\n"
    )


def test_another_protocol_can_be_tried(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", 'when = "dizziness >= 3"', 'when = "dizziness >= 4"')
    case = write("a.toml", GOOD.replace(", chest_pain = 1", ""))

    assert run("try", case).exit_code == 0
    assert run("try", case, "--protocol", directory).exit_code == 1


def test_the_protocol_in_force_is_the_one_of_the_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", 'when = "dizziness >= 3"', 'when = "dizziness >= 4"')
    monkeypatch.setenv("PROTOCOL_DIR", str(directory))

    assert run("try", write("a.toml", GOOD.replace(", chest_pain = 1", ""))).exit_code == 1


def test_settings_that_are_wrong_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PROTOCOL_DIR", "/nowhere/at/all")

    result = run("try", write("a.toml", GOOD))
    assert result.exit_code == 1
    assert "PROTOCOL_DIR" in result.stderr


def test_a_protocol_that_is_wrong_is_named(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizzy >= 3")

    result = run("try", write("a.toml", GOOD), "--protocol", directory)
    assert result.exit_code == 1
    assert result.stderr.startswith("rules.toml · R40 · speaks of 'dizzy'")


def test_a_list_of_what_is_left_out_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    (directory / "left_out.toml").write_text("[[left_out]]\nid = 3\n", encoding="utf-8")

    tried = run("try", write("a.toml", GOOD), "--protocol", directory)
    checked = run("check", directory)
    assert tried.exit_code == 1
    assert tried.stderr.startswith("left_out.toml · cannot be read: ")
    assert "note: left_out.toml · cannot be read: " in checked.stdout


def test_check_notes_rules_without_a_case_and_cases_that_cannot_run(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(
        directory, "rules.toml", 'when = "worst_grade >= 3"', 'when = "nausea == 3 && t > 900.0"'
    )
    write(str(directory / "cases" / "own.toml"), GOOD.replace("dizziness", "dizness"))

    result = run("check", directory)
    assert result.exit_code == 0
    assert "note: no case exercises R60." in result.stdout
    assert "note: a case cannot be run: own.toml · dizzy · check-in 1 · " in result.stdout


def test_check_names_what_is_wrong_with_a_protocol(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizzy >= 3")

    result = run("check", directory)
    assert result.exit_code == 1
    assert result.stderr.startswith("rules.toml · R40 · speaks of 'dizzy'")


def test_the_packaged_protocol_has_a_case_for_every_rule() -> None:
    result = run("check")

    assert result.exit_code == 0
    assert "exercises" not in result.stdout
    assert "cannot be run" not in result.stdout
