"""JSON: everything about one patient in one document, for the patient and to carry elsewhere."""

import json
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any, BinaryIO

from bot.export.about import NAME as ABOUT
from bot.export.about import About
from bot.export.destination import Destination
from bot.export.extract import Extract, PatientFile
from bot.export.table import Cell, Records

SHAPE = 1  # rises when a reader would have to change
CODEBOOK = "codebook"
NOTES = (
    "A document per patient, named by the code: 'about' this export, 'patient', and under "
    "'tables' a list of rows for each table. Every row has every column; null means: not asked, "
    "not answered, or not happened.",
    "Several keys are a list. Times are ISO 8601 with the offset from UTC.",
)


def write_json(extract: Extract, destination: Destination) -> None:
    """Write a document per patient; the codebook is part of it where there is one patient."""
    alone = extract.about.patient is not None
    for file in extract.patients():
        told = _document(extract.about, file)
        if alone:
            told[CODEBOOK] = _codebook(extract)
        with destination.create(f"{file.patient.patient}.json") as written:
            _write(told, written)
    if not alone:
        with destination.create(f"{CODEBOOK}.json") as written:
            _write({ABOUT: _about(extract.about), CODEBOOK: _codebook(extract)}, written)


def _document(about: About, file: PatientFile) -> dict[str, Any]:
    patient, *tables = file.tables
    return {
        "format": "needling-diary",
        "shape": SHAPE,
        ABOUT: _about(about),
        "patient": next(_objects(patient)),
        "tables": {table.name: list(_objects(table)) for table in tables},
    }


def _about(about: About) -> dict[str, str]:
    return {name.replace(" ", "_"): value for name, value in about.lines}


def _codebook(extract: Extract) -> list[dict[str, Any]]:
    """List the codebook's lines without what is empty in them."""
    tables = {table.name: table for table in extract.explained()}
    return [
        {name: value for name, value in line.items() if value is not None}
        for line in _objects(tables[CODEBOOK])
    ]


def _objects(table: Records) -> Iterator[dict[str, Any]]:
    names = [column.name for column in table.columns]
    for row in table.rows:
        yield dict(zip(names, map(_value, row), strict=True))


def _value(cell: Cell) -> Any:
    match cell:
        case datetime():
            return cell.isoformat(timespec="seconds")
        case date():
            return cell.isoformat()
        case tuple():
            return list(cell)
        case _:
            return cell


def _write(document: Any, file: BinaryIO) -> None:
    pieces: Iterable[str] = json.JSONEncoder(ensure_ascii=False, indent=1).iterencode(document)
    for piece in pieces:
        file.write(piece.encode("utf-8", "replace"))
    file.write(b"\n")
