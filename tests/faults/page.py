"""docs/safety/faults.md: the table of failures with what the last runs came to."""

from collections.abc import Iterable, Iterator

from tests.faults.outcome import HELD, NOT_TRIED, Kept, Outcome
from tests.faults.table import ROOT, Failure

FILE = ROOT / "docs" / "safety" / "faults.md"
HEAD = """# What may go wrong

Every failure this program is built to outlive, what must happen then, and what happened when it
was tried. `make faults` tries them all, in the long form, and writes this page; `make test` holds
the short form. The rows stand in `tests/faults/failures.toml`.

"""
COLUMNS = ("", "failure", "expected", "target", "came to")
TESTS = "## The tests of each row"


def page(rows: Iterable[Failure], kept: Kept) -> str:
    """Give the whole page."""
    rows, came_to = list(rows), kept.rows
    lines = ["| " + " | ".join(COLUMNS) + " |", "|---" * len(COLUMNS) + "|"]
    lines += ["| " + " | ".join(_cells(row, came_to.get(row.id))) + " |" for row in rows]
    table = "\n".join(lines)
    tests = "\n".join(_tests(row) for row in rows if row.tests)
    return f"{HEAD}{kept.machine}\n\n{_count(rows, came_to)}\n\n{table}\n\n{TESTS}\n\n{tests}\n"


def _count(rows: list[Failure], came_to: dict[str, Outcome]) -> str:
    held = sum(row.id in came_to and came_to[row.id].outcome == HELD for row in rows)
    short = sum(bool(row.missing) for row in rows)
    return f"{len(rows)} rows: {held} held, {short} with something missing."


def _cells(row: Failure, outcome: Outcome | None) -> Iterator[str]:
    yield row.id
    yield from (_cell(words) for words in (row.failure, row.expected, row.target))
    yield "<br>".join(_cell(line) for line in told(row, outcome))


def _tests(row: Failure) -> str:
    return "\n".join((f"- {row.id}", *(f"  - `{test}`" for test in row.tests)))


def told(row: Failure, outcome: Outcome | None) -> Iterator[str]:
    """Say in lines what came of a row and what is missing of it."""
    if outcome is None:
        yield NOT_TRIED
    else:
        took = f", {outcome.seconds:.0f} s" if row.tests else ""
        yield f"**{outcome.outcome}** ({outcome.day}{took})"
        yield from outcome.figures
    if row.missing:
        yield f"Missing: {row.missing}"


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")
