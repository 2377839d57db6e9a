"""What differs between two protocols, said by entry and line."""

from dataclasses import replace
from pathlib import Path

import pytest

from bot.protocol import load_protocol
from bot.protocol.difference import differences
from tests.protocol.copies import change, copy_to

PROTOCOL = load_protocol()


def test_a_protocol_does_not_differ_from_itself() -> None:
    assert differences(PROTOCOL, PROTOCOL) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "said"),
    [
        (
            "rules.toml",
            "dizziness >= 3",
            "dizziness >= 2",
            "rules · R40 · when: dizziness >= 3 → dizziness >= 2",
        ),
        (
            "protocol.toml",
            'version = "1.3.0"',
            'version = "1.3.1"',
            "protocol · version: 1.3.0 → 1.3.1",
        ),
        (
            "schedule.toml",
            "closes = 28",
            "closes = 29",
            "schedule · points · h24 · closes: 28.0 → 29.0",
        ),
        (
            "schedule.toml",
            "reminder_after = 3",
            "reminder_after = 4",
            "schedule · reminder_after: 3.0 → 4.0",
        ),
        (
            "screening.toml",
            '{ key = "cold", screening_class = "check" }',
            '{ key = "cold", screening_class = "stop" }',
            "screening · SC05 · options · cold · screening_class: check → stop",
        ),
        (
            "screening.toml",
            '  { key = "cold", screening_class = "check" },\n',
            "",
            "screening · SC05 · options · cold · removed",
        ),
        (
            "symptoms.toml",
            'advice = ["cold"]',
            'advice = ["cold", "press"]',
            "symptoms · bruising · advice: ['cold'] → ['cold', 'press']",
        ),
        (
            "regions.toml",
            'emergency = "911"\nverified_on = 2026-11-22\ncrisis_line = "988"',
            'emergency = "911"\nverified_on = 2026-11-22',
            "regions · us · crisis_line: 988 → nothing",
        ),
    ],
)
def test_a_change_is_named_with_its_place(
    file: str, old: str, new: str, said: str, tmp_path: Path
) -> None:
    directory = copy_to(tmp_path)
    change(directory, file, old, new)

    assert differences(PROTOCOL, load_protocol(directory)) == [said]


def test_an_entry_that_came_or_went_is_named_once_with_all_it_holds() -> None:
    without = replace(PROTOCOL, screening=PROTOCOL.screening[:-1])

    assert differences(PROTOCOL, without) == ["screening · SC13 · removed"]
    assert differences(without, PROTOCOL) == ["screening · SC13 · added"]


def test_another_order_is_named() -> None:
    turned = replace(PROTOCOL, rules=PROTOCOL.rules[::-1])

    assert differences(PROTOCOL, turned) == ["protocol · order of rules changed"]
