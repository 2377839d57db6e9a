"""How to bring the files in, on one page, with the names of this export."""

from collections.abc import Mapping
from importlib.resources import files
from string import Template
from typing import BinaryIO

from bot.export.about import About
from bot.export.redcap.instruments import Form


def write_how_to(
    about: About, forms: Mapping[str, Form], written: Mapping[str, int], file: BinaryIO
) -> None:
    """Fill in the page with the instrument of each file and how many rows it has."""
    page = Template(files("bot.export.redcap").joinpath("how_to.md").read_text("utf-8"))
    repeating = [f"`{form.name}`" for form in forms.values() if form.instrument.number]
    filled = page.substitute(
        lines="\n".join(f"- {name}: {value}" for name, value in about.lines),
        repeating=", ".join(repeating),
        first=next(iter(forms)),
        table="\n".join(_table(forms, written)),
    )
    file.write(filled.encode("utf-8", "replace"))


def _table(forms: Mapping[str, Form], written: Mapping[str, int]) -> list[str]:
    lines = ["| file | instrument | instance | rows |", "|---|---|---|---:|"]
    for name, form in forms.items():
        number = form.instrument.number or "does not repeat"
        lines.append(f"| `{name}` | `{form.name}` | {number} | {written[name]} |")
    return lines
