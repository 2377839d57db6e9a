"""Running typst: a template of ours and data, to bytes; it reads no other file and no network."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import typst

HERE = Path(__file__).parent
DENSITY = 216  # pixels per inch: a chart of 400 points is 1200 pixels wide


class NotTypesetError(Exception):
    """A picture or document that could not be set; it says nothing of what was in it."""


def picture(svg: str) -> bytes:
    """Make a PNG of an SVG that we drew. Raises NotTypesetError."""
    try:
        width = ET.fromstring(svg).attrib["viewBox"].split()[2]  # noqa: S314  # drawn by us
    except (ET.ParseError, KeyError, IndexError):
        raise NotTypesetError("no SVG") from None
    return _compiled(HERE / "picture.typ", {"svg": svg, "width": width}, format="png", ppi=DENSITY)


def document(template: Path, inputs: Mapping[str, str]) -> bytes:
    """Make a tagged PDF/UA-1 of a template; the same inputs give the same bytes.

    Raises NotTypesetError.
    """
    return _compiled(template, inputs, format="pdf", pdf_standards=["ua-1"])


def _compiled(template: Path, inputs: Mapping[str, str], **wanted: Any) -> bytes:
    compiler = typst.Compiler(
        input=str(template),
        root=str(template.parent),
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs=dict(inputs),
    )
    try:
        made = compiler.compile(**wanted)
    except typst.TypstError as error:  # its message may quote what was to be set
        raise NotTypesetError(f"{template.name} could not be set") from error
    if not isinstance(made, bytes):
        raise NotTypesetError(f"{template.name} did not fit on one page")
    return made


@cache
def _fonts() -> typst.Fonts:
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(HERE / "fonts")]
    )
