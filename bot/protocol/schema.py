"""Tables of a protocol turned into the engine's own types; what does not fit is said plainly."""

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from bot.clinical.protocol import Protocol
from bot.protocol.fault import Fault, ProtocolError, did_you_mean
from bot.protocol.reading import Source

Place = tuple[int | str, ...]
ADAPTER: TypeAdapter[Protocol] = TypeAdapter(Protocol)

# pydantic's name of an error → what is wrong and what to write, in a clinician's words.
SENTENCES: Mapping[str, tuple[str, str]] = {
    "missing": ("'{name}' is missing", "add a line  {name} = …"),
    "missing_argument": ("'{name}' is missing", "add a line  {name} = …"),
    "missing_keyword_only_argument": ("'{name}' is missing", "add a line  {name} = …"),
    "unexpected_keyword_argument": ("'{name}' is not known here", "{near}"),
    "extra_forbidden": ("'{name}' is not known here", "{near}"),
    "enum": ("'{name}' cannot be '{value}'", "write one of: {expected}"),
    "literal_error": ("'{name}' cannot be '{value}'", "write one of: {expected}"),
    "string_type": ("'{name}' should be text", 'put it in quotes: "{value}"'),
    "bool_parsing": ("'{name}' should be yes or no", "write true or false, without quotes"),
    "bool_type": ("'{name}' should be yes or no", "write true or false, without quotes"),
    "int_parsing": ("'{name}' should be a whole number", "write digits only, without quotes"),
    "int_type": ("'{name}' should be a whole number", "write digits only, without quotes"),
    "int_from_float": ("'{name}' should be a whole number", "write it without a decimal point"),
    "float_parsing": ("'{name}' should be a number", "write digits, without quotes"),
    "float_type": ("'{name}' should be a number", "write digits, without quotes"),
    "date_from_datetime_parsing": ("'{name}' should be a date", "write it like 2026-12-31"),
    "date_from_datetime_inexact": ("'{name}' should be a date", "write it like 2026-12-31"),
    "date_type": ("'{name}' should be a date", "write it like 2026-12-31, without quotes"),
    "time_parsing": ("'{name}' should be a time of day", "write it like 08:00:00"),
    "time_type": ("'{name}' should be a time of day", "write it like 08:00:00"),
    "tuple_type": ("'{name}' should be a list", "put it in square brackets: [ … ]"),
    "list_type": ("'{name}' should be a list", "put it in square brackets: [ … ]"),
    "dict_type": ("'{name}' should be a table", "put it in curly brackets: {{ … }}"),
    "model_type": ("'{name}' should be a table", "put it in curly brackets: {{ … }}"),
    "dataclass_type": (
        "'{name}' should be an entry with lines of its own",
        "see the packaged one",
    ),
}


def to_protocol(source: Source) -> Protocol:
    """Build a protocol from its tables; raises ProtocolError with every misfit."""
    if "content_hash" in source.tables:
        raise ProtocolError((_computed(source),))
    try:
        return ADAPTER.validate_python(dict(source.tables))
    except ValidationError as error:
        misfits = {_place(source.tables, e["loc"]): e for e in reversed(error.errors())}
        faults = tuple(_fault(source, place, e) for place, e in reversed(misfits.items()))
        raise ProtocolError(faults) from None


def _place(tables: Mapping[str, Any], path: Place) -> Place:
    """Cut off what pydantic adds behind a value: the types it tried, one misfit for each."""
    here: Any = tables
    for length, step in enumerate(path):
        if isinstance(here, dict):
            here = here.get(step)
        elif isinstance(here, list) and isinstance(step, int):
            here = here[step]
        else:
            return path[:length]
    return path


def _fault(source: Source, place: Place, error: ErrorDetails) -> Fault:
    *path, last = place
    name = last if isinstance(last, str) else f"{path[-1]} {last + 1}"
    problem, remedy = in_words(error, name, known=_names_beside(path))
    table = str(place[0])
    return Fault(
        file=source.file_of(table),
        entry=_entry(source.tables, path) or table,
        problem=problem,
        remedy=remedy,
    )


def in_words(error: ErrorDetails, name: str, *, known: Sequence[str]) -> tuple[str, str]:
    """Say what is wrong with a value and what to write; `known` are the names that may stand."""
    problem, remedy = SENTENCES.get(error["type"], (f"'{{name}}': {error['msg']}", ""))
    words = {
        "name": name,
        "value": error["input"],
        "expected": error.get("ctx", {}).get("expected", "").replace(" or ", ", "),
        "near": did_you_mean(name, known),
    }
    return problem.format(**words), remedy.format(**words)


def _computed(source: Source) -> Fault:
    return Fault(
        file=source.file_of("content_hash"),
        entry="content_hash",
        problem="is worked out from the content",
        remedy="take the line out",
    )


def _entry(tables: Mapping[str, Any], path: Sequence[int | str]) -> str:
    """Name the entries on a path by their keys: `SC01 · prefer_not`, or `rule number 4`."""
    names: list[str] = []
    here: Any = tables
    for step in path:
        here = here[step]
        if isinstance(step, int):
            key = here.get("key") if isinstance(here, dict) else None
            names.append(str(key) if key else f"number {step + 1}")
    return " · ".join(names)


def _names_beside(path: Sequence[int | str]) -> list[str]:
    """List the names that may stand at a path, read off the engine's dataclasses."""
    here: Any = Protocol
    for step in path:
        if isinstance(step, str):
            kind = next(field.type for field in fields(here) if field.name == step)
            here = _entry_type(kind)
    return [field.name for field in fields(here)] if is_dataclass(here) else []


def _entry_type(kind: Any) -> Any:
    """Give the dataclass inside `tuple[X, ...]`, or the type itself."""
    return getattr(kind, "__args__", (kind,))[0]
