"""Charts: whole, honest about gaps, readable in light and dark, safe to put into a page."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from xml.etree import ElementTree as ET

import pytest

from bot.charts import (
    THEMES,
    ChartFacts,
    Theme,
    headache_chart,
    headache_rows,
    medicine_chart,
    medicine_rows,
    symptom_chart,
    symptom_rows,
)
from tests.charts.stories import FIRST, fortnight, long_course

SVG = "{http://www.w3.org/2000/svg}"
Draw = Callable[..., str]
CHARTS: dict[str, Draw] = {
    "headache": headache_chart,
    "symptoms": symptom_chart,
    "medicine": medicine_chart,
}
EMPTY = ChartFacts(first=FIRST, last=FIRST + timedelta(days=13))


def read(svg: str) -> ET.Element:
    """Read a chart as XML; what is no XML fails here."""
    return ET.fromstring(svg)  # noqa: S314  # we wrote it


def shapes(svg: str, kind: str, tag: str = "line") -> list[dict[str, str]]:
    """Give the attributes of all shapes of a kind."""
    return [s.attrib for s in read(svg).iter(f"{SVG}{tag}") if s.get("class") == kind]


def words(svg: str, kind: str) -> list[str]:
    """List the texts of a kind."""
    found = read(svg).iter(f"{SVG}text")
    return [shape.text or "" for shape in found if kind in (shape.get("class") or "").split()]


def spans(lines: list[dict[str, str]]) -> list[tuple[float, float]]:
    """Give where lines begin and end across."""
    return [(float(line["x1"]), float(line["x2"])) for line in lines]


def test_every_day_without_a_headache_is_a_gap() -> None:
    facts = fortnight()
    svg = headache_chart(facts, "light", "en")
    told, bridges = spans(shapes(svg, "told")), spans(shapes(svg, "bridge"))
    dots = [float(dot["cx"]) for dot in shapes(svg, "told", "circle")]
    step = min(later - before for before, later in pairwise(dots))

    assert len(dots) == len(facts.worst) == 9
    assert len(told) == 6  # between days side by side
    assert all(end - start == pytest.approx(step, abs=0.2) for start, end in told)
    assert sorted([*told, *bridges]) == list(pairwise(dots))
    assert [round((end - start) / step) for start, end in bridges] == [3, 2]
    assert all(line["stroke-dasharray"] for line in shapes(svg, "bridge"))
    assert not any("stroke-dasharray" in line for line in shapes(svg, "told"))


def test_days_that_were_asked_and_not_answered_are_marked() -> None:
    facts = fortnight()
    crosses = shapes(headache_chart(facts, "light", "en"), "missed")

    assert [day.day for day in facts.empty_days] == [10, 11, 19]  # told on the ninth, by diary
    assert len(crosses) == 2 * len(facts.empty_days)


def test_the_axis_has_every_number_and_the_line_of_before_its_words() -> None:
    svg = headache_chart(fortnight(), "light", "en")

    assert words(svg, "tick")[:11] == [str(value) for value in range(11)]
    assert words(svg, "usual") == ["usual before: 6"]
    assert words(svg, "session") == ["S1"]
    assert words(svg, "value") == ["6", "6", "5", "7", "4", "3", "3", "0", "2"]
    assert shapes(svg, "usual")[0]["y1"] == shapes(svg, "told", "circle")[0]["cy"]


def test_sessions_of_several_courses_are_told_apart() -> None:
    facts = long_course(days=28, sessions=2)
    first, second = facts.sessions
    again = replace(facts, sessions=(first, replace(second, course=2, place=1)))

    assert words(headache_chart(facts, "light", "en"), "session") == ["S1", "S2"]
    assert words(headache_chart(again, "light", "en"), "session") == ["S1.1", "S2.1"]


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("name", CHARTS)
@pytest.mark.parametrize("facts", [fortnight(), long_course(), EMPTY], ids=["two", "long", "none"])
def test_a_chart_may_stand_in_a_strict_page(name: str, theme: str, facts: ChartFacts) -> None:
    svg = CHARTS[name](facts, theme, "en")
    root = read(svg)
    attributes = {key for shape in root.iter() for key in shape.attrib}
    named = {shape.get("id"): shape.text for shape in root.iter() if shape.get("id")}

    assert attributes.isdisjoint({"style", "href", "onload", "onclick"})
    assert {shape.tag for shape in root.iter()} <= {
        f"{SVG}{tag}" for tag in ("svg", "title", "desc", "rect", "line", "circle", "text")
    }
    assert root.get("role") == "img"
    assert all(named[key] for key in (root.get("aria-labelledby") or "?").split())
    assert THEMES[theme].ground in svg
    assert "nan" not in svg
    width, height = map(float, (root.get("viewBox") or "").split()[2:])
    for text in root.iter(f"{SVG}text"):
        assert 0 <= float(text.attrib["x"]) <= width
        assert 0 < float(text.attrib["y"]) < height


@pytest.mark.parametrize("width", [360, 400, 760])
def test_no_words_run_into_each_other_in_a_long_course(width: float) -> None:
    svg = headache_chart(long_course(), "light", "en", width=width)
    for kind in ("tick", "session"):
        placed = [
            (float(t.attrib["y"]), float(t.attrib["x"]), len(t.text or "") * 6.2)
            for t in read(svg).iter(f"{SVG}text")
            if t.get("class") == kind and t.get("text-anchor") == "middle"
        ]
        for (y, x, long), (next_y, next_x, next_long) in pairwise(sorted(placed)):
            assert y != next_y or next_x - x >= (long + next_long) / 2


def test_what_is_read_from_right_to_left_is_drawn_so() -> None:
    left, right = (headache_chart(fortnight(), "dark", tag) for tag in ("en", "ar"))
    ours = [float(dot["cx"]) for dot in shapes(left, "told", "circle")]
    mirrored = [float(dot["cx"]) for dot in shapes(right, "told", "circle")]

    assert [400 - x for x in mirrored] == pytest.approx(ours)
    assert 'direction="ltr"' in right  # a page from right to left does not turn it once more
    assert "سبتمبر" in right


def luminance(colour: str) -> float:
    """Give how bright a colour is, as WCAG measures it."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Give the contrast of two colours, as WCAG measures it."""
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
def test_words_stand_out_and_lines_can_be_seen(theme: Theme) -> None:
    colours = (theme.words, theme.data, theme.mark, theme.usual)
    numbers = zip(theme.grades, theme.on_grades, strict=True)

    assert [colour for colour in colours if contrast(colour, theme.ground) < 4.5] == []
    assert [pair for pair in numbers if contrast(*pair) < 4.5] == []


