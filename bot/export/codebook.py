"""The codebook: what every column and every key of an export means, as a table of its own."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.clinical.protocol import Protocol
from bot.export.table import Column, Entry, Origin, Records, Row, Table, Told, Type

NOTES = (
    "An empty cell means: not asked, not answered, or not happened.",
    "Times are told by the patient's own clock.",
    "Of each answer the newest is given; earlier ones are counted as corrections.",
    "What patients wrote without being asked stands in messages, unless it is de-identified.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line: a column, a key of a column, or a note on the whole export."""

    table: str = ""
    column: str = ""
    key: str = ""
    type: Type | None = None
    unit: str = ""
    allowed: str = ""
    about: str
    told: Told | None = None
    origin: Origin | None = None
    source: str = ""


def _column(name: str, about: str, value: Callable[[Line], str]) -> Column[Line]:
    return Column(
        name=name,
        type=Type.TEXT,
        about=about,
        origin=Origin.BOT,
        value=lambda line: value(line) or None,
        told=Told.AS_IT_IS,
    )


COLUMNS: tuple[Column[Line], ...] = (
    _column("table", "The table; empty for a note on the whole export.", lambda line: line.table),
    _column(
        "column", "The column; empty for what the rows of a table are.", lambda line: line.column
    ),
    _column("key", "The key that the line is about, if it is about one.", lambda line: line.key),
    _column("type", "What the cells hold.", lambda line: line.type or ""),
    _column("unit", "The unit of a number.", lambda line: line.unit),
    _column(
        "allowed",
        "The lowest and highest number; each key = its label.",
        lambda line: line.allowed,
    ),
    _column("description", "What it means; of a question, its words.", lambda line: line.about),
    _column(
        "de_identified",
        "How it is told in a de-identified export.",
        lambda line: line.told or "",
    ),
    _column("origin", "Who the value comes from.", lambda line: line.origin or ""),
    _column(
        "source",
        "What it rests on. [V..] a published source, [S] the founding review, [G] general "
        "knowledge, [D] a decision that needs a clinician's sign-off.",
        lambda line: line.source,
    ),
)


def codebook(protocol: Protocol, tables: Iterable[Table], notes: Iterable[str]) -> Records:
    """Make the codebook of some tables, with a format's own notes first."""
    words = f"Questions, labels and rules are those of {protocol.key} {protocol.version}"
    about = (*notes, *NOTES, f"{words} ({protocol.content_hash}).")
    lines = [*(Line(about=note) for note in about), *_lines(tables)]
    return Records(name="codebook", columns=COLUMNS, rows=map(_row, lines))


def _row(line: Line) -> Row:
    return tuple(column.value(line) for column in COLUMNS)


def _lines(tables: Iterable[Table]) -> Iterator[Line]:
    for table in tables:
        yield Line(table=table.name, about=table.about)
        yield from _of_columns(table.name, table.columns)
    yield Line(table="codebook", about="One row per column, per key, and per note.")
    yield from _of_columns("codebook", COLUMNS)


def _of_columns(table: str, columns: Iterable[Column[Any]]) -> Iterator[Line]:
    for column in columns:
        yield Line(
            table=table,
            column=column.name,
            type=column.type,
            unit=column.unit,
            allowed=_allowed(column),
            about=column.about,
            told=column.de_identified,
            origin=column.origin,
            source=column.source,
        )
        for entry in column.entries:
            yield Line(
                table=table,
                column=column.name,
                key=entry.key,
                type=entry.type,
                allowed=_allowed(entry),
                about=entry.about,
                told=entry.told,
                source=entry.source,
            )


def _allowed(described: Column[Any] | Entry) -> str:
    """Write the range and the labelled keys: `0 to 44 | unsure = Not sure`."""
    return " | ".join([*_range(described.low, described.high), *_labelled(described.choices)])


def _range(low: int | None, high: int | None) -> list[str]:
    if low is None:
        return []
    return [f"{low} to {high}" if high is not None else f"{low} or more"]


def _labelled(choices: Mapping[str, str]) -> list[str]:
    return [f"{key} = {label}" for key, label in choices.items()]
