"""XLSX: one workbook with typed cells, a sheet per table, written row by row."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import accumulate
from typing import Any

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bot.export.about import NAME as ABOUT
from bot.export.about import About
from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.table import Cell, Column, Records, Type

FILE = "needling-diary.xlsx"
MOST_ROWS = 1_048_576  # of a sheet, with its header
MOST_LETTERS = 32_767  # of a cell
TITLES = {ABOUT: "about this export"}
NOTES = (
    "A sheet per table; a table of more rows than a sheet holds goes on in 'name 2'.",
    "Times are the patient's own clock; the column _utc beside each tells its offset from UTC.",
    "Text is never a formula or a link. Several keys in one cell are separated by |, rules and "
    "causes by spaces.",
)
# Nothing that a person wrote is taken for anything but text.
AS_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
FORMATS: Mapping[Type, str] = {
    Type.DATE: "yyyy-mm-dd",
    Type.MOMENT: "yyyy-mm-dd hh:mm:ss",
    Type.TIME: "hh:mm",
}
WIDTHS: Mapping[Type, int] = {Type.DATE: 12, Type.MOMENT: 20, Type.TEXT: 40, Type.KEYS: 24}


def write_xlsx(extract: Extract, destination: Destination, most_rows: int = MOST_ROWS) -> None:
    """Write all tables to one workbook; the same extract gives the same bytes."""
    with destination.room() as room, destination.create(FILE) as file:
        held = {"in_memory": True} if room is None else {"tmpdir": str(room)}
        options = {**AS_TEXT, **held, "constant_memory": room is not None}
        with xlsxwriter.Workbook(file, options) as workbook:
            workbook.set_properties(_properties(extract.about))
            book = _Book(workbook, most_rows)
            for table in extract.pieces():
                book.add(table)


def _properties(about: About) -> dict[str, Any]:
    return {
        "title": f"needling-diary, {about.told}",
        "comments": f"Made by {about.by} for: {about.purpose or 'not given'}",
        "created": about.at.replace(tzinfo=None),
    }


@dataclass(slots=True)
class _Filling:
    """The sheet that a table's rows go to now, which of its sheets that is, and the next line.

    `places` says in which of the sheet's columns each of the table's begins.
    """

    sheet: Worksheet
    part: int
    places: tuple[int, ...]
    line: int = 1


class _Book:
    """A workbook being filled."""

    def __init__(self, workbook: xlsxwriter.Workbook, most_rows: int) -> None:
        self._workbook = workbook
        self._most_rows = most_rows
        self._filling: dict[str, _Filling] = {}
        self._bold = workbook.add_format({"bold": True})
        self._formats = {
            type_: workbook.add_format({"num_format": shown}) for type_, shown in FORMATS.items()
        }

    def add(self, table: Records) -> None:
        """Write rows of a table to its sheet, and to more where one is too short."""
        if table.name not in self._filling:
            self._begin(table, 1)
        for row in table.rows:
            filling = self._filling[table.name]
            if filling.line == self._most_rows:
                filling = self._begin(table, filling.part + 1)
            for place, column, cell in zip(filling.places, table.columns, row, strict=True):
                if cell is not None:
                    self._write(filling.sheet, filling.line, place, column, cell)
            filling.line += 1

    def _begin(self, table: Records, part: int) -> "_Filling":
        title = TITLES.get(table.name, table.name)
        sheet = self._sheet(title if part == 1 else f"{title} {part}", table.columns)
        widths = [len(_headings(column)) for column in table.columns]
        places = tuple(accumulate(widths, initial=0))[:-1]
        self._filling[table.name] = _Filling(sheet, part, places)
        return self._filling[table.name]

    def _sheet(self, title: str, columns: Iterable[Column[Any]]) -> Worksheet:
        sheet: Worksheet = self._workbook.add_worksheet(title)
        sheet.freeze_panes(1, 0)
        place = 0
        for column in columns:
            for name, width in _headings(column):
                sheet.write_string(0, place, name, self._bold)
                sheet.set_column(place, place, width)
                place += 1
        return sheet

    def _write(
        self, sheet: Worksheet, line: int, place: int, column: Column[Any], cell: Cell
    ) -> None:
        """Write a cell and, of an instant, its offset."""
        value = _typed(column, cell)
        match value:
            case bool():
                sheet.write_boolean(line, place, value)
            case int() | float():
                sheet.write_number(line, place, value)
            case datetime():
                format_ = self._formats[Type.MOMENT]
                sheet.write_datetime(line, place, value.replace(tzinfo=None), format_)
                sheet.write_string(line, place + 1, _offset(value))
            case date():
                sheet.write_datetime(line, place, value, self._formats[Type.DATE])
            case time():
                sheet.write_datetime(line, place, value, self._formats[Type.TIME])
            case _:
                sheet.write_string(line, place, value)


def _offset(instant: datetime) -> str:
    """Write an offset from UTC as +01:00."""
    offset = f"{instant:%z}"
    return f"{offset[:3]}:{offset[3:5]}"


def _headings(column: Column[Any]) -> list[tuple[str, int]]:
    """Name the sheet's columns for a column, with their widths."""
    width = max(WIDTHS.get(column.type, 8), len(column.name) + 2)
    own, beside = [(column.name, width)], f"{column.name}_utc"
    return [*own, (beside, len(beside) + 2)] if column.type is Type.MOMENT else own


READ: Mapping[Type, Callable[[str], date | time]] = {
    Type.DATE: date.fromisoformat,
    Type.TIME: time.fromisoformat,
}


def _typed(column: Column[Any], cell: Cell) -> Cell | time:
    """Turn a cell into what a workbook keeps; answers to dates and times are kept as text."""
    if isinstance(cell, tuple):
        cell = column.separator.join(cell)
    if not isinstance(cell, str):
        return cell
    if column.type in READ:
        return READ[column.type](cell)
    return cell.encode("utf-8", "replace").decode()[:MOST_LETTERS]
