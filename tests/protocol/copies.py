"""Copies of the packaged protocol with something changed, as a clinic might change it."""

import shutil
from pathlib import Path

from bot.protocol import ProtocolError, load_protocol, report_lines
from bot.protocol.loader import PACKAGED


def copy_to(directory: Path) -> Path:
    """Copy the packaged protocol."""
    return Path(shutil.copytree(PACKAGED, directory / "protocol"))


def change(directory: Path, file: str, old: str, new: str) -> None:
    """Replace a text that stands in a file, the first time only."""
    path = directory / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} does not say {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refusal(directory: Path) -> list[str]:
    """Say why a protocol cannot be loaded; nothing when it can."""
    try:
        load_protocol(directory)
    except ProtocolError as error:
        return report_lines(error.faults)
    return []
