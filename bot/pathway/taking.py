"""One export being made: the records of each table read in turn, kept to its span, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import chain
from typing import TypeVar

from bot.clinic import Clinic
from bot.export import FORMATS, Writer
from bot.export.codebook import codebook
from bot.export.records import OfPatient
from bot.export.table import Records, Row, Table
from bot.export.tables import tables_of
from bot.storage import audit, export_rows
from bot.storage.patients import Patient

Progress = Callable[[int, int | None], None]  # records read so far, and in all
R = TypeVar("R", bound=OfPatient)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Dates on the patients' calendars, both inclusive; an open end is None."""

    since: date | None = None
    until: date | None = None

    def covers(self, day: date | None) -> bool:
        """Tell whether a day is inside; what has no day always is."""
        return day is None or (self.since or day) <= day <= (self.until or day)

    def __str__(self) -> str:
        return f"{self.since or 'the beginning'} to {self.until or 'now'}"


@dataclass(slots=True, kw_only=True)
class Taking:
    """One export being made, and how far it has got."""

    clinic: Clinic
    format: str
    patient: Patient | None
    span: Span = field(default_factory=Span)
    progress: Progress | None = None
    rows: Counter[str] = field(default_factory=Counter)  # written, by table
    read: int = 0
    total: int | None = None

    @property
    def writer(self) -> Writer:
        """The writer of its format."""
        return FORMATS[self.format]

    @property
    def patient_id(self) -> int | None:
        """The one patient's id, or None for all."""
        return self.patient.id if self.patient else None

    def note(self, *, by: str, what: str, detail: str = "") -> None:
        """Add a line to the access log."""
        about = f"patient {self.patient.code}" if self.patient else "all patients"
        detail = f"{self.format}, {self.span}{detail}"
        audit.note(
            self.clinic.db, at=self.clinic.now(), by=by, what=what, about=about, detail=detail
        )

    def count_words(self) -> str:
        """Word how many rows were taken from each table."""
        return ": " + ", ".join(f"{table} {rows}" for table, rows in self.rows.items())


def records_of(taking: Taking) -> Iterator[Records]:
    """Give each table in turn, to be read before the next, then the codebook."""
    db, protocol = taking.clinic.db, taking.clinic.protocol
    answered = export_rows.answered_questions(db, patient_id=taking.patient_id)
    tables = tables_of(protocol, answered)
    if taking.progress:
        taking.total = sum(_count(taking, table) for table in tables)
    for table in tables:
        yield Records(name=table.name, columns=table.columns, rows=_rows(taking, table))
    yield codebook(protocol, tables, taking.writer.notes)


def _count(taking: Taking, table: Table) -> int:
    return export_rows.count(
        taking.clinic.db, table.reads, kinds=table.kinds, patient_id=taking.patient_id
    )


def _rows(taking: Taking, table: Table) -> Iterator[Row]:
    taking.rows[table.name] = 0
    records = export_rows.stream(
        taking.clinic.db, table.reads, kinds=table.kinds, patient_id=taking.patient_id
    )
    for record in table.unfold(_watched(taking, records)):
        if taking.span.covers(table.day(record)):
            taking.rows[table.name] += 1
            yield table.row(record)


def _watched(taking: Taking, records: Iterable[R]) -> Iterator[R]:
    """Pass records on and tell how far the export has got."""
    for record in records:
        taking.read += 1
        if taking.progress:
            taking.progress(taking.read, taking.total)
        yield record


def with_rows(tables: Iterable[Records]) -> Iterator[Records]:
    """Leave out tables without rows."""
    for table in tables:
        rows = iter(table.rows)
        first = next(rows, None)
        if first is not None:
            yield replace(table, rows=chain([first], rows))
