"""The TOML files of a protocol directory, read and put together."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.protocol.fault import Fault, ProtocolError

# Which file each table stands in. A clinic may arrange its own copy differently.
FILES: Mapping[str, str] = {
    "key": "protocol.toml",
    "version": "protocol.toml",
    "validity": "protocol.toml",
    "screening": "screening.toml",
    "screens": "screening.toml",
    "session": "session.toml",
    "check_in": "check_in.toml",
    "signs": "signs.toml",
    "safety": "safety.toml",
    "diary": "diary.toml",
    "evening": "diary.toml",
    "medicine_days": "diary.toml",
    "course": "course.toml",
    "course_plan": "course.toml",
    "symptoms": "symptoms.toml",
    "advice": "advice.toml",
    "derived": "facts.toml",
    "rules": "rules.toml",
    "schedule": "schedule.toml",
    "regions": "regions.toml",
    "jurisdictions": "jurisdictions.toml",
    "free_text": "free_text.toml",
    "about": "about.toml",
    "usual": "usual.toml",
}

BESIDE = "left_out.toml"  # stands beside the tables and is none: see left_out.py


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """The tables of a protocol as written, and the file each was found in."""

    tables: Mapping[str, Any]
    files: Mapping[str, str]

    def file_of(self, table: str) -> str:
        """Name the file a table stands in, or the one it belongs in."""
        return self.files.get(table) or FILES.get(table, "")


def read_directory(directory: Path) -> Source:
    """Read every *.toml of a directory; raises ProtocolError for what cannot be read."""
    paths = sorted(path for path in directory.glob("*.toml") if path.name != BESIDE)
    if not paths:
        fault = Fault(
            file=str(directory),
            entry="",
            problem="there is no protocol here: the directory has no .toml file",
            remedy="name the directory that holds protocol.toml, rules.toml and the others",
        )
        raise ProtocolError((fault,))
    return _merge({path.name: _parse(path) for path in paths})


def _parse(path: Path) -> dict[str, Any] | Fault:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        return Fault(
            file=path.name,
            entry="",
            problem=f"cannot be read as TOML: {error}",
            remedy="look at that line for a missing quote, bracket or equals sign",
        )
    except (OSError, UnicodeDecodeError) as error:
        return Fault(
            file=path.name,
            entry="",
            problem=f"cannot be read: {error}",
            remedy="save it as a UTF-8 text file that the bot may open",
        )


def _merge(contents: Mapping[str, dict[str, Any] | Fault]) -> Source:
    faults = [content for content in contents.values() if isinstance(content, Fault)]
    tables: dict[str, Any] = {}
    files: dict[str, str] = {}
    for name, content in contents.items():
        for table, value in {} if isinstance(content, Fault) else content.items():
            if table in tables:
                faults.append(_twice(table, files[table], name))
            tables[table], files[table] = value, name
    if faults:
        raise ProtocolError(tuple(faults))
    return Source(tables=tables, files=files)


def _twice(table: str, first: str, second: str) -> Fault:
    return Fault(
        file=second,
        entry=table,
        problem=f"also stands in {first}",
        remedy="keep all of it in one file",
    )
