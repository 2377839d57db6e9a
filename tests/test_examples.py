"""The examples in docs/ are what the program writes today."""

import re
from collections.abc import Iterable
from pathlib import Path
from zipfile import ZipFile

from tests import example_export, example_transcript

ROOT = Path(__file__).parents[1]
PICTURE = re.compile(r"!\[([^]]*)\]\(([^)]+)\)")
Content = bytes | dict[str, bytes]


def contents(folder: Path, files: Iterable[Path]) -> dict[str, Content]:
    """Read files by where they lie; a workbook's parts, since they may be packed otherwise."""
    return {str(file.relative_to(folder)): content(file) for file in files if file.is_file()}


def content(file: Path) -> Content:
    """Read one file."""
    if file.suffix != ".xlsx":
        return file.read_bytes()
    with ZipFile(file) as parts:
        return {name: parts.read(name) for name in parts.namelist()}


async def test_the_example_export_is_up_to_date(tmp_path: Path) -> None:
    files = await example_export.write_example(tmp_path / "export")

    written = contents(tmp_path / "export", files)
    kept = contents(example_export.FOLDER, example_export.FOLDER.rglob("*"))
    assert sorted(written) == sorted(kept)
    stale = [name for name in written if written[name] != kept[name]]
    assert stale == [], "`make example-export` writes them anew"


async def test_the_transcript_is_up_to_date() -> None:
    told = await example_transcript.transcript()

    kept = example_transcript.FILE.read_text("utf-8")
    assert told == kept, "`make example-transcript` writes it anew"
    readme = example_transcript.README.read_text("utf-8")
    assert example_transcript.in_readme(told) == readme, "`make example-transcript` writes it anew"


def test_the_pictures_that_pages_show_are_there() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = {
        (page.parent / target).resolve()
        for page in pages
        for described, target in PICTURE.findall(page.read_text("utf-8"))
        if described and "://" not in target
    }

    assert {file.name for file in shown} >= {"check-in.png", "alert.png"}
    assert [file for file in shown if not file.is_file()] == []
