"""The data of each chart as rows of words, for the table beside it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from bot.charts.dates import day_words, hour_words
from bot.charts.facts import ChartFacts, Entry, Missed
from bot.charts.medicine import bars
from bot.charts.symptoms import grid_of
from bot.locales import say

OfDay = TypeVar("OfDay", Entry, Missed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A small table: what its columns are, and its rows; the first cell of each names it."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def headache_rows(facts: ChartFacts, language: str) -> Rows:
    """Tell each day on which something was told, asked or done; oldest first."""
    told, missed = _by_day(facts.entries), _by_day(facts.missed)
    notes: dict[date, list[str]] = {}
    for mark in facts.sessions:
        words = say(language, "chart.session", number=facts.session_name(mark))
        notes.setdefault(mark.ended_at.date(), []).append(words)
    for day, those in missed.items():
        notes.setdefault(day, []).extend(_missed_words(one, language) for one in those)
    headings = ("day", "worst", "told", "notes")
    return Rows(
        headings=tuple(say(language, f"chart.column.{name}") for name in headings),
        rows=tuple(
            _day_row(day, told.get(day, []), notes.get(day, []), language)
            for day in sorted(told.keys() | notes.keys())
        ),
    )


def symptom_rows(facts: ChartFacts, language: str, *, session: int | None = None) -> Rows:
    """Tell the grades of the timeline; what was not asked is an empty cell."""
    grid = grid_of(facts, language, session)
    return Rows(
        headings=(say(language, "chart.column.symptom"), *grid.columns),
        rows=tuple(
            (words, *(str(grades.get(key, "")) for grades in grid.cells))
            for key, words in grid.rows
        ),
    )


def medicine_rows(facts: ChartFacts, language: str) -> Rows:
    """Tell the days with medicine; none where no diary tells them."""
    headings = (say(language, "chart.column.medicine"), say(language, "chart.column.days"))
    counted = bars(facts.medicine, language) if facts.medicine else []
    return Rows(headings=headings, rows=tuple((name, str(days)) for name, days in counted))


def _by_day(those: Iterable[OfDay]) -> dict[date, list[OfDay]]:
    found: dict[date, list[OfDay]] = {}
    for one in those:
        found.setdefault(one.day, []).append(one)
    return found


def _day_row(day: date, told: list[Entry], notes: list[str], language: str) -> tuple[str, ...]:
    worst = str(max(entry.value for entry in told)) if told else say(language, "chart.no_entry")
    return (
        day_words(day, "EEE d MMM y", language),
        worst,
        "; ".join(_entry_words(entry, language) for entry in told),
        "; ".join(notes),
    )


def _entry_words(entry: Entry, language: str) -> str:
    """Word one entry: its value, its form and time, and whether it came late or was changed."""
    told = {
        "value": entry.value,
        "form": _form_words(entry, language),
        "time": hour_words(entry.at.time(), language),
    }
    parts = [say(language, "chart.told", **told)]
    parts += [say(language, "chart.late")] if entry.late else []
    parts += [say(language, "chart.corrected")] if entry.corrected else []
    return ", ".join(parts)


def _missed_words(one: Missed, language: str) -> str:
    state = say(language, f"form.{one.why}")
    return say(language, "chart.not_told", form=_form_words(one, language), state=state)


def _form_words(one: Entry | Missed, language: str) -> str:
    kind = say(language, f"kind.{one.kind}")
    return f"{kind} {say(language, f'point.{one.point}')}" if one.point else kind
