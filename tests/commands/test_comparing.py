"""`protocol diff`, as typed."""

from pathlib import Path

from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.protocol.copies import change, copy_to


def diff(old: str | Path, new: str | Path) -> Result:
    """Compare two protocols."""
    return CliRunner().invoke(main, ["protocol", "diff", str(old), str(new)])


def test_a_changed_threshold_is_shown_with_the_cases_it_moves(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizziness >= 2")

    result = diff("packaged", directory)
    lines = result.stdout.splitlines()
    assert result.exit_code == 0
    assert lines[0] == "rules · R40 · when: dizziness >= 3 → dizziness >= 2"
    assert "case R40-under · self_care → urgent · dizzy at grade 2 on the first day" in lines
    assert lines[-1].endswith("cases come out at another level.")


def test_a_changed_class_moves_a_screening(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    yes = '{ key = "yes", screening_class = "stop", urgency = "contact_clinic" }'
    change(directory, "screening.toml", yes, yes.replace("contact_clinic", "urgent"))

    result = diff("packaged", directory)
    assert "case SC04-yes · stop, contact_clinic → stop, urgent · sore skin there" in result.stdout


def test_two_that_say_the_same() -> None:
    result = diff("packaged", "packaged")

    assert result.stdout.startswith("The two say the same.\n0 of ")


def test_a_case_that_cannot_be_run_under_the_new_one_is_noted(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "cases/self_care.toml", "soreness", "sorness")

    assert "note: a case cannot be run: self_care.toml · " in diff("packaged", directory).stdout


def test_a_directory_that_is_not_there_is_named() -> None:
    result = diff("packaged", "nowhere")

    assert result.exit_code == 2
    assert "there is no directory nowhere" in result.stderr


def test_a_protocol_that_is_wrong_is_named(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizzy >= 3")

    result = diff("packaged", directory)
    assert result.exit_code == 1
    assert result.stderr.startswith("rules.toml · R40 · ")
