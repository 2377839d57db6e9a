"""Exports: tables of typed rows, a codebook that explains them, and a writer per format."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from bot.export import csv_files
from bot.export.destination import Destination
from bot.export.table import Records

__all__ = ["FORMATS", "Writer"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """One format: how tables become files, and what the codebook must say of these files."""

    write: Callable[[Iterable[Records], Destination], None]
    notes: tuple[str, ...] = ()


FORMATS: Mapping[str, Writer] = {
    "csv": Writer(write=csv_files.write_csv, notes=csv_files.NOTES),
}
