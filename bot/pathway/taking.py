"""One export being made: the records read in turn, kept to its span, counted."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import chain, islice
from typing import Any, TypeVar

from bot.clinic import Clinic
from bot.clinical.protocol import Protocol
from bot.export import FORMATS, Writer
from bot.export.about import About, Span, about_table
from bot.export.codebook import codebook
from bot.export.extract import PatientFile
from bot.export.hiding import NOTES, Hiding
from bot.export.records import (
    AlertRecord,
    ConsentRecord,
    FormRecord,
    MessageRecord,
    OfPatient,
    PatientRecord,
    SessionRecord,
)
from bot.export.table import Records, Row, Table
from bot.export.tables import tables_of
from bot.storage import audit, export_rows
from bot.storage.forms import FormKind
from bot.storage.patients import Patient

Progress = Callable[[int, int | None], None]  # records read so far, and in all
R = TypeVar("R", bound=OfPatient)
KINDS = tuple(FormKind)
OF_ONE: tuple[type[OfPatient], ...] = (
    *(ConsentRecord, SessionRecord, FormRecord),
    *(AlertRecord, MessageRecord),
)
Held = Mapping[type[OfPatient], Sequence[Any]]  # all records of one patient


@dataclass(kw_only=True)
class Taking:
    """One export being made, and how far it has got; it is the extract its writer is given."""

    clinic: Clinic
    about: About
    patient: Patient | None
    hiding: Hiding | None  # None: identified
    progress: Progress | None = None
    only_filled: bool = False  # leave out tables without rows
    rows: Counter[str] = field(default_factory=Counter)  # written, by table
    read: int = 0
    total: int | None = None

    @property
    def writer(self) -> Writer:
        """The writer of its format."""
        return FORMATS[self.about.format]

    @property
    def protocol(self) -> Protocol:
        """The protocol in force."""
        return self.clinic.protocol

    @property
    def patient_id(self) -> int | None:
        """The one patient's id, or None for all."""
        return self.patient.id if self.patient else None

    @cached_property
    def described(self) -> tuple[Table, ...]:
        """Every table, with a column for each question that has stored answers."""
        answered = export_rows.answered_questions(self.clinic.db, patient_id=self.patient_id)
        return tables_of(self.protocol, answered, whole=self.writer.whole)

    def tables(self) -> Iterator[Records]:
        """Give each table in turn, to be read before the next; codebook and about come last."""
        self._expect((table.reads, table.kinds) for table in self.described)
        for table in self.described:
            self.rows[table.name] = 0
            rows = self._rows(table, self._watched(self._all(table.reads, table.kinds)))
            if not self.only_filled:
                yield table.records(rows)
            elif first := list(islice(rows, 1)):
                yield table.records(chain(first, rows))
        yield from self.explained()

    def pieces(self) -> Iterator[Records]:
        """Give the tables patient by patient: each may come often, with more rows each time."""
        if self.only_filled:
            yield from self.tables()
            return
        for table in self.described:
            yield table.records(())  # all are there, without a row as well
        for file in self.patients():
            yield from file.tables
        yield from self.explained()

    def patients(self) -> Iterator[PatientFile]:
        """Give one patient after another; only one is held in memory."""
        self._expect([(PatientRecord, ())])
        self.rows.update({table.name: 0 for table in self.described})
        for patient_id in self._order:
            for patient in self._watched(self._stream(PatientRecord, patient_id=patient_id)):
                yield self._file(patient, patient_id)

    def explained(self) -> Iterator[Records]:
        """Give the codebook and about alone, for writers that go by patients."""
        notes = (*(NOTES if self.hiding else ()), *self.writer.notes)
        yield codebook(self.protocol, self.described, notes)
        yield about_table(self.about)

    def note(self, what: str, detail: str = "") -> None:
        """Add a line to the access log."""
        told = self.about
        words = f"{told.format}, {told.span}, {told.told}, purpose: {told.purpose or 'not given'}"
        audit.note(
            self.clinic.db,
            at=self.clinic.now(),
            by=told.by,
            what=what,
            about=f"patient {self.patient.code}" if self.patient else "all patients",
            detail=words + detail,
        )

    def count_words(self) -> str:
        """Word how many rows were taken from each table."""
        return ": " + ", ".join(f"{table} {rows}" for table, rows in self.rows.items())

    @cached_property
    def _order(self) -> list[int]:
        """Every patient's id; in a de-identified export not in the order of joining."""
        if self.patient:
            return [self.patient.id]
        known = export_rows.patient_codes(self.clinic.db)
        hiding = self.hiding
        return sorted(known, key=lambda one: hiding.code(known[one])) if hiding else list(known)

    def _all(self, record: type[R], kinds: tuple[str, ...]) -> Iterator[R]:
        """Read the records of everybody asked for; in one go unless the order is another."""
        order = self._order if self.hiding else [self.patient_id]
        return chain.from_iterable(self._stream(record, kinds, one) for one in order)

    def _stream(
        self, record: type[R], kinds: tuple[str, ...] = (), patient_id: int | None = None
    ) -> Iterator[R]:
        read = export_rows.stream(self.clinic.db, record, kinds=kinds, patient_id=patient_id)
        return map(self.hiding.hide, read) if self.hiding else read

    def _covered(self, day: Callable[[R], date | None], records: Iterable[R]) -> Iterator[R]:
        """Keep what is of a day inside the span, in truth: days that are told may be moved."""
        if self.about.span == Span():
            yield from records  # none is asked its day
            return
        for one in records:
            told = day(one)
            if told is not None and self.hiding is not None:
                told += self.hiding.weeks(one.patient)
            if self.about.span.covers(told):
                yield one

    def _expect(self, reads: Iterable[tuple[type[OfPatient], tuple[str, ...]]]) -> None:
        """Count what will be read, where somebody watches."""
        if self.progress:
            self.total = sum(
                export_rows.count(self.clinic.db, record, kinds=kinds, patient_id=self.patient_id)
                for record, kinds in reads
            )

    def _watched(self, records: Iterable[R]) -> Iterator[R]:
        """Pass records on and tell how far the export has got."""
        for record in records:
            self.read += 1
            if self.progress:
                self.progress(self.read, self.total)
            yield record

    def _rows(self, table: Table, records: Iterable[Any]) -> Iterator[Row]:
        return table.rows(self._counted(table, records))

    def _counted(self, table: Table, records: Iterable[Any]) -> Iterator[Any]:
        """Make of records what a table has rows of, inside the span, and count it."""
        for one in self._covered(table.day, table.unfold(records)):
            self.rows[table.name] += 1
            yield one

    def _file(self, patient: PatientRecord, patient_id: int) -> PatientFile:
        """Read all of one patient."""
        held: dict[type[OfPatient], Sequence[Any]] = {PatientRecord: [patient]}
        read = {*OF_ONE, *(table.reads for table in self.described)} - {PatientRecord}
        held |= {kind: list(self._stream(kind, KINDS, patient_id)) for kind in read}
        made = {
            table.name: list(self._counted(table, _of(table, held))) for table in self.described
        }
        return PatientFile(
            patient=patient,
            consents=held[ConsentRecord],
            sessions=made["sessions"],
            forms=list(self._covered(lambda form: form.dated, held[FormRecord])),
            symptoms=made["symptoms"],
            courses=made["summary"],
            alerts=made["alerts"],
            messages=made["messages"],
            tables=[table.records(list(table.rows(made[table.name]))) for table in self.described],
        )


def _of(table: Table, held: Held) -> Iterator[Any]:
    """Choose the records that a table reads."""
    return (r for r in held[table.reads] if not table.kinds or r.kind in table.kinds)
