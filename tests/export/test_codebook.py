"""The codebook explains every column, question, label, rule and note of an export."""

import pytest

from bot.export import FORMATS
from bot.export.codebook import codebook
from bot.export.table import Cell
from bot.export.tables import tables_of
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
TABLES = tables_of(PROTOCOL, {})
Line = dict[str, Cell]


@pytest.fixture(scope="module")
def lines() -> list[Line]:
    """Read the codebook of a CSV export."""
    records = codebook(PROTOCOL, TABLES, FORMATS["csv"].notes)
    names = [column.name for column in records.columns]
    return [dict(zip(names, row, strict=True)) for row in records.rows]


def line_of(lines: list[Line], table: str, column: str, key: str | None = None) -> Line:
    """Find the one line of a column, or of a key of it."""
    wanted = (table, column, key)
    [found] = [line for line in lines if (line["table"], line["column"], line["key"]) == wanted]
    return found


def test_the_first_lines_are_what_a_reader_of_the_format_must_know(lines: list[Line]) -> None:
    notes = [line["description"] for line in lines if line["table"] is None]

    assert lines[0]["description"] == notes[0] == FORMATS["csv"].notes[0]
    assert "apostrophe" in str(notes[0])
    assert PROTOCOL.version in str(notes[-1])
    assert PROTOCOL.content_hash in str(notes[-1])


def test_every_column_has_its_line_in_order(lines: list[Line]) -> None:
    expected = [(table.name, column.name) for table in TABLES for column in table.columns]
    found = [
        (line["table"], line["column"])
        for line in lines
        if line["column"] and not line["key"] and line["table"] != "codebook"
    ]

    assert found == expected


def test_it_explains_itself(lines: list[Line]) -> None:
    described = [line["column"] for line in lines if line["table"] == "codebook"]

    assert described == [None, *lines[0]]


def test_a_screening_question_has_its_words_labels_and_source(lines: list[Line]) -> None:
    line = line_of(lines, "screenings", "answer", "SC03_weeks")

    assert line["description"] == "How many weeks pregnant are you?"
    assert line["allowed"] == "0 to 44 | unsure = Not sure"
    assert line["type"] == "integer or key"
    assert str(line["source"]).startswith("[S] founding review")


def test_a_check_in_question_has_its_words_on_one_line(lines: list[Line]) -> None:
    line = line_of(lines, "check_ins", "gate")

    assert str(line["description"]).startswith("First, the most important question.")
    assert "\n" not in str(line["description"])
    assert str(line["allowed"]).endswith("unsure = Not sure")
    assert line["origin"] == "patient"


def test_grades_have_the_words_of_each_symptom(lines: list[Line]) -> None:
    line = line_of(lines, "symptoms", "grade", "bruising")

    assert str(line["allowed"]).startswith("0 = ")
    assert str(line["allowed"]).count(" = ") == 5
    assert line_of(lines, "symptoms", "grade")["allowed"] == "0 to 4"


def test_every_rule_has_its_level_condition_and_source(lines: list[Line]) -> None:
    for rule in PROTOCOL.rules:
        line = line_of(lines, "check_ins", "rules", rule.key)

        assert str(line["description"]).startswith(f"{rule.level.value} when ")
        assert line["source"] == rule.source


def test_units_and_open_ranges_are_named(lines: list[Line]) -> None:
    assert line_of(lines, "symptoms", "hours_since_session")["unit"] == "hours"
    assert line_of(lines, "check_ins", "corrections")["allowed"] == "0 or more"
