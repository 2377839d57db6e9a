"""`export`: files for those who may have them, or one sentence that says what to do."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.commands.program import settle


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Go to a folder with an empty clinic."""
    settle(tmp_path, "http://127.0.0.1:9")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def exported(*arguments: str) -> Result:
    """Run the command."""
    return CliRunner().invoke(main, ["export", "--out", "out", *arguments])


def test_without_more_words_the_tables_are_written_de_identified(folder: Path) -> None:
    result = exported()

    assert result.exit_code == 0
    assert result.stdout.splitlines()[0] == "out/patients.csv"
    about = (folder / "out" / "about.csv").read_text("utf-8-sig")
    assert '"told","de-identified"' in about
    assert '"made by","operator"' in about


def test_an_identified_export_says_what_it_is_for(folder: Path) -> None:
    words = ("--from", "2026-01-01", "--to", "2026-12-31", "--purpose", "a second opinion")

    assert exported("--format", "csv", "--identified", *words).exit_code == 0

    about = (folder / "out" / "about.csv").read_text("utf-8-sig")
    assert '"purpose","a second opinion"' in about
    assert '"dates","2026-01-01 to 2026-12-31"' in about


REFUSED: list[tuple[list[str], str]] = [
    (["--format", "dbf"], "There is no format 'dbf'; choose one of: csv, xlsx"),
    (["--patient", "K7QX2"], "There is no patient K7QX2. /patients lists the codes"),
    (["--from", "31.12.2026"], "'31.12.2026' is not a date; write it as 2026-12-31."),
    (["--since", "2026-02-01", "--until", "2026-01-01"], "The last day, 2026-01-01, is before"),
    (["--identified"], "An identified export needs a purpose for the access log: add --purpose"),
    (["--out", "taken"], "taken/patients.csv is there already; choose an empty directory"),
    (["--out", "taken/patients.csv"], "taken/patients.csv cannot be written to ("),
]


@pytest.mark.parametrize(("arguments", "sentence"), REFUSED)
def test_what_cannot_be_done_is_said_in_a_sentence(
    folder: Path, arguments: list[str], sentence: str
) -> None:
    (folder / "taken").mkdir()
    (folder / "taken" / "patients.csv").write_text("mine", "utf-8")

    result = exported(*arguments)

    assert result.exit_code == 1
    assert result.output.startswith(sentence)
    assert len(result.output.splitlines()) == 1
    assert (folder / "taken" / "patients.csv").read_text("utf-8") == "mine"
