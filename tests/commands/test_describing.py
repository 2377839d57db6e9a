"""`protocol describe`, as typed."""

from pathlib import Path

from click.testing import CliRunner

from bot.__main__ import main
from tests.protocol.copies import change, copy_to


def test_it_writes_both_pages_of_a_clinics_own_protocol(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "dizziness >= 3", "dizziness >= 2")
    change(directory, "left_out.toml", "the usual pattern of the headache", "usual headaches")
    out = tmp_path / "new" / "pages"

    result = CliRunner().invoke(
        main, ["protocol", "describe", "--out", str(out), "--protocol", str(directory)]
    )
    content = (out / "clinical-content.md").read_text(encoding="utf-8")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [f"{out}/protocol.md", f"{out}/clinical-content.md"]
    assert "feeling dizzy or light-headed: grade 2 or more" in content
    assert "usual headaches" in content