def test_the_dark_theme_is_dim_everywhere() -> None:
    dark = THEMES["dark"]
    colours = {dark.ground, dark.words, dark.faint, dark.data, dark.mark, dark.usual}

    assert max(map(luminance, colours | set(dark.grades) | set(dark.on_grades))) < 0.4
    assert luminance(dark.ground) < 0.01


def test_grades_are_numbers_in_their_cells() -> None:
    svg = symptom_chart(fortnight(), "light", "en", session=1)

    assert words(svg, "row") == ["sore muscles"]  # tingling was asked, and never there
    assert words(svg, "tick") == ["1 d", "2 d"]
    assert words(svg, "grade") == ["2"]  # the second was not answered: an empty cell
    assert len(shapes(svg, "cell", "rect")) == 2


def test_the_overview_has_the_worst_after_each_session() -> None:
    svg = symptom_chart(long_course(), "light", "en")

    assert words(svg, "tick") == [f"S{number}" for number in range(1, 13)]
    assert words(svg, "grade") == ["2"] * 12 + ["3"] * 12


def test_bars_have_their_numbers_and_how_much_the_diary_knows() -> None:
    svg = medicine_chart(fortnight(), "light", "en")
    widths = [float(bar["width"]) for bar in shapes(svg, "bar", "rect")]

    assert words(svg, "value") == ["4", "3", "2"]
    assert widths == pytest.approx([236 * days / 28 for days in (4, 3, 2)], abs=0.1)
    assert words(svg, "legend") == ["Diary filled in on 9 of 28 days."]


@pytest.mark.parametrize(
    ("name", "said"),
    [("symptoms", "No side effects were told."), ("medicine", "The diary has no entry yet.")],
)
def test_nothing_told_is_said_so(name: str, said: str) -> None:
    svg = CHARTS[name](EMPTY, "light", "en")

    assert words(svg, "none") == [said]
    assert re.search(f"<desc[^>]*>{said}</desc>", svg)


def test_rows_tell_every_day_with_what_was_late_changed_or_missed() -> None:
    rows = headache_rows(fortnight(), "en")
    by_day = {row[0]: row[1:] for row in rows.rows}

    assert rows.headings == ("Day", "Worst", "All entries", "Notes")
    assert len(by_day) == 12
    assert by_day["Mon 7 Sep 2026"] == ("6", "6 (Diary, 12:00)", "session 1")
    assert by_day["Wed 9 Sep 2026"][2] == "Check-in 2 days after: not answered"
    assert by_day["Thu 10 Sep 2026"] == ("–", "", "Diary: not answered")
    assert by_day["Fri 18 Sep 2026"][:2] == (
        "2",
        "2 (Diary, 12:00); 1 (Diary, 12:00), late, changed later",
    )


def test_rows_hold_what_the_other_charts_show() -> None:
    facts = fortnight()

    assert symptom_rows(facts, "en", session=1).rows == (("sore muscles", "2", ""),)
    assert symptom_rows(facts, "en").headings == ("Side effect", "S1")
    assert medicine_rows(facts, "en").rows == (
        ("Any medicine", "4"),
        ("Plain painkiller", "3"),
        ("Triptan, opioid, mixed", "2"),
    )
    assert medicine_rows(EMPTY, "en").rows == ()
