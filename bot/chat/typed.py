"""Typed text as an answer: every button can also be written."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.chat.questions import option_label
from bot.clinical.questionnaire import MOST_LETTERS, Kind, Question
from bot.clinical.screens import NONE, SINGLY
from bot.locales import say

SHORTEST_PREFIX = 2
DATES = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})[.](?P<m>\d{1,2})[.](?P<y>\d{4})"),
)
TIME = re.compile(r"(?P<h>\d{1,2})[:.h](?P<m>\d{2})")
NUMBER = re.compile(r"[+-]?\d+(?:[.,]\d+)?")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What a typed text means for a question: a value, a hint, or neither (free text)."""

    value: Any = None
    hint: str = ""  # key of the sentence that says what to write instead


def plain(text: str) -> str:
    """Fold a text for comparison: case, accents' form, punctuation and emoji do not count."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(c if c.isalnum() or c.isspace() else " " for c in folded)
    return " ".join(kept.split())


def read(text: str, question: Question, language: str, today: date) -> Reading:
    """Read typed text as an answer to a question; never clamped, never guessed."""
    reading = _READERS[question.kind](text.strip(), question, today)
    if reading.value is not None or reading.hint:
        return reading
    if question.kind is Kind.SEVERAL:
        return _several(text, question, language)
    if question.kind is Kind.SCREEN:
        return _screen(text, question, language)
    if question.kind is Kind.TEXT:
        return _own_words(text, question, language)
    option = match_option(text, question, language)
    return Reading(value=option) if option is not None else Reading()


def is_word(text: str, language: str, key: str) -> bool:
    """Tell whether a text is one of the words listed under a key, such as "back"."""
    return plain(text) in {plain(word) for word in say(language, key).split("|")}


def match_option(text: str, question: Question, language: str) -> str | int | None:
    """Find the option whose label a text is, or the only one it begins."""
    wanted = plain(text)
    if question.option("unsure") and is_word(text, language, "typed.unsure"):
        return "unsure"
    labels = _labels(question, language)
    for beginning in (f"{wanted} ", wanted):  # whole words first: "no" is not "not sure"
        begun = [key for key, label in labels.items() if f"{label} ".startswith(beginning)]
        exact = [key for key in begun if labels[key] == wanted]
        found = exact or (begun if len(wanted) >= SHORTEST_PREFIX else [])
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _labels(question: Question, language: str) -> dict[str | int, str]:
    if question.kind is Kind.GRADE:
        grades = range(question.low, question.high + 1)
        return {g: plain(say(language, f"grade.{question.symptom}.{g}")) for g in grades}
    return {o.key: plain(option_label(language, question, o.key)) for o in question.options}


def _several(text: str, question: Question, language: str) -> Reading:
    parts = [part for part in re.split(r"[,;\n]", text) if plain(part)]
    found = [match_option(part, question, language) for part in parts]
    if not found or None in found:
        return Reading()
    ticks = list(dict.fromkeys(found))
    if not question.accepts(ticks):
        return Reading(hint="hint.none_and_more")
    return Reading(value=ticks)


def _screen(text: str, question: Question, language: str) -> Reading:
    """Read the numbers or the labels of items, none of them, or "not sure"."""
    if is_word(text, language, "typed.unsure"):
        return Reading(value=[SINGLY])
    if is_word(text, language, "typed.no"):
        return Reading(value=[NONE])
    items = [option.key for option in question.options if not option.alone]
    if re.fullmatch(r"[\s\d,;.]*\d[\s\d,;.]*", text):
        numbers = [int(number) for number in re.findall(r"\d+", text)]
        if not all(1 <= number <= len(items) for number in numbers):
            return Reading(hint="hint.number_range")
        return Reading(value=list(dict.fromkeys(items[number - 1] for number in numbers)))
    whole = match_option(text, question, language)  # a label may hold commas
    return Reading(value=[whole]) if whole else _several(text, question, language)


def _own_words(text: str, question: Question, language: str) -> Reading:
    """Take words as they are, but for those of an offered answer."""
    labels = _labels(question, language)
    offered = [key for key, label in labels.items() if label == plain(text)]
    if question.option("unsure") and is_word(text, language, "typed.unsure"):
        offered = ["unsure"]
    if not offered and len(text.strip()) > MOST_LETTERS:
        return Reading(hint="hint.too_long")
    return Reading(value=offered[0] if offered else text.strip() or None)


def _number(text: str, question: Question, today: date) -> Reading:
    out_of_ten = re.fullmatch(r"(\d+)\s*/\s*10", text)
    written = out_of_ten[1] if out_of_ten and question.high == 10 else text
    if not NUMBER.fullmatch(written):
        return Reading()
    if not re.fullmatch(r"\+?\d{1,4}", written):
        return Reading(hint="hint.whole_number")
    number = int(written)
    if not question.low <= number <= question.high:
        return Reading(hint="hint.number_range")
    return Reading(value=number)


def _age(text: str, question: Question, today: date) -> Reading:
    born = _read_date(text)
    if born is None:
        return _number(text, question, today)
    age = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    if not question.low <= age <= question.high:
        return Reading(hint="hint.birth_date")
    return Reading(value=age)


def _date(text: str, question: Question, today: date) -> Reading:
    day = _read_date(text)
    if day is None:
        return Reading(hint="hint.date") if re.search(r"\d", text) else Reading()
    return Reading(value=day.isoformat()) if day <= today else Reading(hint="hint.future")


def _read_date(text: str) -> date | None:
    for pattern in DATES:
        match = pattern.fullmatch(text)
        if match:
            try:
                return date(int(match["y"]), int(match["m"]), int(match["d"]))
            except ValueError:
                return None
    return None


def _time(text: str, question: Question, today: date) -> Reading:
    match = TIME.fullmatch(text)
    if match and int(match["h"]) < 24 and int(match["m"]) < 60:
        return Reading(value=f"{int(match['h']):02}:{match['m']}")
    return Reading(hint="hint.time") if re.search(r"\d", text) else Reading()


def _options_only(text: str, question: Question, today: date) -> Reading:
    return Reading()


_READERS = {
    Kind.CHOICE: _options_only,
    Kind.SEVERAL: _options_only,
    Kind.NUMBER: _number,
    Kind.AGE: _age,
    Kind.GRADE: _number,
    Kind.DATE: _date,
    Kind.TIME: _time,
    Kind.TEXT: _options_only,
    Kind.SCREEN: _options_only,
}
