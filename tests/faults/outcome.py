"""What runs of the table came to: an outcome and figures for each row, kept between runs."""

import json
import os
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path

from tests.conftest import FIGURE
from tests.faults.table import ROOT, Failure

FILE = Path(__file__).with_name("last_run.json")
HELD, FAILED, NOT_TRIED = "held", "FAILED", "not tried"
UNHAPPY = {"failure", "error", "skipped"}
PYTEST = (sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of one row, on which day, in how many seconds, and the tests that were run."""

    outcome: str
    day: str
    seconds: float
    tests: tuple[str, ...]
    figures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One test that ran, with one set of parameters."""

    name: str  # dotted, without parameters
    held: bool
    seconds: float
    figures: tuple[str, ...]

    def is_of(self, test: str) -> bool:
        """Tell whether it is a case of the test that a row names."""
        dotted = test.replace("/", ".").replace(".py::", ".")
        return self.name == dotted or self.name.startswith(f"{dotted}.")


def run(rows: Iterable[Failure], day: str) -> dict[str, Outcome]:
    """Run the tests of some rows in their long form and give what came of each."""
    rows = list(rows)
    tests = dict.fromkeys(test for row in rows for test in row.tests)
    cases = _cases_of(tests) if tests else []
    return {row.id: came_to(row, cases, day) for row in rows}


def _cases_of(tests: Iterable[str]) -> list[Case]:
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        subprocess.run(
            [*PYTEST, "--junit-xml", str(report), *tests],
            cwd=ROOT,
            env={**os.environ, "FAULTS": "long"},
            check=False,
        )
        return list(_read(report))


def _read(report: Path) -> Iterator[Case]:
    for case in ET.parse(report).iter("testcase"):  # noqa: S314  # pytest wrote it just now
        name = case.get("name", "").partition("[")[0]
        shown = [one for one in case.iter("property") if one.get("name") == FIGURE]
        yield Case(
            name=f"{case.get('classname')}.{name}",
            held=UNHAPPY.isdisjoint(part.tag for part in case),
            seconds=float(case.get("time", "0")),
            figures=tuple(one.get("value", "") for one in shown),
        )


def came_to(row: Failure, cases: Iterable[Case], day: str) -> Outcome:
    """Tell what came of a row; one with a test that did not run has not held."""
    ran = {test: [case for case in cases if case.is_of(test)] for test in row.tests}
    held = all(some and all(case.held for case in some) for some in ran.values())
    told = [case for some in ran.values() for case in some]
    return Outcome(
        outcome=(HELD if held else FAILED) if row.tests else NOT_TRIED,
        day=day,
        seconds=round(sum(case.seconds for case in told), 1),
        tests=row.tests,
        figures=tuple(line for case in told for line in case.figures),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """What the runs so far came to, and the machine of the newest one."""

    machine: str = ""
    rows: dict[str, Outcome] = field(default_factory=dict)


def last() -> Kept:
    """Read what earlier runs came to."""
    if not FILE.exists():
        return Kept()
    kept = json.loads(FILE.read_text("utf-8"))
    rows = {
        name: Outcome(**{**one, "tests": tuple(one["tests"]), "figures": tuple(one["figures"])})
        for name, one in kept["rows"].items()
    }
    return Kept(machine=kept["machine"], rows=rows)


def keep(kept: Kept) -> None:
    """Write what the runs came to, for the page."""
    FILE.write_text(json.dumps(asdict(kept), indent=1, ensure_ascii=False) + "\n", "utf-8")
