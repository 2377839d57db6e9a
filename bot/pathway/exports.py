"""Exports: who takes which tables away, written down before and after."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import chain
from pathlib import Path
from typing import Any

from bot.clinic import Clinic
from bot.export import FORMATS, Writer
from bot.export.codebook import codebook
from bot.export.destination import Memory, whole_files
from bot.export.table import Records, Row, Table
from bot.export.tables import tables_of
from bot.storage import audit, export_rows, patients
from bot.storage.database import transaction
from bot.storage.patients import Patient

Progress = Callable[[int, int | None], None]  # records read so far, and in all


class ExportRefused(Exception):
    """An export that cannot be made, said in a sentence for the person who asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Dates on the patients' calendars, both inclusive; an open end is None."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date | None) -> bool:
        """Tell whether a day is inside; what has no day always is."""
        if day is None:
            return True
        return (self.since or day) <= day <= (self.until or day)

    def __str__(self) -> str:
        return f"{self.since or 'the beginning'} to {self.until or 'now'}"
