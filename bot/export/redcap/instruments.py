"""Which instrument each table becomes, and which of its columns are spread over fields."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from bot.export.redcap.field import Field
from bot.export.redcap.names import Names
from bot.export.redcap.variables import Variable, variable_of
from bot.export.table import Column, Entry, Records, Type

PATIENT = "patient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Rows that share a number become one: a field for each key of `by` and each of `values`."""

    by: str
    values: tuple[str, ...]
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """How a table becomes an instrument; `number` tells its instances apart for good."""

    prefix: str
    number: str = ""  # empty: it does not repeat
    spread: Spread | None = None


INSTRUMENTS: Mapping[str, Instrument] = {
    "patients": Instrument(prefix="pt"),
    "screenings": Instrument(
        prefix="sc",
        number="screening",
        spread=Spread(
            by="question",
            values=("answer",),
            left_out=("answered_at", "given_by", "corrections"),
        ),
    ),
    "sessions": Instrument(prefix="se", number="session"),
    "check_ins": Instrument(prefix="ci", number="form"),
    "symptoms": Instrument(
        prefix="sy",
        number="form",
        spread=Spread(by="symptom", values=("grade", "asked", "trend")),
    ),
    "diary": Instrument(prefix="di", number="form"),
    "outcomes": Instrument(prefix="ou", number="form"),
    "summary": Instrument(prefix="su", number="course"),
    "alerts": Instrument(prefix="al", number="number"),
    "messages": Instrument(prefix="me", number="message"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """An instrument with its fields, in order.

    `spread` finds the variables of a key; `rest` takes values that no field can hold.
    """

    name: str
    instrument: Instrument
    variables: tuple[Variable, ...]
    spread: Mapping[str, tuple[Variable, ...]]
    rest: Field

    @property
    def fields(self) -> list[Field]:
        """Every field in order."""
        spread = [variable for listed in self.spread.values() for variable in listed]
        return [f for v in (*self.variables, *spread) for f in v.fields] + [self.rest]


def form_of(table: Records, instrument: Instrument, names: Names) -> Form:
    """Make the instrument of a table."""
    columns = {column.name: column for column in table.columns}
    spread, prefix = instrument.spread, instrument.prefix
    apart = {PATIENT, *((spread.by, *spread.values, *spread.left_out) if spread else ())}
    return Form(
        name=table.name,
        instrument=instrument,
        variables=tuple(
            variable_of(column, prefix, names)
            for column in table.columns
            if column.name not in apart
        ),
        spread=_spread(columns, instrument, names) if spread else {},
        rest=Field(
            name=names.give(prefix, "not_offered"),
            type="notes",
            label="Values that no field offers any more, as name=value.",
            identifies=True,
        ),
    )


def _spread(
    columns: Mapping[str, Column[Any]], instrument: Instrument, names: Names
) -> dict[str, tuple[Variable, ...]]:
    """Make the fields of every key that rows are spread over."""
    spread = instrument.spread
    if spread is None:
        return {}
    return {
        key: tuple(
            variable_of(_of_key(columns[value], key, label), instrument.prefix, names)
            for value in spread.values
        )
        for key, label in columns[spread.by].choices.items()
    }


def _of_key(column: Column[Any], key: str, label: str) -> Column[Any]:
    """Describe one of the columns that a column of many keys stands for."""
    entry = next((one for one in column.entries if one.key == key), Entry(key=key, about=label))
    name = key if column.name == "answer" else f"{key}_{column.name}"
    graded = column.type is Type.INTEGER and bool(entry.choices)
    return replace(
        column,
        name=name,
        type=Type.KEY if graded else entry.type or column.type,
        about=entry.about if column.name == "answer" else f"{label}: {column.about}",
        choices=entry.choices or column.choices,
        low=entry.low if entry.low is not None else column.low,
        high=entry.high if entry.high is not None else column.high,
        source=entry.source or column.source,
        told=entry.told or column.told,
        entries=(),
    )
