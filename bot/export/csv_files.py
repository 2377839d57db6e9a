"""CSV for spreadsheets: one file per table, and no text that a spreadsheet would run."""

import codecs
import csv
import re
from contextlib import ExitStack
from datetime import date, datetime
from io import TextIOWrapper
from typing import TYPE_CHECKING, BinaryIO

from bot.export.destination import Destination
from bot.export.extract import Extract
from bot.export.table import Cell, Records

if TYPE_CHECKING:
    from _csv import Writer as Writing

# What a spreadsheet takes for the start of a formula, in full width too. Apostrophes before it
# are part of the pattern so that taking one away always gives back the text.
FORMULA = re.compile("'*[=+\\-@\t\r\n\0\uff1d\uff0b\uff0d\uff20]")
BEGINNINGS = frozenset("'=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20")  # of what may match
NOTES = (
    "Text that begins like a formula (with =, +, -, @, also in full width, a tab, a line break "
    "or NUL), also behind apostrophes, has one apostrophe more in front, so that no spreadsheet "
    "runs it. Take that one away to get the text as it was. Numbers are left alone.",
    "Files are UTF-8 with a byte order mark, separated by commas, with every text in quotes.",
    "Several keys in one cell are separated by |, rules and causes by spaces.",
    "Times are ISO 8601 with the offset from UTC.",
)


def write_csv(extract: Extract, destination: Destination) -> None:
    """Write each table to a file of its own."""
    with ExitStack() as open_files:
        files: dict[str, Writing] = {}
        for table in extract.pieces():
            if table.name not in files:
                file = open_files.enter_context(destination.create(f"{table.name}.csv"))
                files[table.name] = _begin(table, file, open_files)
            _write(table, files[table.name])


def guard(text: str) -> str:
    """Put an apostrophe before text that a spreadsheet would take for a formula."""
    return f"'{text}" if text[:1] in BEGINNINGS and FORMULA.match(text) else text


def _begin(table: Records, file: BinaryIO, closing: ExitStack) -> "Writing":
    file.write(codecs.BOM_UTF8)  # it tells spreadsheets that this is UTF-8
    text = TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    closing.callback(text.detach)  # the file is its destination's to close
    # Quoted text stays one cell in spreadsheets that separate by semicolons, too.
    rows = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    rows.writerow(guard(column.name) for column in table.columns)
    return rows


def _write(table: Records, rows: "Writing") -> None:
    separators = [column.separator for column in table.columns]
    rows.writerows(
        [
            cell
            if cell is None
            or type(cell) is int
            or (type(cell) is str and cell[:1] not in BEGINNINGS)
            else _cell(cell, separator)
            for cell, separator in zip(row, separators, strict=True)
        ]
        for row in table.rows
    )


def _cell(cell: Cell, separator: str) -> str | int | float | None:
    match cell:
        case str():
            return guard(cell)
        case bool():
            return str(cell).lower()
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case tuple():
            return guard(separator.join(cell))
        case _:
            return cell
