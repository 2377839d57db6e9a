"""`make faults`: try every failure of the table in its long form, print and write what came of it.

`python -m tests.faults C6 D3` tries these rows alone and keeps what the others came to;
`python -m tests.faults page` only writes docs/safety/faults.md anew, as after a merge.
"""

import os
import platform
import sys
from dataclasses import replace
from datetime import UTC, datetime

import sqlcipher3
from rich.console import Console
from rich.table import Table

from tests.faults import outcome, page
from tests.faults.outcome import FAILED, Kept
from tests.faults.table import Failure, failures

PAGE = "page"


def machine() -> str:
    """Say what the figures were measured on."""
    cores = os.cpu_count() or 1
    return (
        f"The newest run: {platform.system()} {platform.machine()} with {cores} cores, Python "
        f"{platform.python_version()}, SQLite {sqlcipher3.sqlite_version} with SQLCipher."
    )


def shown(rows: list[Failure], kept: Kept) -> Table:
    """Draw the table for a terminal."""
    table = Table("", "failure", "target", "came to", show_lines=True)
    for row in rows:
        told = "\n".join(page.told(row, kept.rows.get(row.id)))
        table.add_row(row.id, row.failure, row.target, told.replace("**", ""))
    return table


def main(chosen: list[str]) -> int:
    """Run the rows that were chosen, or all, and tell whether they held."""
    rows = failures()
    known = {row.id for row in rows}
    if unknown := set(chosen) - known - {PAGE}:
        sys.exit(f"There is no row {', '.join(sorted(unknown))} in the table of failures.")
    tried = [row for row in rows if row.id in chosen or not chosen]
    kept = outcome.last()
    if tried:
        day = datetime.now(UTC).date().isoformat()
        came_to = {**kept.rows, **outcome.run(tried, day)}
        ordered = {row.id: came_to[row.id] for row in rows if row.id in came_to}
        kept = replace(kept, machine=machine(), rows=ordered)
        outcome.keep(kept)
        Console(markup=False).print(shown(tried, kept))
    page.FILE.parent.mkdir(parents=True, exist_ok=True)
    page.FILE.write_text(page.page(rows, kept), "utf-8")
    return int(any(kept.rows[row.id].outcome == FAILED for row in tried))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
