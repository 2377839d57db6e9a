"""The headache chart: the worst of each day, 0 to 10, and where no headache was told, a gap."""

from datetime import date, datetime
from itertools import pairwise

from bot.charts.canvas import Canvas, width_of
from bot.charts.dates import day_words
from bot.charts.facts import DAY, ChartFacts
from bot.charts.themes import THEMES
from bot.locales import say

PHONE = 400.0  # as wide as a phone: words keep their size, the room between days grows
LEFT, RIGHT, STEP = 26.0, 10.0, 15.0  # STEP is the height of one point of ten
TOP, NAMES = 28.0, 13.0  # the title, and each row for the names of sessions
FEW = 22.0  # with so much room for a day, its number stands beside it
DATE_STEPS = (1, 2, 7, 14, 28, 56, 91, 182, 364)


class HeadacheChart:
    """One headache chart being drawn."""

    def __init__(self, facts: ChartFacts, theme: str, language: str, width: float) -> None:
        self._facts = facts
        self._language = language
        self._theme = THEMES[theme]
        self._span = (width - LEFT - RIGHT) / len(facts.days)
        self._names = self._placed()
        self._top = TOP + max((row + 1 for _, _, row in self._names), default=0) * NAMES
        self._foot = self._top + 10 * STEP
        self._canvas = Canvas(
            name="headache",
            width=width,
            height=self._foot + 28,
            theme=self._theme,
            language=language,
        )

    def drawn(self) -> str:
        """Draw what is counted along first and the data last, on top of it."""
        title = say(self._language, "chart.headache")
        self._canvas.text("heading", 2, 14, title, size=13)
        self._axes()
        self._dates()
        self._sessions()
        self._missed()
        self._usual_line()
        self._told()
        self._usual_words()
        taken = self._canvas.legend(self._foot + 38, self._legend(), LEFT)
        self._canvas.height += taken
        return self._canvas.drawn(title, described(self._facts, self._language))

    def _x(self, day: date) -> float:
        return LEFT + ((day - self._facts.first).days + 0.5) * self._span

    def _x_of(self, moment: datetime) -> float:
        return (
            self._x(moment.date()) + ((moment.hour + moment.minute / 60) / 24 - 0.5) * self._span
        )

    def _y(self, value: int) -> float:
        return self._foot - value * STEP

    def _axes(self) -> None:
        right = self._canvas.width - RIGHT
        for value in range(11):
            y = self._y(value)
            self._canvas.line("grid", (LEFT, y), (right, y), self._theme.faint)
            self._canvas.text("tick", LEFT - 6, y + 4, str(value), anchor="end", size=11)

    def _dates(self) -> None:
        widest = max(width_of(self._date(day)) for day in self._facts.days[:31]) + 8
        fitting = [step for step in DATE_STEPS if step * self._span >= widest]
        step = fitting[0] if fitting else len(self._facts.days)
        for day in self._facts.days[::step]:
            x = self._x(day)
            self._canvas.line("tick", (x, self._foot), (x, self._foot + 4), self._theme.words)
            self._date_below(x, self._date(day))

    def _date_below(self, x: float, words: str) -> None:
        """Write a date under its day, moved inwards where it would be cut off."""
        half = width_of(words, 11) / 2
        inside = min(max(x, half + 2), self._canvas.width - half - 2)
        self._canvas.text("tick", inside, self._foot + 18, words, anchor="middle", size=11)

    def _date(self, day: date) -> str:
        return day_words(day, "d MMM", self._language)

    def _usual_line(self) -> None:
        if self._facts.usual is not None:
            y, right = self._y(self._facts.usual), self._canvas.width - RIGHT
            self._canvas.line("usual", (LEFT, y), (right, y), self._theme.usual, dashes="7 4")

    def _usual_words(self) -> None:
        if self._facts.usual is None:
            return
        words = say(self._language, "chart.usual", value=self._facts.usual)
        x, at, anchor = self._emptiest(self._y(self._facts.usual), width_of(words, 11))
        self._canvas.text("usual", x, at, words, anchor=anchor, size=11, halo=True)

    def _emptiest(self, y: float, wide: float) -> tuple[float, float, str]:
        """Find the end of a level line, above or below it, where words hide the fewest days."""
        ends = ((self._canvas.width - RIGHT, "end"), (LEFT + 4, "start"))
        rows = [at for at in (y - 5, y + 13) if self._top < at < self._foot]
        places = [(x, at, side) for at in rows for x, side in ends]
        return min(places, key=lambda place: self._hidden(place, wide))

    def _hidden(self, place: tuple[float, float, str], wide: float) -> int:
        """Count the days whose headache would lie behind words at a place."""
        x, at, side = place
        left = x - wide if side == "end" else x
        return sum(
            left - 4 <= self._x(day) <= left + wide + 4 and at - 15 <= self._y(value) <= at + 6
            for day, value in self._facts.worst.items()
        )

    def _placed(self) -> list[tuple[float, str, int]]:
        """Give each session's place, name and row: the names of close ones take turns."""
        placed: list[tuple[float, str, int]] = []
        for mark in self._facts.sessions:
            number = self._facts.session_name(mark)
            words = say(self._language, "chart.session_mark", number=number)
            x, row = self._x_of(mark.ended_at), 0
            if placed and x - placed[-1][0] < width_of(words) + 2:
                row = 1 - placed[-1][2]
            placed.append((x, words, row))
        return placed

    def _sessions(self) -> None:
        for x, words, row in self._names:
            y, colour = self._top - 8 - row * NAMES, self._theme.mark
            self._canvas.line("session", (x, y + 3), (x, self._foot), colour)
            self._canvas.text("session", x, y, words, anchor="middle", size=11, colour=colour)

    def _missed(self) -> None:
        """Mark the days without an answer with a cross on the axis."""
        arm = min(3.0, self._span * 0.4)
        for day in self._facts.empty_days:
            x, y = self._x(day), self._foot - 5
            for sign in (1, -1):
                ends = ((x - arm, y - sign * arm), (x + arm, y + sign * arm))
                self._canvas.line("missed", *ends, self._theme.words, wide=1.2)

    def _told(self) -> None:
        """Join neighbouring days by a line, and bridge days without a headache by dots."""
        worst, radius = self._facts.worst, max(1.4, min(3.6, self._span * 0.4))
        for (day, value), (later, next_value) in pairwise(worst.items()):
            ends = ((self._x(day), self._y(value)), (self._x(later), self._y(next_value)))
            if later - day == DAY:
                self._canvas.line("told", *ends, self._theme.data, wide=2)
            else:
                self._canvas.line("bridge", *ends, self._theme.data, wide=1.8, dashes="0.1 5")
        for day, value in worst.items():
            x, y = self._x(day), self._y(value)
            self._canvas.dot("told", x, y, radius, self._theme.data)
            if self._span >= FEW:
                above = y - 7 if value < 10 else y + 15
                self._canvas.text("value", x, above, str(value), anchor="middle", halo=True)

    def _legend(self) -> list[str]:
        said = {
            "chart.legend.session": bool(self._facts.sessions),
            "chart.legend.bridge": _has_bridge(self._facts),
            "chart.legend.missed": bool(self._facts.empty_days),
        }
        return [say(self._language, key) for key, needed in said.items() if needed]


def headache_chart(facts: ChartFacts, theme: str, language: str, *, width: float = PHONE) -> str:
    """Draw the headache chart as SVG; `theme` is `light` or `dark`."""
    return HeadacheChart(facts, theme, language, width).drawn()


def described(facts: ChartFacts, language: str) -> str:
    """Word what the chart shows."""
    worst = facts.worst
    told = {
        "first": day_words(facts.first, "d MMM y", language),
        "last": day_words(facts.last, "d MMM y", language),
        "told": len(worst),
        "days": len(facts.days),
    }
    sentences = [say(language, "chart.described.days", **told)]
    if worst:
        low, high = min(worst.values()), max(worst.values())
        sentences.append(say(language, "chart.described.range", lowest=low, highest=high))
    if facts.usual is not None:
        sentences.append(say(language, "chart.described.usual", value=facts.usual))
    sentences.append(say(language, "chart.described.sessions", count=len(facts.sessions)))
    return " ".join(sentences)


def _has_bridge(facts: ChartFacts) -> bool:
    return any(later - day > DAY for day, later in pairwise(facts.worst))
