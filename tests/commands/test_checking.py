"""`check`: every fault of a `.env` named together, and nothing started."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from bot.__main__ import main
from tests.commands.program import runs, settle

BROKEN = {
    "TELEGRAM_BOT_TOKEN": "not-a-token",
    "TELEGRAM_API_URL": "http://example.org",
    "CLINIC_ZONE": "Europe/Atlantis",
    "CLINIC_REGION": "Germany",
    "INVITATION_DAYS": "400",
    "OPEN_ENROLMENT": "perhaps",
    "WEB_PORT": "eighty",
    "WEBHOOK_URL": "https://clinic.example",  # and no secret
    "LOG_LEVEL": "LOUD",
    "PROTOCOL_DIR": "/nowhere",
    "CLINIC_PHON": "030 555 0100",
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def check() -> Result:
    return CliRunner().invoke(main, ["check"])


def left_in(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.iterdir())


async def test_every_fault_is_named_together_and_nothing_is_started(tmp_path: Path) -> None:
    url = BROKEN.pop("TELEGRAM_API_URL")
    settle(tmp_path, url, **BROKEN)

    ended = await runs(tmp_path, "check")

    assert ended.code == 1
    for name in (*BROKEN, "TELEGRAM_API_URL", "WEBHOOK_SECRET"):
        assert sum(name in line for line in ended.err.splitlines()) >= 1, name
    assert "did you mean CLINIC_PHONE?" in ended.err
    assert "not-a-token" not in ended.written
    assert "Traceback" not in ended.written
    assert left_in(tmp_path) == [".env", "tmp"]


def test_every_fault_is_one_sentence_on_a_line_of_its_own(folder: Path) -> None:
    settle(folder, "http://example.org", CLINIC_ZONE="Mars", WEB_PORT="x", INVITATION_DAYS="0")

    lines = check().stderr.splitlines()

    assert len(lines) == 4
    assert all(line.endswith((".", ").")) for line in lines)


def test_what_is_in_order_is_said_to_be(folder: Path) -> None:
    settle(folder, "http://127.0.0.1:9")

    result = check()

    notes, said = result.stdout.splitlines()[:-1], result.stdout.splitlines()[-1]
    assert result.exit_code == 0
    assert said == "Settings and protocol are in order."
    assert {note.partition(":")[0] for note in notes} == {"note"}
    unchecked = "numbers that have not been checked: ca 911, gb crisis line 116 123, ie 112 and"
    assert [unchecked in note for note in notes].count(True) == 1
    assert left_in(folder) == [".env"]


def test_what_patients_will_miss_is_noted(folder: Path) -> None:
    result = check()

    assert result.exit_code == 0
    assert "note: CLINIC_PHONE is not set" in result.stdout
    assert "note: CLINIC_ZONE is UTC" in result.stdout


def test_a_region_without_an_emergency_number_is_a_fault(folder: Path) -> None:
    settle(folder, "http://127.0.0.1:9", CLINIC_REGION="qq")

    result = check()

    assert result.exit_code == 1
    assert "CLINIC_REGION qq has no emergency number; write one of:" in result.stderr


def test_a_file_of_settings_others_can_read_is_a_fault(folder: Path) -> None:
    settle(folder, "http://127.0.0.1:9")
    (folder / ".env").chmod(0o644)

    result = check()

    assert result.exit_code == 1
    assert "chmod 600" in result.stderr


def test_faults_of_a_clinics_own_protocol_are_named_too(folder: Path) -> None:
    settle(folder, "http://127.0.0.1:9", PROTOCOL_DIR=str(folder))

    result = check()

    assert result.exit_code == 1
    assert ".toml" in result.stderr


def test_what_cannot_be_at_this_clinic_is_told_with_everything_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settle(
        tmp_path,
        "http://127.0.0.1:9",
        CLINIC_REGION="qq",
        CLINIC_LANGUAGE="tlh",
        CLINIC_ZONE="Mars/Olympus",
    )
    monkeypatch.chdir(tmp_path)

    said = CliRunner().invoke(main, ["check"]).stderr

    assert "CLINIC_ZONE is not a time zone" in said
    assert "CLINIC_REGION qq has no emergency number" in said
    assert "CLINIC_LANGUAGE tlh has no words; write one of: en" in said


def test_the_clinics_own_unchecked_number_is_noted_first_until_it_is_confirmed(
    folder: Path,
) -> None:
    settle(folder, "http://127.0.0.1:9", CLINIC_REGION="ie")
    note = check().stdout.splitlines()[0]

    assert "112 and crisis line 116 123: this number of your own region ie has not been" in note
    assert "CONFIRMED_REGIONS, as in ie:2026-11-01." in note

    settle(folder, "http://127.0.0.1:9", CLINIC_REGION="ie", CONFIRMED_REGIONS="ie:2026-01-05")
    assert " ie" not in check().stdout


def test_confirmed_regions_that_cannot_be_are_all_named(folder: Path) -> None:
    settle(folder, "http://127.0.0.1:9", CONFIRMED_REGIONS="qq:2026-01-05,ca:2999-01-01")

    said = check().stderr

    assert "CONFIRMED_REGIONS qq has no emergency number; write one of:" in said
    assert "CONFIRMED_REGIONS ca has a day that is still to come" in said
