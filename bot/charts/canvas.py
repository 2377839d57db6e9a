"""Drawing SVG: shapes by place, words as text, and no style attribute, script or address in it.

Colours are presentation attributes, so that a page may send `style-src 'self'` and still change
them by class.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from xml.etree import ElementTree as ET

from babel import Locale, UnknownLocaleError

from bot.charts.themes import Theme

XMLNS = "http://www.w3.org/2000/svg"  # a name, nothing is fetched
FONTS = "Noto Sans, Noto Sans Arabic, Noto Sans Hebrew, sans-serif"
LETTER = 0.56  # how wide a letter is on average, beside its height
SIZE = 12.0
MARK = "\u200f"  # lets words with numbers be ordered from right to left
MIRRORED = {"start": "end", "end": "start", "middle": "middle"}


@cache  # asked for each place in a picture
def is_right_to_left(language: str) -> bool:
    """Tell whether a language is written from right to left."""
    try:
        return Locale.parse(language, sep="-").text_direction == "rtl"
    except (ValueError, UnknownLocaleError):
        return False


def width_of(words: str, size: float = SIZE) -> float:
    """Estimate how much room words take."""
    return len(words) * size * LETTER


@dataclass(slots=True, kw_only=True)
class Canvas:
    """One picture being drawn; places are told from the side where reading begins."""

    name: str
    width: float
    height: float
    theme: Theme
    language: str
    _shapes: list[ET.Element] = field(default_factory=list, init=False)

    @property
    def mirrored(self) -> bool:
        """Tell whether it is read from right to left."""
        return is_right_to_left(self.language)

    def line(
        self,
        kind: str,
        start: tuple[float, float],
        end: tuple[float, float],
        colour: str,
        *,
        wide: float = 1,
        dashes: str = "",
    ) -> None:
        """Draw a line; `kind` is its class."""
        (x1, y1), (x2, y2) = start, end
        more = {"stroke-dasharray": dashes} if dashes else {}
        places = {"x1": self._x(x1), "y1": _number(y1), "x2": self._x(x2), "y2": _number(y2)}
        paint = {"stroke": colour, "stroke-width": _number(wide), "stroke-linecap": "round"}
        self._add("line", kind, places | paint | more)

    def dot(self, kind: str, x: float, y: float, radius: float, colour: str) -> None:
        """Draw a filled circle."""
        places = {"cx": self._x(x), "cy": _number(y), "r": _number(radius)}
        self._add("circle", kind, {**places, "fill": colour})

    def box(
        self,
        kind: str,
        corner: tuple[float, float],
        size: tuple[float, float],
        colour: str,
        *,
        edge: str = "none",
    ) -> None:
        """Draw a filled box from its upper corner on the side where reading begins."""
        (x, y), (wide, high) = corner, size
        left = self.width - x - wide if self.mirrored else x
        numbers = {"x": left, "y": y, "width": wide, "height": high}
        places = {key: _number(value) for key, value in numbers.items()}
        self._add("rect", kind, {**places, "fill": colour, "stroke": edge})

    def text(
        self,
        kind: str,
        x: float,
        y: float,
        words: str,
        *,
        anchor: str = "start",
        size: float = SIZE,
        colour: str = "",
        halo: bool = False,
    ) -> None:
        """Write words; a halo keeps them readable on top of lines."""
        side = MIRRORED[anchor] if self.mirrored else anchor
        paint = {"fill": colour or self.theme.words}
        if halo:
            ground = {"stroke": self.theme.ground, "stroke-width": "3", "paint-order": "stroke"}
            paint |= ground | {"stroke-linejoin": "round"}
        placed = {"x": self._x(x), "y": _number(y), "text-anchor": side}
        shape = self._add("text", kind, {**placed, "font-size": _number(size), **paint})
        shape.text = f"{MARK}{words}{MARK}" if self.mirrored else words

    def legend(self, y: float, entries: Iterable[str], left: float) -> float:
        """Write short explanations in as few rows as they fit; give the height they took."""
        rows: list[str] = []
        for words in entries:
            joined = f"{rows[-1]} · {words}" if rows else words
            if rows and width_of(joined) <= self.width - left:
                rows[-1] = joined
            else:
                rows.append(words)
        for index, row in enumerate(rows):
            self.text("legend", left, y + index * 16, row)
        return len(rows) * 16.0

    def drawn(self, title: str, description: str) -> str:
        """Give the picture, titled and described for those who do not see it."""
        root = ET.Element("svg", self._root())
        for tag, words in (("title", title), ("desc", description)):
            ET.SubElement(root, tag, {"id": f"{self.name}-{tag}"}).text = words
        ground = {"class": "ground", "width": "100%", "height": "100%", "fill": self.theme.ground}
        ET.SubElement(root, "rect", ground)
        root.extend(self._shapes)
        return ET.tostring(root, encoding="unicode")

    def _root(self) -> dict[str, str]:
        return {
            "xmlns": XMLNS,
            "class": f"chart chart-{self.name}",
            "viewBox": f"0 0 {_number(self.width)} {_number(self.height)}",
            "role": "img",
            "aria-labelledby": f"{self.name}-title {self.name}-desc",
            "lang": self.language,
            "direction": "ltr",  # places are mirrored here; a page must not do it again
            "font-family": FONTS,
        }

    def _add(self, tag: str, kind: str, attributes: dict[str, str]) -> ET.Element:
        shape = ET.Element(tag, {"class": kind, **attributes})
        self._shapes.append(shape)
        return shape

    def _x(self, x: float) -> str:
        return _number(self.width - x if self.mirrored else x)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
