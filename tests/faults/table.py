"""The table of failures: what may go wrong, what must happen then, and the tests that show it."""

import ast
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
FILE = Path(__file__).with_name("failures.toml")


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """One row; `missing` says what is not met or not tried, and why."""

    id: str
    failure: str
    expected: str
    target: str
    tests: tuple[str, ...] = ()
    missing: str = ""


def failures() -> list[Failure]:
    """Read the table."""
    rows = tomllib.loads(FILE.read_text("utf-8"))["failure"]
    return [Failure(**{**row, "tests": tuple(row.get("tests", ()))}) for row in rows]


def is_there(test: str) -> bool:
    """Tell whether a test is written under the name that the table gives."""
    file, _, name = test.partition("::")
    return name in _names(ROOT / file)


@cache
def _names(file: Path) -> frozenset[str]:
    """List what stands at the top of a file: its tests, and state machines by their cases."""
    if not file.is_file():
        return frozenset()
    body = ast.parse(file.read_text("utf-8")).body
    functions = {
        node.name for node in body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    targets = [target for node in body if isinstance(node, ast.Assign) for target in node.targets]
    cases = {target.id for target in targets if isinstance(target, ast.Name)}
    return frozenset(name for name in functions | cases if name.lower().startswith("test"))
