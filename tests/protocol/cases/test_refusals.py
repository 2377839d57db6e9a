"""What the writer of a case file is told when it is not right."""

import tomllib
from pathlib import Path
from typing import Any

import pytest

from bot.protocol import load_protocol, report_lines
from bot.protocol.cases import load_cases

PROTOCOL = load_protocol()
LINES = {"stroke_like": "stroke"}
CASES: list[dict[str, Any]] = tomllib.loads(
    (Path(__file__).parent / "refusals.toml").read_text(encoding="utf-8")
)["refusal"]


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_a_mistake_is_named_with_its_place_and_a_remedy(
    case: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    path.write_text(case["write"], encoding="utf-8")

    _, faults = load_cases(PROTOCOL, [path], LINES)
    assert report_lines(faults) == case["says"]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.toml", b"id = ", "a.toml · cannot be read: Invalid value"),
        ("a.json", b"{", "a.json · cannot be read: Expecting property name"),
        ("a.yaml", b"a: [", "a.yaml · cannot be read: while parsing"),
        ("a.yaml", b"a: !!python/name:os.system", "a.yaml · cannot be read: could not determine"),
        ("a.toml", b"\xff", "a.toml · cannot be read: 'utf-8' codec"),
        ("a.txt", b"", "a.txt · is no case file · name it as one of: .toml, .json, .yaml, .yml"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(
    name: str, content: bytes, said: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(content)

    loaded, [fault] = load_cases(PROTOCOL, [path], LINES)
    assert loaded == []
    assert str(fault).startswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    _, [fault] = load_cases(PROTOCOL, [tmp_path / "none.toml"], LINES)

    assert str(fault).startswith("none.toml · cannot be read: ")


def test_the_same_id_in_two_files_is_named(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(
            '{"id": "x", "kind": "screening", "expect": {"max": "clear"}}', encoding="utf-8"
        )

    loaded, faults = load_cases(PROTOCOL, [tmp_path], LINES)
    assert [found.file for found in loaded] == ["a.json"]
    assert report_lines(faults) == [
        "b.json · x · the id is used twice, also in a.json · give one of them another id"
    ]
