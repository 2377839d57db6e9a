"""Files of patient cases: TOML, YAML or JSON, one case or many, read as they are written."""

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.protocol.fault import Fault

TABLES = ("case", "cases")  # the list of cases may go by either name


class _Yaml(yaml.SafeLoader):
    """YAML in which `yes` and `no` are words, as answers are; only true and false are not."""


_TRUTH = "tag:yaml.org,2002:bool"
_Yaml.yaml_implicit_resolvers = {
    sign: [(tag, pattern) for tag, pattern in listed if tag != _TRUTH]
    for sign, listed in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
_Yaml.add_implicit_resolver(_TRUTH, re.compile(r"^(?:true|false)$"), list("tf"))


def _read_yaml(text: str) -> Any:
    documents = [found for found in yaml.load_all(text, _Yaml) if found is not None]
    return documents[0] if len(documents) == 1 else documents


READERS: Mapping[str, Callable[[str], Any]] = {
    ".toml": tomllib.loads,
    ".json": json.loads,
    ".yaml": _read_yaml,
    ".yml": _read_yaml,
}
UNREADABLE = (OSError, UnicodeDecodeError, ValueError, yaml.YAMLError, RecursionError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """One case as written, and the file it stands in."""

    file: str
    place: int  # from 1
    content: Mapping[str, Any]

    @property
    def name(self) -> str:
        """The case's id, or its place in the file."""
        return str(self.content.get("id") or f"case {self.place}")


def read_files(paths: Iterable[Path]) -> Iterator[Written | Fault]:
    """Read every case of these files; a directory stands for the case files in it."""
    for path in paths:
        for file in _files(path) if path.is_dir() else [path]:
            yield from _cases(file)


def _files(directory: Path) -> list[Path]:
    return sorted(path for path in directory.iterdir() if path.suffix in READERS)


def _cases(path: Path) -> Iterator[Written | Fault]:
    reader = READERS.get(path.suffix)
    if reader is None:
        yield _fault(path, "is no case file", f"name it as one of: {', '.join(READERS)}")
        return
    try:
        content = reader(path.read_text(encoding="utf-8"))
    except UNREADABLE as error:
        reason = " ".join(str(error).split())
        yield _fault(path, f"cannot be read: {reason}", "look there for a typing mistake")
        return
    for place, case in enumerate(_listed(content), start=1):
        if isinstance(case, Mapping):
            yield Written(file=path.name, place=place, content=case)
        else:
            yield _fault(path, f"case {place} is no case", "write id, kind, … and expect")


def _listed(content: Any) -> list[Any]:
    """Find the cases in a file: a list, a list under `case`, or a case by itself."""
    if isinstance(content, Mapping):
        content = next((content[name] for name in TABLES if name in content), [content])
    return content if isinstance(content, list) else [content]


def _fault(path: Path, problem: str, remedy: str) -> Fault:
    return Fault(file=path.name, entry="", problem=problem, remedy=remedy)
