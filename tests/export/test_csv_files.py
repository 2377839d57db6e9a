"""CSV files open in a spreadsheet as what they are, and nothing in them runs."""

import csv
import io
from datetime import date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.export.csv_files import FORMULA, guard, write_csv
from bot.export.table import Cell, Column, Origin, Records, Type
from tests.export.extracts import files_of

STARTS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20"
TEXT = st.text(st.sampled_from(STARTS + "'a;\",é😀")) | st.text(
    st.characters(exclude_categories=["Cs"])
)


def column(name: str, *, separator: str = "|") -> Column[object]:
    """Describe a column that nothing reads."""
    return Column(
        name=name,
        type=Type.TEXT,
        about="",
        origin=Origin.BOT,
        value=lambda record: None,
        separator=separator,
    )


def written(*rows: tuple[Cell, ...], separator: str = "|") -> bytes:
    """Write rows to a file and give its bytes."""
    columns = tuple(column(f"c{n}", separator=separator) for n in range(len(rows[0])))
    files = files_of(write_csv, Records(name="table", columns=columns, rows=rows))
    return files["table.csv"]


def cells(content: bytes) -> list[str]:
    """Read the one row after the header."""
    _, row = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    return row


def unguarded(text: str) -> str:
    """Do what the codebook tells readers to do."""
    return text[1:] if text.startswith("'") and FORMULA.match(text[1:]) else text


@given(TEXT)
def test_no_text_begins_like_a_formula_and_each_can_be_had_back(text: str) -> None:
    [cell] = cells(written((text,)))

    assert not cell.startswith(tuple(STARTS))
    assert unguarded(cell) == text


@pytest.mark.parametrize("text", ["'tis a note", "a=b", "1", ""])
def test_other_text_is_left_alone(text: str) -> None:
    assert guard(text) == text


@given(st.lists(TEXT, min_size=2, max_size=5))
def test_text_never_leaves_its_cell(texts: list[str]) -> None:
    assert [unguarded(cell) for cell in cells(written(tuple(texts)))] == texts


def test_a_file_begins_with_a_byte_order_mark_and_ends_lines_as_rfc_4180_says() -> None:
    assert written(("a", 1)) == b'\xef\xbb\xbf"c0","c1"\r\n"a",1\r\n'


def test_numbers_stay_numbers() -> None:
    assert written((-3, 0, 26.5)).endswith(b"\r\n-3,0,26.5\r\n")


def test_text_is_quoted_so_that_no_other_separator_can_split_it() -> None:
    assert b'"a;=1+1"' in written(("a;=1+1",))


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (None, ""),
        (True, "true"),
        (False, "false"),
        (date(2026, 3, 2), "2026-03-02"),
        (
            datetime(2026, 11, 22, 14, 5, tzinfo=timezone(timedelta(hours=1))),
            "2026-11-22T14:05:00+01:00",
        ),
        (("warfarin", "aspirin"), "warfarin|aspirin"),
        ((), ""),
        (("=1",), "'=1"),
        ("half a \ud800 character", "half a ? character"),
    ],
)
def test_a_cell_is_written_as_what_it_is(cell: Cell, expected: str) -> None:
    assert cells(written((cell,))) == [expected]


def test_a_column_may_separate_its_keys_otherwise() -> None:
    assert cells(written((("R01", "R47"),), separator=" ")) == ["R01 R47"]


def test_a_row_that_does_not_fit_its_columns_is_refused() -> None:
    columns = (column("a"), column("b"))

    with pytest.raises(ValueError, match="zip"):
        files_of(write_csv, Records(name="table", columns=columns, rows=[("one",)]))
