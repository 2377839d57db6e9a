"""The examples in docs/ are what the program writes today."""

from pathlib import Path

from tests import example_export, example_transcript


async def test_the_example_export_is_up_to_date(tmp_path: Path) -> None:
    files = await example_export.write_example(tmp_path / "export")

    written = {str(f.relative_to(tmp_path / "export")): f.read_bytes() for f in files}
    folder = example_export.FOLDER
    kept = {str(f.relative_to(folder)): f.read_bytes() for f in folder.rglob("*") if f.is_file()}
    assert sorted(written) == sorted(kept)
    stale = [name for name in written if written[name] != kept[name]]
    assert stale == [], "`make example-export` writes them anew"


async def test_the_transcript_is_up_to_date() -> None:
    told = await example_transcript.transcript()

    kept = example_transcript.FILE.read_text("utf-8")
    assert told == kept, "`make example-transcript` writes it anew"
    readme = example_transcript.README.read_text("utf-8")
    assert example_transcript.in_readme(told) == readme, "`make example-transcript` writes it anew"
