"""How a page words things: keys in one language, days, and text as our fonts can show it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from babel.dates import format_date, format_datetime

from bot.clinical.questionnaire import Question
from bot.locales import has, say
from bot.typesetting import clipped, is_right_to_left, showable

Table = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How big letters are, and how much of each thing goes on the page; the rest is counted."""

    size: float  # points
    sessions: int
    effects: int  # of one session
    flags: int
    answers: int
    letters: int  # of one text


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """Words of one page."""

    language: str
    limits: Limits

    @property
    def locale(self) -> str:
        """The language as Babel names it."""
        return self.language.replace("-", "_")

    def say(self, key: str, **values: object) -> str:
        """Word a key on one line."""
        return " ".join(say(self.language, key, **values).split())

    def first_of(self, *keys: str, otherwise: str) -> str:
        """Word the first of some keys that there are words for."""
        found = next((key for key in keys if has("en", key)), None)
        return self.say(found) if found else otherwise

    def day(self, day: date) -> str:
        """Word a day."""
        return format_date(day, "d MMM y", locale=self.locale)

    def moment(self, moment: datetime | None) -> str:
        """Word a local moment; a dash for none."""
        if moment is None:
            return "–"
        return str(format_datetime(moment, "d MMM y, HH:mm", locale=self.locale))

    def answer(self, question: Question, value: Any) -> str:
        """Word an answer; own words stand as they are."""
        values = value if isinstance(value, list) else [value]
        return ", ".join(self._option(question, one) for one in values)

    def _option(self, question: Question, value: Any) -> str:
        if question.option(str(value)) is None:
            return str(value)
        words = (f"option.{question.key}.{value}", f"symptom.{value}")
        return self.first_of(*words, otherwise=str(value))

    def asked(self, question: str) -> str:
        """Name a question shortly."""
        keys = (f"screen_item.{question}", f"asked.{question}")
        return self.first_of(*keys, otherwise=self._first_line(question))

    def _first_line(self, question: str) -> str:
        key = f"question.{question}"
        if not has("en", key):
            return question
        return say(self.language, key, focus="…", day="…").split("\n", maxsplit=1)[0]

    def own(self, text: str) -> dict[str, object]:
        """Give somebody's own words, cut where they are too long, with their direction."""
        shown = showable(text, self.language)
        cut = clipped(shown, self.limits.letters, self.language)
        return {"text": cut, "rtl": is_right_to_left(shown)}

    def table(
        self,
        heading: str,
        columns: Sequence[str],
        rows: Sequence[Sequence[object]],
        note: str = "",
        *,
        none: str = "",
    ) -> Table:
        """Give a table of the page: a heading, named columns, rows or words for none, a note."""
        return {
            "heading": heading,
            "columns": [self.say(f"page.column.{column}") for column in columns],
            "rows": list(rows),
            "note": note if rows else "",
            "none": none or self.say("page.none"),
        }


def shown(value: Any, language: str) -> Any:
    """Give all texts of a page's data as our fonts can show them."""
    match value:
        case str():
            return showable(value, language)
        case Mapping():
            return {key: shown(one, language) for key, one in value.items()}
        case list() | tuple():
            return [shown(one, language) for one in value]
        case _:
            return value
