"""`audit`: says whether the log is whole, and prints the line to keep elsewhere."""

from pathlib import Path

from tests.commands.program import runs, settle


async def test_a_head_noted_earlier_is_met_or_missed(tmp_path: Path) -> None:
    settle(tmp_path, "http://127.0.0.1:1")

    head = (await runs(tmp_path, "audit", "head")).out.strip()
    whole = await runs(tmp_path, "audit", "verify", "--head", head)
    lost = await runs(tmp_path, "audit", "verify", "--head", "5:ab")
    strange = await runs(tmp_path, "audit", "verify", "--head", "ab")

    assert (whole.code, whole.out) == (0, f"The log is whole, up to line {head}\n")
    assert (lost.code, lost.err.splitlines()[0]) == (1, "The log has no line 5:ab.")
    assert (strange.code, strange.err) == (
        1,
        "ab is no line of the log; write what `audit head` printed.\n",
    )
