"""Exports: tables of typed rows, a codebook that explains them, and a writer per format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.export import csv_files, fhir, json_files, pdf, redcap, xlsx_file
from bot.export.destination import Destination
from bot.export.extract import Extract

__all__ = ["FORMATS", "MOST_IN_CHAT", "Writer"]

MOST_IN_CHAT = 20_000  # forms; a chat waits for its answer, and everybody else waits with it


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format: how an extract becomes files, and what the codebook must say of these files."""

    write: Callable[[Extract, Destination], None]
    notes: tuple[str, ...] = ()
    whole: bool = False  # with every answer as it was given, not only those that count
    in_chat: bool = True  # False: for programs rather than people
    most_in_chat: int = MOST_IN_CHAT


FORMATS: Mapping[str, Writer] = {
    "csv": Writer(write=csv_files.write_csv, notes=csv_files.NOTES),
    "xlsx": Writer(write=xlsx_file.write_xlsx, notes=xlsx_file.NOTES),
    "redcap": Writer(write=redcap.write_redcap, notes=redcap.NOTES),
    "json": Writer(write=json_files.write_json, notes=json_files.NOTES, whole=True),
    "pdf": Writer(write=pdf.write_pdf, notes=pdf.NOTES, most_in_chat=2_000),  # pages take longer
    "fhir": Writer(write=fhir.write_collections),
    "fhir-transaction": Writer(write=fhir.write_transactions, in_chat=False),
    "fhir-ndjson": Writer(write=fhir.write_ndjson, in_chat=False),
}
