"""Loading a protocol: wherever its tables stand, and with a hash of what it says."""

import re
from pathlib import Path

import pytest

from bot.protocol import load_protocol
from bot.protocol.loader import PACKAGED
from bot.protocol.reading import BESIDE
from tests.protocol.copies import change, copy_to, refusal

PROTOCOL = load_protocol()


def test_the_packaged_protocol_is_the_default() -> None:
    assert PROTOCOL.key == "dry_needling_headache"
    assert re.fullmatch(r"\d+\.\d+\.\d+", PROTOCOL.version)
    assert re.fullmatch(r"[0-9a-f]{64}", PROTOCOL.content_hash)


def test_the_packaged_protocol_is_read_once() -> None:
    assert load_protocol() is PROTOCOL


def test_a_copy_is_the_same_protocol(tmp_path: Path) -> None:
    assert load_protocol(copy_to(tmp_path)) == PROTOCOL


def test_all_in_one_file_is_the_same_protocol(tmp_path: Path) -> None:
    apart = {"protocol.toml", BESIDE}
    files = [path for path in PACKAGED.glob("*.toml") if path.name not in apart]
    names = ["protocol.toml", *sorted((path.name for path in files), reverse=True)]
    text = "\n".join((PACKAGED / name).read_text(encoding="utf-8") for name in names)
    # [validity] is a table: what follows belongs to the tables after it.
    (tmp_path / "all.toml").write_text(text, encoding="utf-8")

    assert load_protocol(tmp_path) == PROTOCOL


def test_faults_name_the_file_a_clinic_chose(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", 'level = "urgent"', 'level = "soon"')
    (directory / "rules.toml").rename(directory / "our-rules.toml")

    assert refusal(directory)[0].startswith("our-rules.toml · R30 · 'level'")


def test_comments_and_the_order_of_lines_do_not_change_the_hash(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(
        directory,
        "rules.toml",
        'level = "urgent"\nmessage = "dizzy"',
        '# as agreed\nmessage = "dizzy"\nlevel = "urgent"',
    )

    assert load_protocol(directory).content_hash == PROTOCOL.content_hash


def test_writing_out_a_default_does_not_change_the_hash(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", 'key = "R40"', 'key = "R40"\napplies_to = "report"')

    assert load_protocol(directory).content_hash == PROTOCOL.content_hash


def test_any_change_of_content_changes_the_hash(tmp_path: Path) -> None:
    changes = [
        ("rules.toml", "dizziness >= 3", "dizziness >= 2"),
        ("rules.toml", "grade [D]", "grade agreed"),
        ("schedule.toml", "closes = 28", "closes = 29"),
        ("regions.toml", '"911"', '"912"'),
        ("screening.toml", 'kind = "age"', 'kind = "number"'),
    ]
    hashes = set()
    for number, (file, old, new) in enumerate(changes):
        directory = copy_to(tmp_path / str(number))
        change(directory, file, old, new)
        hashes.add(load_protocol(directory).content_hash)

    assert len(hashes | {PROTOCOL.content_hash}) == len(changes) + 1


def test_entries_are_found_by_their_key() -> None:
    assert PROTOCOL.symptom("fever").key == "fever"
    assert PROTOCOL.rule("R01").key == "R01"
    assert PROTOCOL.region("zz") is None
    with pytest.raises(KeyError, match="R99"):
        PROTOCOL.rule("R99")
    with pytest.raises(KeyError, match="plague"):
        PROTOCOL.symptom("plague")
