"""What a clinic is told when its copy of the protocol is not right."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.protocol import ProtocolError, load_protocol
from tests.protocol.copies import change, copy_to, refusal

CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "refusals.toml").read_text(encoding="utf-8")
)["refusal"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mistake_is_named_with_its_place_and_a_remedy(
    case: dict[str, Any], tmp_path: Path
) -> None:
    directory = copy_to(tmp_path)
    change(directory, case["file"], case["instead_of"], case["write"])

    assert refusal(directory) == case["says"]


def test_every_mistake_is_named_not_only_the_first(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizzy >= 3")
    change(directory, "schedule.toml", "opens = 20", "opens = 25")
    change(directory, "regions.toml", 'emergency = "911"', 'emergency = ""')

    said = refusal(directory)
    assert [line.partition(" ")[0] for line in said] == [
        "regions.toml",
        "rules.toml",
        "schedule.toml",
    ]


def test_a_file_that_is_not_toml_is_named_with_the_line(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", 'key = "R40"', 'key = "R40')

    [said] = refusal(directory)
    assert said.startswith("rules.toml · cannot be read as TOML: ")
    assert re.search(r"at line \d+, column 11", said)


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    (directory / "diary.toml").write_bytes(b"\xff\xfe")

    [said] = refusal(directory)
    assert said.startswith("diary.toml · cannot be read: ")
    assert said.endswith("save it as a UTF-8 text file that the bot may open")


def test_two_broken_files_are_both_named(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    (directory / "diary.toml").write_text("=")
    (directory / "safety.toml").write_text("=")

    assert [line.split(" ")[0] for line in refusal(directory)] == ["diary.toml", "safety.toml"]


def test_a_directory_without_a_protocol_is_refused(tmp_path: Path) -> None:
    [said] = refusal(tmp_path)

    assert "there is no protocol here" in said


def test_a_table_that_is_missing_is_named_by_its_file(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    (directory / "diary.toml").unlink()

    assert refusal(directory) == [
        "diary.toml · diary · 'diary' is missing · add a line  diary = …",
        "diary.toml · evening · 'evening' is missing · add a line  evening = …",
        "diary.toml · medicine_days · 'medicine_days' is missing · add a line  medicine_days = …",
    ]


def test_the_error_itself_says_everything(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizzy >= 3")

    with pytest.raises(ProtocolError, match="R40 · speaks of 'dizzy'") as refused:
        load_protocol(directory)
    [fault] = refused.value.faults
    assert (fault.file, fault.entry) == ("rules.toml", "R40")
    assert str(refused.value) == str(fault)
