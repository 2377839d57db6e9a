"""The symptom timeline: a row per symptom, a column per report, the grade as a number in it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.charts.canvas import Canvas, width_of
from bot.charts.facts import ChartFacts, Graded
from bot.charts.themes import THEMES
from bot.locales import has, say

PHONE = 400.0
ROW, TOP, LETTERS = 22.0, 46.0, 11.0
WIDEST = 64.0  # of a column


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Names of rows and columns, and the grade where a row was told in a column."""

    rows: Sequence[tuple[str, str]]  # key and words
    columns: Sequence[str]
    cells: Sequence[Mapping[str, int]]  # a column each


def symptom_chart(
    facts: ChartFacts,
    theme: str,
    language: str,
    *,
    session: int | None = None,
    width: float = PHONE,
) -> str:
    """Draw the reports after one session, by its number; without one, the worst after each."""
    grid, colours = grid_of(facts, language, session), THEMES[theme]
    legend_top = TOP + ROW * max(len(grid.rows), 1) + 16
    name = "symptoms" if session is None else f"symptoms-{session}"
    canvas = Canvas(name=name, width=width, height=legend_top, theme=colours, language=language)
    title = title_of(facts, language, session)
    canvas.text("heading", 2, 14, title, size=13)
    if grid.rows:
        _draw(canvas, grid)
        canvas.height += canvas.legend(legend_top, [say(language, "chart.legend.grades")], 2)
    else:
        canvas.text("none", 2, TOP + 4, say(language, "chart.symptoms.none"))
    return canvas.drawn(title, _described(grid, language))


def grid_of(facts: ChartFacts, language: str, session: int | None) -> Grid:
    """Lay out what was told: rows are the symptoms that were there at any time."""
    reports = facts.graded(session)
    there = {key for report in reports for key, grade in report.grades.items() if grade}
    rows = [(key, say(language, f"symptom.{key}")) for key in facts.symptoms if key in there]
    if session is not None:
        columns = [report_name(report, language) for report in reports]
        return Grid(rows=rows, columns=columns, cells=[report.grades for report in reports])
    marks = facts.sessions
    names = [
        say(language, "chart.session_mark", number=facts.session_name(mark)) for mark in marks
    ]
    return Grid(rows=rows, columns=names, cells=[worst_after(facts, m.number) for m in marks])


def worst_after(facts: ChartFacts, session: int) -> dict[str, int]:
    """Give the highest grade of each symptom told after a session."""
    worst: dict[str, int] = {}
    for report in facts.graded(session):
        for key, grade in report.grades.items():
            worst[key] = max(grade, worst.get(key, 0))
    return worst


def report_name(report: Graded, language: str) -> str:
    """Name a report as shortly as it can be: `3 h`, `2 d`, or that it came by itself."""
    key = f"chart.point.{report.point}"
    return say(language, key if has("en", key) else "chart.point.other")


def title_of(facts: ChartFacts, language: str, session: int | None) -> str:
    """Give the heading of a timeline."""
    names = [facts.session_name(mark) for mark in facts.sessions if mark.number == session]
    if names:
        return say(language, "chart.symptoms.after", number=names[0])
    return say(language, "chart.symptoms")


def _draw(canvas: Canvas, grid: Grid) -> None:
    left = min(max(width_of(words, LETTERS) for _, words in grid.rows) + 8, canvas.width * 0.5)
    wide = min(WIDEST, (canvas.width - left - 4) / max(len(grid.columns), 1))
    for index, name in enumerate(grid.columns):
        x = left + (index + 0.5) * wide
        canvas.text("tick", x, TOP - 8, name, anchor="middle", size=min(LETTERS, wide * 0.5))
    for row, (key, words) in enumerate(grid.rows):
        y = TOP + row * ROW
        size = min(LETTERS, LETTERS * left / (width_of(words, LETTERS) + 8))
        canvas.text("row", 2, y + 15, words, size=size)
        for index, grades in enumerate(grid.cells):
            _cell(canvas, (left + index * wide, y), wide, grades.get(key))


def _cell(canvas: Canvas, corner: tuple[float, float], wide: float, grade: int | None) -> None:
    """Draw one cell; what was not asked stays empty."""
    x, y = corner
    theme = canvas.theme
    ground = theme.ground if grade is None else theme.grades[grade]
    canvas.box("cell", (x + 1, y + 1), (wide - 2, ROW - 2), ground, edge=theme.faint)
    if grade is not None:
        middle, colour = x + wide / 2, theme.on_grades[grade]
        kind = f"grade grade-{grade}"
        canvas.text(kind, middle, y + 15, str(grade), anchor="middle", colour=colour)


def _described(grid: Grid, language: str) -> str:
    if not grid.rows:
        return say(language, "chart.symptoms.none")
    worst = {words: max(grades.get(key, 0) for grades in grid.cells) for key, words in grid.rows}
    told = ", ".join(f"{words} {grade}" for words, grade in worst.items())
    return say(language, "chart.described.symptoms", symptoms=told)
