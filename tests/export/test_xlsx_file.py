"""A workbook holds numbers as numbers, dates as dates, and nothing that runs."""

from datetime import UTC, date, datetime, time, timedelta, timezone
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from bot.export.destination import whole_files
from bot.export.table import Cell, Column, Origin, Records, Type
from bot.export.xlsx_file import FILE, write_xlsx
from tests.export.extracts import MadeUp, files_of

BERLIN = timezone(timedelta(hours=1))
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x")', "http://x", "1"]


def table(type_: Type, *cells: Cell, name: str = "t") -> Records:
    """Make a table with one column."""
    column: Column[Any] = Column(
        name="c", type=type_, about="", origin=Origin.BOT, value=lambda record: None
    )
    return Records(name=name, columns=(column,), rows=[(cell,) for cell in cells])


def opened(content: bytes) -> openpyxl.Workbook:
    """Open a workbook as others do."""
    return openpyxl.load_workbook(BytesIO(content))


def cells(*tables: Records, most_rows: int = 1_048_576) -> dict[str, list[tuple[Any, ...]]]:
    """Write tables and read back the cells of each sheet, without the header."""
    book = opened(files_of(partial(write_xlsx, most_rows=most_rows), *tables)[FILE])
    return {sheet.title: list(sheet.iter_rows(min_row=2, values_only=True)) for sheet in book}


@pytest.mark.parametrize(
    ("type_", "cell", "expected"),
    [
        (Type.INTEGER, 7, (7,)),
        (Type.INTEGER, 0, (0,)),
        (Type.DECIMAL, 26.5, (26.5,)),
        (Type.BOOLEAN, True, (True,)),
        (Type.BOOLEAN, False, (False,)),
        (Type.INTEGER_OR_KEY, "unsure", ("unsure",)),
        (Type.KEYS, ("warfarin", "aspirin"), ("warfarin|aspirin",)),
        (Type.DATE, date(2026, 3, 2), (datetime(2026, 3, 2),)),  # noqa: DTZ001  # a workbook's
        (Type.DATE, "2026-03-02", (datetime(2026, 3, 2),)),  # noqa: DTZ001  # dates have no zone
        (Type.TIME, "14:05", (time(14, 5),)),
        (
            Type.MOMENT,
            datetime(2026, 11, 22, 14, 5, 9, tzinfo=BERLIN),
            (datetime(2026, 11, 22, 14, 5, 9), "+01:00"),  # noqa: DTZ001  # its zone is beside it
        ),
        (Type.MOMENT, datetime(2026, 3, 2, tzinfo=UTC), (datetime(2026, 3, 2), "+00:00")),  # noqa: DTZ001
        (Type.TEXT, "x" * 40_000, ("x" * 32_767,)),
        (Type.TEXT, "half a \ud800 character", ("half a ? character",)),
    ],
)
def test_a_cell_is_kept_as_what_it_is(type_: Type, cell: Cell, expected: tuple[Any, ...]) -> None:
    assert cells(table(type_, cell))["t"] == [expected]


def test_a_cell_without_a_value_is_empty() -> None:
    assert cells(table(Type.INTEGER, None, 1, None, 2))["t"] == [(None,), (1,), (None,), (2,)]


@pytest.mark.parametrize("text", FORMULAS)
def test_text_is_never_a_formula_or_a_link(text: str) -> None:
    sheet = opened(files_of(write_xlsx, table(Type.TEXT, text))[FILE])["t"]

    assert (sheet["A2"].value, sheet["A2"].data_type) == (text, "s")
    assert sheet["A2"].hyperlink is None


def test_a_sheet_per_table_and_one_about_the_export() -> None:
    found = cells(table(Type.INTEGER, 1, name="diary"), table(Type.TEXT, "x", name="about"))

    assert list(found) == ["diary", "about this export"]


def test_a_table_that_is_too_long_for_a_sheet_goes_on_in_another() -> None:
    found = cells(table(Type.INTEGER, *range(7), name="diary"), most_rows=4)

    assert {title: [n for (n,) in rows] for title, rows in found.items()} == {
        "diary": [0, 1, 2],
        "diary 2": [3, 4, 5],
        "diary 3": [6],
    }


def test_the_same_extract_gives_the_same_bytes_on_disk_and_in_memory(tmp_path: Path) -> None:
    one = table(Type.TEXT, "a", "b")
    written = []
    for name in ("first", "second"):
        with whole_files(tmp_path / name) as folder:
            write_xlsx(MadeUp([one]), folder)
        assert [path.name for path in (tmp_path / name).iterdir()] == [FILE]
        written.append((tmp_path / name / FILE).read_bytes())

    assert written[0] == written[1]
    on_disk, in_memory = opened(written[0]), opened(files_of(write_xlsx, one)[FILE])
    assert [[c.value for c in row] for row in on_disk["t"]] == [
        [c.value for c in row] for row in in_memory["t"]
    ]


def test_what_a_killed_export_left_is_cleared_away(tmp_path: Path) -> None:
    (tmp_path / ".room.part").mkdir()
    (tmp_path / ".room.part" / "rows").write_text("left behind", "utf-8")

    with whole_files(tmp_path) as folder:
        write_xlsx(MadeUp([table(Type.TEXT, "a")]), folder)

    assert [path.name for path in tmp_path.iterdir()] == [FILE]
