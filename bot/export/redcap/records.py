"""Records of one instrument: raw codes, stable instances, nothing a spreadsheet would add."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import groupby
from typing import BinaryIO

from bot.export.redcap.field import NotOfferedError
from bot.export.redcap.instruments import PATIENT, Form
from bot.export.redcap.names import RECORD_ID
from bot.export.redcap.variables import Variable
from bot.export.table import Cell, Records

REPEATING = ("redcap_repeat_instrument", "redcap_repeat_instance")
UNBEGUN, UNFINISHED, COMPLETE = "0", "1", "2"
STATUS = {"planned": UNBEGUN, "open": UNFINISHED, "incomplete": UNFINISHED}
Named = dict[str, Cell]


def write_records(table: Records, form: Form, file: BinaryIO) -> int:
    """Write a row per instance and count them; the rows of one stand together in the table."""
    text = io.TextIOWrapper(file, encoding="utf-8", errors="replace", newline="")
    rows = csv.writer(text)
    columns = [header for field in form.fields for header in field.headers]
    rows.writerow([RECORD_ID, *REPEATING, *columns, f"{form.name}_complete"])
    written = 0
    for instance in _instances(table, form):
        rows.writerow(_row(form, instance))
        written += 1
    text.detach()
    return written


def _instances(table: Records, form: Form) -> Iterator[list[Named]]:
    """Give the rows of each instance."""
    names = [column.name for column in table.columns]
    named: Iterable[Named] = (dict(zip(names, row, strict=True)) for row in table.rows)
    if form.instrument.spread is None:
        yield from ([row] for row in named)
        return
    number = form.instrument.number
    for _, rows in groupby(named, key=lambda row: (row[PATIENT], row[number])):
        yield list(rows)


def _row(form: Form, rows: list[Named]) -> list[str]:
    first, rest = rows[0], list[str]()
    cells = [str(first[PATIENT]), *_instance(form, first)]
    for variable in form.variables:
        cells += _cells(variable, first[variable.column.name], rest)
    cells += _spread(form, rows, rest)
    status = STATUS.get(str(first.get("state")), COMPLETE)
    return [*cells, "; ".join(rest), status]


def _instance(form: Form, row: Named) -> tuple[str, str]:
    if not form.instrument.number:
        return "", ""
    return form.name, str(row[form.instrument.number])


def _spread(form: Form, rows: list[Named], rest: list[str]) -> Iterator[str]:
    """Write the fields of every key, and name a value whose key has none."""
    spread = form.instrument.spread
    if spread is None:
        return
    by_key = {str(row[spread.by]): row for row in rows}
    for key, variables in form.spread.items():
        row = by_key.pop(key, {})
        for value, variable in zip(spread.values, variables, strict=True):
            yield from _cells(variable, row.get(value), rest)
    for key, row in by_key.items():
        rest += [f"{key}={_text(row[v])}" for v in spread.values if row[v] is not None]


def _cells(variable: Variable, cell: Cell, rest: list[str]) -> list[str]:
    cells: list[str] = []
    for field, value in zip(variable.fields, variable.values(cell), strict=True):
        try:
            cells += field.cells(value)
        except NotOfferedError:
            cells += field.cells(None)
            rest.append(f"{variable.column.name}={_text(value)}")
    return cells


def _text(value: Cell) -> str:
    return "|".join(value) if isinstance(value, tuple) else str(value)
