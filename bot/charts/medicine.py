"""Days with medicine for headache: a bar per kind, its number beside it."""

from bot.charts.canvas import Canvas
from bot.charts.facts import ChartFacts, Counts
from bot.charts.themes import THEMES
from bot.locales import say

PHONE = 400.0
ROW, TOP, NAMES, RIGHT = 24.0, 26.0, 130.0, 34.0
KINDS = ("any", "simple", "strong")


def medicine_chart(facts: ChartFacts, theme: str, language: str, *, width: float = PHONE) -> str:
    """Draw the bars; what no diary tells stays without a bar, and the picture says so."""
    colours, counts = THEMES[theme], facts.medicine
    height = TOP + ROW * len(KINDS) + 22 if counts else TOP + ROW
    canvas = Canvas(name="medicine", width=width, height=height, theme=colours, language=language)
    title = say(language, "chart.medicine", days=counts.window if counts else 0)
    if counts is None:
        title = say(language, "chart.medicine.title")
    canvas.text("heading", 2, 14, title, size=13)
    if counts is None:
        canvas.text("none", 2, TOP + 14, say(language, "chart.medicine.none"))
        return canvas.drawn(title, say(language, "chart.medicine.none"))
    for row, (name, days) in enumerate(bars(counts, language)):
        _bar(canvas, TOP + row * ROW, name, days / counts.window, str(days))
    filled = say(language, "chart.medicine.filled", filled=counts.filled, days=counts.window)
    canvas.text("legend", 2, TOP + len(KINDS) * ROW + 14, filled, size=11)
    told = ", ".join(f"{name} {days}" for name, days in bars(counts, language))
    return canvas.drawn(title, f"{told}. {filled}")


def bars(counts: Counts, language: str) -> list[tuple[str, int]]:
    """Name each kind of medicine with its days."""
    return [(say(language, f"chart.medicine.{key}"), getattr(counts, key)) for key in KINDS]


def _bar(canvas: Canvas, y: float, name: str, share: float, days: str) -> None:
    room = canvas.width - NAMES - RIGHT
    canvas.text("row", 2, y + 16, name, size=11)
    canvas.box("track", (NAMES, y + 4), (room, ROW - 8), canvas.theme.faint)
    canvas.box("bar", (NAMES, y + 4), (room * share, ROW - 8), canvas.theme.data)
    canvas.text("value", canvas.width - RIGHT + 8, y + 17, days)
