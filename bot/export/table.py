"""The shape of an exported table, whatever the format: columns described once, typed cells."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Any, Generic, TypeVar

from bot.export.records import OfPatient

Cell = bool | int | float | str | date | datetime | tuple[str, ...] | None
Row = tuple[Cell, ...]  # in the order of the table's columns
R = TypeVar("R", contravariant=True)


class Type(StrEnum):
    """What the cells of a column hold; a cell without a value is None in each of them."""

    TEXT = "text"
    KEY = "key"  # one fixed word
    KEYS = "keys"  # several fixed words
    INTEGER = "integer"
    INTEGER_OR_KEY = "integer or key"  # a number, or an option such as "not sure"
    ANSWER = "answer"  # whatever the question of the row calls for
    DECIMAL = "decimal"
    BOOLEAN = "true or false"
    DATE = "date"
    TIME = "time"  # of day, on the patient's clock
    MOMENT = "date and time with UTC offset"


class Told(StrEnum):
    """How a column is told when an export is de-identified."""

    AS_IT_IS = "as it is"
    CODED = "another code"
    MOVED = "moved by whole weeks"
    NUMBERED = "the number among the patient's"
    CAPPED = "90 for 90 and over"
    BY_QUESTION = "by question"
    LEFT_OUT = "left out"


OTHERWISE_TOLD: Mapping[Type, Told] = {
    Type.TEXT: Told.LEFT_OUT,
    Type.ANSWER: Told.LEFT_OUT,
    Type.DATE: Told.MOVED,
    Type.MOMENT: Told.MOVED,
}


class Origin(StrEnum):
    """Who a value comes from."""

    PATIENT = "patient"
    CLINICIAN = "clinician"
    BOT = "bot"
    RULES = "rules"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What one key of a column stands for, where that needs more than a label."""

    key: str
    about: str
    source: str = ""
    type: Type | None = None  # of the cells beside this key, where it says more than the column's
    choices: Mapping[str, str] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    told: Told | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Column(Generic[R]):
    """One column: its description, and how its cell is read off a record.

    `choices` maps each key that may stand in a cell to its label; `source` is the published
    source or decision behind a question or rule.
    """

    name: str
    type: Type
    about: str
    origin: Origin
    value: Callable[[R], Cell]
    unit: str = ""
    choices: Mapping[str, str] = field(default_factory=dict)
    low: int | None = None
    high: int | None = None
    separator: str = "|"  # between the keys of one cell, in formats without lists
    source: str = ""
    entries: tuple[Entry, ...] = ()
    told: Told | None = None  # when de-identified, where its type does not settle it

    @property
    def de_identified(self) -> Told:
        """How it is told when an export is de-identified; text is left out unless said here."""
        return self.told or OTHERWISE_TOLD.get(self.type, Told.AS_IT_IS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table: the records it is made from, and what it makes of them.

    `reads` and `kinds` say which records; `unfold` turns them, in order, into what the columns
    read; `day` gives the local date that a span of dates applies to, or None for always.
    """

    name: str
    about: str
    reads: type[OfPatient]
    columns: tuple[Column[Any], ...]
    day: Callable[[Any], date | None]
    kinds: tuple[str, ...] = ()
    unfold: Callable[[Iterable[Any]], Iterable[Any]] = iter

    def rows(self, records: Iterable[Any]) -> Iterator[Row]:
        """Read the cells of each row off a record."""
        cells = [column.value for column in self.columns]
        return (tuple([cell(record) for cell in cells]) for record in records)

    def records(self, rows: Iterable[Row]) -> "Records":
        """Give rows of it to a writer."""
        return Records(name=self.name, columns=self.columns, rows=rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Records:
    """One table as a writer gets it: named, described, and with rows to be read once."""

    name: str
    columns: tuple[Column[Any], ...]
    rows: Iterable[Row]
