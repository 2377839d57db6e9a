"""From a column of a table to the fields of an instrument, and from its cells to their values."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.export.redcap.field import Field
from bot.export.redcap.names import Names
from bot.export.table import Cell, Column, Told, Type

FEW = 6  # choices shown as buttons; more of them are a list


@dataclass(frozen=True, slots=True, kw_only=True)
class Variable:
    """A column as one field, or as two: an instant and its offset, a number and an option."""

    column: Column[Any]
    fields: tuple[Field, ...]

    def values(self, cell: Cell) -> tuple[Cell, ...]:
        """Split a cell into a value per field."""
        match cell:
            case None:
                return (None,) * len(self.fields)
            case datetime():
                offset = f"{cell:%z}"
                return f"{cell:%Y-%m-%d %H:%M:%S}", f"{offset[:3]}:{offset[3:5]}"
            case tuple() if self.fields[0].type != "checkbox":
                return (self.column.separator.join(cell),)
        if len(self.fields) == 1:
            return (cell,)
        return (cell, None) if isinstance(cell, int) else (None, cell)


def variable_of(column: Column[Any], prefix: str, names: Names) -> Variable:
    """Make the fields of a column."""

    def field(name: str, **values: Any) -> Field:
        usual = {
            "type": "text",
            "label": column.about,
            "note": column.unit,
            "identifies": column.de_identified is not Told.AS_IT_IS,
            "source": column.source,
        }
        return Field(name=names.give(prefix, name), **{**usual, **values})

    return Variable(column=column, fields=MAKERS[column.type](column, field))


Make = Callable[..., Field]


def _text(column: Column[Any], field: Make) -> tuple[Field, ...]:
    return (field(column.name),)


def _own_words(column: Column[Any], field: Make) -> tuple[Field, ...]:
    return (field(column.name, type="notes"),)


def _validated(validation: str) -> Callable[[Column[Any], Make], tuple[Field, ...]]:
    def make(column: Column[Any], field: Make) -> tuple[Field, ...]:
        bounds = {"low": column.low, "high": column.high}
        return (field(column.name, validation=validation, **bounds),)

    return make


def _key(column: Column[Any], field: Make) -> tuple[Field, ...]:
    if not column.choices:
        return (field(column.name),)
    type_ = "radio" if len(column.choices) <= FEW else "dropdown"
    return (field(column.name, type=type_, choices=column.choices),)


def _keys(column: Column[Any], field: Make) -> tuple[Field, ...]:
    if not column.choices:
        return (field(column.name),)
    return (field(column.name, type="checkbox", choices=column.choices),)


def _integer_or_key(column: Column[Any], field: Make) -> tuple[Field, ...]:
    bounds = {"low": column.low, "high": column.high}
    number = field(column.name, validation="integer", **bounds)
    name, about = f"{column.name}_key", f"{column.about} (where it is not a number)"
    return (number, field(name, type="radio", label=about, choices=column.choices))


def _moment(column: Column[Any], field: Make) -> tuple[Field, ...]:
    label = f"{column.about} (offset from UTC)"
    return (
        field(column.name, validation="datetime_seconds_ymd"),
        field(f"{column.name}_utc", label=label, identifies=False),
    )


MAKERS: Mapping[Type, Callable[[Column[Any], Make], tuple[Field, ...]]] = {
    Type.TEXT: _own_words,
    Type.KEY: _key,
    Type.KEYS: _keys,
    Type.INTEGER: _validated("integer"),
    Type.INTEGER_OR_KEY: _integer_or_key,
    Type.ANSWER: _own_words,
    Type.DECIMAL: _validated("number"),
    Type.BOOLEAN: lambda column, field: (field(column.name, type="truefalse"),),
    Type.DATE: _validated("date_ymd"),
    Type.TIME: _validated("time"),
    Type.MOMENT: _moment,
}
