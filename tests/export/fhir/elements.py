"""Walking through resources: every element with its path as HL7 names it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Json = dict[str, Any]
R4 = Path(__file__).parent / "r4"


def of_hl7(name: str) -> Any:
    """Read one of the tables that were cut out of HL7's files."""
    return json.loads((R4 / name).read_text("utf-8"))


def elements(node: Json, path: str) -> Iterator[tuple[str, Json]]:
    """Give each element that has elements, itself first; items within items have one path."""
    yield path, node
    for name, value in node.items():
        inner = f"{path}.{name}"
        if name == "item":
            inner = f"{path.partition('.')[0]}.item"
        for one in value if isinstance(value, list) else [value]:
            if isinstance(one, dict):
                yield from elements(one, inner)


def values(node: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Give every value, lists and elements too."""
    yield path, node
    if isinstance(node, dict):
        for name, value in node.items():
            yield from values(value, f"{path}.{name}")
    elif isinstance(node, list):
        for value in node:
            yield from values(value, path)
