"""Markdown: tables, lists and text that cannot break them."""

from collections.abc import Iterable, Sequence


def cell(text: object) -> str:
    """Write a text for a table's cell: one line, no bar that would end it."""
    return " ".join(str(text).split()).replace("|", "\\|")


def table(heads: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Write a table; nothing when it has no rows."""
    written = [f"| {' | '.join(map(cell, row))} |" for row in rows]
    if not written:
        return ""
    return "\n".join([f"| {' | '.join(heads)} |", "|" + "---|" * len(heads), *written])


def bullets(lines: Iterable[str], mark: str = "-") -> str:
    """Write a list; with another mark it is another list than the one right before it."""
    return "\n".join(f"{mark} {line}" for line in lines)


def code(text: str) -> str:
    """Write an expression or key in the letters of code."""
    return f"`{text}`"


def page(parts: Iterable[str]) -> str:
    """Join the parts of a page, an empty line between them."""
    return "\n\n".join(part for part in parts if part) + "\n"
