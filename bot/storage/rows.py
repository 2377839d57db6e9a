"""Between rows and records: instants and days as text, closed sets as enums, lists as JSON."""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import UTC, date, datetime
from enum import Enum
from functools import cache
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
    changes = ", ".join(f"{name} = ?" for name in values)
    sql = f"UPDATE {table} SET {changes} WHERE id = ?"  # noqa: S608  # names from code
    cells = [cell(value) for value in values.values()]
    if db.execute(sql, [*cells, row_id]).rowcount != 1:
        raise LookupError(f"{table} {row_id} is not there")


Reader = Callable[[Any], Any]
_PARSERS: Mapping[type, Reader] = {
    datetime: instant,
    date: date.fromisoformat,
}


@cache
def _readers(record: type) -> tuple[tuple[str, Reader | None, bool], ...]:
    """Name each field with what reads its cell, if it is not as it is, and if it has a default."""
    hints = get_type_hints(record)
    return tuple(
        (field.name, _reader(hints[field.name]), field.default is not MISSING)
        for field in fields(record)
    )


def _reader(hint: Any) -> Reader | None:
    options = get_args(hint) or (hint,)
    kind = next((o for o in options if isinstance(o, type) and o is not type(None)), str)
    is_read = kind in (*_PARSERS, bool) or issubclass(kind, Enum)
    return _PARSERS.get(kind, kind) if is_read else None


def read(record: type[T], row: Mapping[str, Any]) -> T:
    """Build a record from a row that holds at least its fields without a default."""
    values: dict[str, Any] = {}
    for name, reader, may_be_left_out in _readers(record):  # type: ignore[arg-type]  # a class is hashable
        if may_be_left_out and name not in row:
            continue
        value = row[name]
        values[name] = value if reader is None or value is None else reader(value)
    return record(**values)


def find(db: Database, record: type[T], sql: str, *parameters: Any) -> T | None:
    """Read the first record of a query."""
    return next(iter(find_all(db, record, sql, *parameters)), None)


def find_all(db: Database, record: type[T], sql: str, *parameters: Any) -> list[T]:
    """Read all records of a query."""
    rows = db.execute(sql, [cell(p) for p in parameters])
    names = [column[0] for column in rows.description]
    return [read(record, dict(zip(names, row, strict=True))) for row in rows]
