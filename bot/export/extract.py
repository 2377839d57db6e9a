"""What every writer is given: the same records, table by table or patient by patient."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol as Shape

from bot.clinical.protocol import Protocol
from bot.export.about import About
from bot.export.courses import SymptomReport
from bot.export.records import (
    AlertRecord,
    ConsentRecord,
    FormRecord,
    MessageRecord,
    PatientRecord,
    SessionRecord,
)
from bot.export.summaries import CourseRecord
from bot.export.table import Records


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientFile:
    """All that an export takes of one patient, each list in order of time.

    `forms` holds every kind; one of a session is told by its session, too. What a symptom or a
    course rests on may lie before the dates asked for.
    """

    patient: PatientRecord
    consents: Sequence[ConsentRecord]
    sessions: Sequence[SessionRecord]
    forms: Sequence[FormRecord]
    symptoms: Sequence[SymptomReport]
    courses: Sequence[CourseRecord]
    alerts: Sequence[AlertRecord]
    messages: Sequence[MessageRecord]
    tables: Sequence[Records]  # the same as rows, without the codebook


class Extract(Shape):
    """One export being made; a writer reads it once, by tables or by patients.

    What it gives is kept to the dates asked for and, unless it is identified, de-identified.
    Every instant is told through `local()` or `local_date()` of the record it stands in. The
    number of a form, and of an alert, is its patient's: only with the code it is unique.
    """

    @property
    def about(self) -> About:
        """Who takes it, when, what of and what for."""
        ...

    @property
    def protocol(self) -> Protocol:
        """The protocol in force, whose questions and rules the records speak of."""
        ...

    def tables(self) -> Iterator[Records]:
        """Give each table in turn, to be read before the next; codebook and about come last."""
        ...

    def pieces(self) -> Iterator[Records]:
        """Give the tables patient by patient: each may come often, with more rows each time.

        What a patient's records are read for is read once. A table whose name came before has
        the same columns; codebook and about come last.
        """
        ...

    def patients(self) -> Iterator[PatientFile]:
        """Give one patient after another; only one is held in memory."""
        ...

    def explained(self) -> Iterator[Records]:
        """Give the codebook and about alone, for writers that go by patients."""
        ...
