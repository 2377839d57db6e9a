"""Reads docs/safety/hazards.toml and writes docs/safety/hazard-log.md from it."""

import ast
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
FILE = ROOT / "docs" / "safety" / "hazards.toml"
PAGE = ROOT / "docs" / "safety" / "hazard-log.md"
SEVERITY = ("minor", "significant", "considerable", "major", "catastrophic")
LIKELIHOOD = ("very low", "low", "medium", "high", "very high")
# Risk by likelihood, very low first, and severity, minor first, as in DCB0129.
RISK = ((1, 1, 2, 2, 3), (1, 2, 2, 3, 4), (2, 2, 3, 3, 4), (2, 3, 3, 4, 5), (3, 4, 4, 5, 5))
SKIPS = ("skip", "skipif", "xfail")
HEAD = """# Hazard log

What could harm a patient through this program, what keeps it from doing so, and the tests that
show it. Written from [hazards.toml](hazards.toml) by `make docs`.

Severity and likelihood are the founding team's judgement by the 5 × 5 matrix of DCB0129, before
and after the controls. A clinic that uses the program makes its own judgement, with its own safety
officer, and adds what is special to it (DCB0160). Risk 1 and 2 can be accepted; 3 is borne only
for the reason given. Where 4 is left, the program cannot bring it down alone: it says what has to
be done **before real patients use it**. 5 is not borne.

A hazard without a control, or a control that names a test which is not there, is skipped or is
expected to fail, fails the build (`tests/test_hazards.py`). The tests named run in the same
`make test`: a control whose test fails, fails it, too.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """What is done against a hazard, and the tests that show it."""

    what: str
    tests: list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Hazard:
    """One hazard; `before` and `after` are its likelihood without and with the controls."""

    id: str
    hazard: str
    cause: str
    harm: str
    severity: int
    before: int
    after: int
    controls: list[Control]
    remaining: str = ""
    before_use: str = ""

    def risk(self, likelihood: int) -> int:
        """Give the risk at a likelihood, 1 to 5."""
        return RISK[likelihood - 1][self.severity - 1]


def hazards() -> list[Hazard]:
    """Read all hazards; raises TypeError for an entry that is not in its form."""
    return [_hazard(entry) for entry in tomllib.loads(FILE.read_text("utf-8"))["hazard"]]


def _hazard(entry: dict[str, Any]) -> Hazard:
    controls = [Control(**control) for control in entry.get("controls", [])]
    return Hazard(**{**entry, "controls": controls})


def is_run(test: str) -> bool:
    """Tell whether a test of this name is there and neither skipped nor expected to fail."""
    file, _, name = test.partition("::")
    path = ROOT / "tests" / file
    if not name.startswith("test_") or not path.is_file():
        return False
    tree = ast.parse(path.read_text("utf-8"))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    found = [node for node in tree.body if isinstance(node, kinds) and node.name == name]
    marks = [node for node in tree.body if isinstance(node, ast.Assign) and _is_mark(node)]
    return len(found) == 1 and not any(_skips(node) for node in (*found, *marks))


def _is_mark(node: ast.Assign) -> bool:
    return any(isinstance(one, ast.Name) and one.id == "pytestmark" for one in node.targets)


def _skips(node: ast.AST) -> bool:
    return any(isinstance(one, ast.Attribute) and one.attr in SKIPS for one in ast.walk(node))


def page() -> str:
    """Write the log."""
    rows = [
        f"| [{one.id}](#{one.id.lower()}) | {one.hazard} | {_risk(one, one.before)} |"
        f" {_risk(one, one.after)} |"
        for one in hazards()
    ]
    table = ["| id | hazard | risk before | risk after |", "|---|---|---|---|", *rows]
    return "\n".join([HEAD, *table, "", *(_section(one) for one in hazards())])


def _risk(one: Hazard, likelihood: int) -> str:
    words = f"{SEVERITY[one.severity - 1]}, {LIKELIHOOD[likelihood - 1]}"
    return f"{one.risk(likelihood)} ({words})"


def _section(one: Hazard) -> str:
    lines = [
        f"## {one.id}",
        "",
        f"**{one.hazard}**",
        "",
        f"Cause: {one.cause} Harm: {one.harm}",
        "",
        "| control | shown by |",
        "|---|---|",
        *(
            f"| {told.what} | {'<br>'.join(f'`{t}`' for t in told.tests)} |"
            for told in one.controls
        ),
        "",
    ]
    if one.remaining:
        lines += [f"What remains: {one.remaining}", ""]
    if one.before_use:
        lines += [f"**Before real patients use it:** {one.before_use}", ""]
    return "\n".join(lines)


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
    print(PAGE)
