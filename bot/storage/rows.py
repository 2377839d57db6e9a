"""Between rows and records: instants and days as text, closed sets as enums, lists as JSON."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache, lru_cache
from operator import itemgetter
from typing import Any, TypeVar, get_args, get_type_hints

from sqlite_utils import Database

T = TypeVar("T")


def stamp(instant: datetime) -> str:
    """Write an aware instant as UTC text that sorts by time."""
    return f"{instant.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z"


def instant(text: str) -> datetime:
    """Read what stamp() wrote."""
    return datetime.fromisoformat(text)


def cell(value: Any) -> Any:
    """Turn a value into what SQLite stores."""
    if value is None or type(value) is int or (type(value) is str and value.isascii()):
        return value
    match value:
        case datetime():
            return stamp(value)
        case date():
            return value.isoformat()
        case Enum():
            return value.value
        case bool():
            return int(value)
        case list() | dict() | tuple():
            return cell(json.dumps(value, ensure_ascii=False))
        case str():
            # A lone surrogate can be neither stored nor sent; the raw update keeps the original.
            return value.encode("utf-8", "replace").decode("utf-8")
        case _:
            return value


def insert(db: Database, table: str, **values: Any) -> int:
    """Add a row and give its id."""
    names, places = ", ".join(values), ", ".join("?" * len(values))
    sql = f"INSERT INTO {table} ({names}) VALUES ({places})"  # noqa: S608  # names from code
    return int(db.execute(sql, [cell(value) for value in values.values()]).lastrowid or 0)


def update(db: Database, table: str, row_id: int, **values: Any) -> None:
    """Change columns of one row by id; raises LookupError when it is not there."""
    cells = [cell(value) for value in values.values()]
    if db.execute(_update(table, values), [*cells, row_id]).rowcount != 1:
        raise LookupError(f"{table} {row_id} is not there")


def changed(db: Database, record: type[T], table: str, row_id: int, **values: Any) -> T:
    """Change columns of one row by id and give its record; raises LookupError without it."""
    row = find(db, record, f"{_update(table, values)} RETURNING *", *values.values(), row_id)
    if row is None:
        raise LookupError(f"{table} {row_id} is not there")
    return row


def _update(table: str, names: Iterable[str]) -> str:
    changes = ", ".join(f"{name} = ?" for name in names)
    return f"UPDATE {table} SET {changes} WHERE id = ?"  # noqa: S608  # names from code


Reader = Callable[[Any], Any]
_PARSERS: Mapping[type, Reader] = {
    datetime: datetime.fromisoformat,  # as in instant(), without a call more for each cell
    date: date.fromisoformat,
    bool: bool,
}


@cache
def _readers(record: type) -> dict[str, Reader | None]:
    """Map each field to what reads its cell, None where it is as it is."""
    hints = get_type_hints(record)
    return {field.name: _reader(hints[field.name]) for field in fields(record)}


def _reader(hint: Any) -> Reader | None:
    options = get_args(hint) or (hint,)
    kind = next((o for o in options if isinstance(o, type) and o is not type(None)), str)
    if issubclass(kind, Enum):
        return {member.value: member for member in kind}.__getitem__
    return _PARSERS.get(kind)


@lru_cache(maxsize=512)
def _columns(record: type, names: tuple[str, ...]) -> tuple[tuple[int, str, Reader | None], ...]:
    """Say where in a row each field stands; one with a default may be missing."""
    readers, places = _readers(record), {name: place for place, name in enumerate(names)}
    may_be_left_out = {field.name for field in fields(record) if field.default is not MISSING}
    found = [name for name in readers if name in places or name not in may_be_left_out]
    return tuple((places[name], name, readers[name]) for name in found)


def read(record: type[T], row: Mapping[str, Any]) -> T:
    """Build a record from a row that holds at least its fields without a default."""
    return _read_all(record, tuple(row), [tuple(row.values())])[0]


def fields_of(record: type, names: tuple[str, ...]) -> Callable[[Sequence[Any]], dict[str, Any]]:
    """Prepare to read, of many rows with these columns, the fields of a record that they hold."""
    readers, places = _readers(record), {name: place for place, name in enumerate(names)}
    held = [name for name in readers if name in places]
    pick = itemgetter(*(places[name] for name in held))
    parsed = [(name, reader) for name in held if (reader := readers[name]) is not None]

    def read(row: Sequence[Any]) -> dict[str, Any]:
        values = dict(zip(held, pick(row), strict=True))
        for name, reader in parsed:
            value = values[name]
            if value is not None:
                values[name] = reader(value)
        return values

    return read


def _read_all(record: type[T], names: tuple[str, ...], rows: Sequence[Sequence[Any]]) -> list[T]:
    columns = _columns(record, names)  # type: ignore[arg-type]  # a class is hashable
    return [
        record(
            **{
                name: row[place] if reader is None or row[place] is None else reader(row[place])
                for place, name, reader in columns
            }
        )
        for row in rows
    ]


def find(db: Database, record: type[T], sql: str, *parameters: Any) -> T | None:
    """Read the first record of a query."""
    return next(iter(find_all(db, record, sql, *parameters)), None)


def find_all(db: Database, record: type[T], sql: str, *parameters: Any) -> list[T]:
    """Read all records of a query."""
    rows = db.execute(sql, [cell(p) for p in parameters])
    names = tuple(column[0] for column in rows.description)
    return _read_all(record, names, rows.fetchall())
