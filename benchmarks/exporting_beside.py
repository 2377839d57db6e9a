"""P7: exports of a large clinic, beside what writes as many rows with less knowledge of them."""

import csv
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import xlsxwriter

from benchmarks import exporting_meanwhile
from benchmarks.large_clinic import fill, open_clinic
from benchmarks.peer import own
from benchmarks.result import Check, Figures, Plan, Result, Table, ratio
from bot.storage.export_rows import FORMS

SMALL, LARGE, QUICK = 10_000, 30_000, 3_000  # diary entries
MILLION, QUICK_MILLION = 1_000_000, 10_000
FORMATS = {"CSV": "csv", "XLSX": "xlsx", "FHIR NDJSON": "fhir-ndjson", "REDCap": "redcap"}
SLOW_ROUNDS = 2  # of the formats that take longer
GROWTH = 50  # MB
CSV, WRITER, SHELL, ALONE = "the bot, CSV", "csv.writer", "sqlite3 -csv", "XlsxWriter alone"
ROWS = FORMS.replace(" ORDER BY id", "")  # older shells know no order inside an aggregate
DIARY = {"patient_id": None, "kinds": '["diary"]'}
WHY = (
    "The other writes one query’s cells as they are. In CPU time, part by part (30,000 entries, "
    "37 µs each), a fifth of the bot’s goes into the same query, a sixth into the newest of the "
    "answers, an eighth into making the record, a twelfth each into instants and other fields "
    "and into the table’s cells, a sixth into wording and writing them for spreadsheets, which "
    "must run none of them; the rest is the collector of rubbish, courses and passing on."
)
Run = Callable[[], float]


class Large:
    """A clinic with so many diary entries, a plain copy of it, and its exports."""

    def __init__(self, folder: Path, entries: int) -> None:
        folder.mkdir()
        self.folder, self.entries = folder, entries
        fill(folder, entries)
        self.peaks: dict[str, float] = {}
        self.written: dict[str, list[Path]] = {}

    def copy_plainly(self) -> Path:
        """Write the database without encryption, for a shell that knows of none."""
        plain, db = self.folder / "plain.db", open_clinic(self.folder).db
        db.execute("ATTACH ? AS plain KEY ''", [str(plain)])
        db.execute("SELECT sqlcipher_export('plain')")
        db.close()
        return plain

    def export(self, name: str) -> Run:
        """Prepare an export by the bot; it gives diary rows a second."""

        def run() -> float:
            with own("benchmarks.exporting_asked", str(self.folder), name) as process:
                made: dict[str, Any] = process.ask({})
            self.peaks[name] = max(made["peak"], self.peaks.get(name, 0))
            self.written[name] = [Path(file) for file in made["files"]]
            return float(self.entries / made["seconds"])

        return run

    def csv_writer(self) -> float:
        """Write the rows of the same query, encrypted as it is, by csv.writer."""
        db = open_clinic(self.folder).db
        began = time.perf_counter()
        with (self.folder / "writer.csv").open("w", newline="") as file:
            csv.writer(file).writerows(db.execute(ROWS, DIARY))
        took = time.perf_counter() - began
        db.close()
        return self.entries / took

    def shell(self, plain: Path) -> Run:
        """Prepare the same query in the sqlite3 shell."""
        sql = ROWS.replace(":patient_id", "NULL").replace(":kinds", "'[\"diary\"]'")

        def run() -> float:
            began = time.perf_counter()
            with (self.folder / "shell.csv").open("wb") as file:
                subprocess.run(["sqlite3", "-csv", plain, sql], stdout=file, check=True)
            return self.entries / (time.perf_counter() - began)

        return run

    def xlsx_alone(self) -> float:
        """Write the diary's cells, which are in memory already, by XlsxWriter."""
        (diary,) = (file for file in self.written["csv"] if file.name == "diary.csv")
        with diary.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.reader(file))
        began = time.perf_counter()
        with xlsxwriter.Workbook(self.folder / "alone.xlsx", {"constant_memory": True}) as book:
            sheet = book.add_worksheet()
            for number, row in enumerate(rows):
                sheet.write_row(number, 0, row)
        return self.entries / (time.perf_counter() - began)

    def plain_write(self, name: str) -> Run:
        """Prepare a write of the bytes that an export came to, which are in memory already."""

        def run() -> float:
            content = [file.read_bytes() for file in self.written[name]]
            began = time.perf_counter()
            with (self.folder / "bytes").open("wb") as file:
                file.writelines(content)
            return self.entries / (time.perf_counter() - began)

        return run


def measure(plan: Plan) -> Result:
    """Export a large clinic in each format, in turn with what it is set beside."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        small = Large(folder / "small", QUICK // 3 if plan.quick else SMALL)
        large = Large(folder / "large", QUICK if plan.quick else LARGE)
        for name in FORMATS.values():
            small.export(name)()
        fast = plan.interleave(_fast(large))
        slow = plan.interleave(_slow(large), min(SLOW_ROUNDS, plan.rounds))
        million = Large(folder / "million", QUICK_MILLION if plan.quick else MILLION)
        pace = {CSV: [million.export("csv")()]}
        taps, meanwhile = exporting_meanwhile.measure(plan, folder / "meanwhile")
    title = "diary entries exported, of"
    return Result(
        tables=[
            Table(f"{title} {large.entries:,}", "rows/s", fast),
            Table(f"{title} {large.entries:,}", "rows/s", slow),
            Table(f"{title} {million.entries:,}", "rows/s", pace),
            *taps,
        ],
        checks=[
            *_checks(fast),
            *_growth(small, large, FORMATS),
            *_growth(small, million, {"CSV": "csv"}),
            *meanwhile,
        ],
        notes=_notes(large, fast, slow),
    )


def _fast(large: Large) -> dict[str, Run]:
    sides: dict[str, Run] = {CSV: large.export("csv"), WRITER: large.csv_writer}
    if shutil.which("sqlite3"):
        sides[SHELL] = large.shell(large.copy_plainly())
    return {**sides, "the bytes of CSV alone": large.plain_write("csv")}


def _slow(large: Large) -> dict[str, Run]:
    sides: dict[str, Run] = {}
    for said, name in list(FORMATS.items())[1:]:
        sides[f"the bot, {said}"] = large.export(name)
        sides[f"the bytes of {said} alone"] = large.plain_write(name)
    return {**sides, ALONE: large.xlsx_alone}


def _checks(fast: Figures) -> list[Check]:
    targets = {WRITER: 1.5, SHELL: 0.4}
    return [
        Check(f"{CSV} / {other}", ratio(fast, CSV, other), at_least=least, why=WHY)
        for other, least in targets.items()
        if other in fast
    ]


def _growth(small: Large, large: Large, formats: Mapping[str, str]) -> list[Check]:
    return [
        Check(
            f"memory, {said}, from {small.entries:,} to {large.entries:,}",
            large.peaks[name] - small.peaks[name],
            at_most=GROWTH,
            unit="MB",
        )
        for said, name in formats.items()
    ]


def _notes(large: Large, fast: Figures, slow: Figures) -> list[str]:
    alone = ratio(slow, "the bot, XLSX", ALONE)
    notes = [
        f"In turn, {large.entries:,} entries are exported; a million, once, as CSV alone. "
        "`python -m benchmarks.exporting 1000000` exports a million in every format.",
        f"XLSX by the bot, with all its tables, goes at {alone:.2f} × the pace of XlsxWriter "
        "with the diary’s cells alone.",
    ]
    if SHELL not in fast:
        notes.append("The sqlite3 shell is not installed here, so nothing was set beside it.")
    return notes
