"""Screens: questions put together in one message, each still with an answer of its own."""

from dataclasses import dataclass
from typing import Any

from bot.clinical.questionnaire import STRICT, Kind, Option, Question

NONE, SINGLY = "none", "one_by_one"  # what a screen offers beside its items
NOTHING = ("no", "none")  # the options that an item left unticked can stand for
YES_OR_NO = frozenset({"yes", "no", "unsure"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Questions that are put together; how each is judged and kept does not change."""

    __pydantic_config__ = STRICT
    key: str
    items: tuple[str, ...]  # keys of questions, in their order
    source: str


def as_question(screen: Screen, items: tuple[Question, ...]) -> Question:
    """Make the question that puts some of a screen's items: which of them are so?"""
    ticks = tuple(Option(key=item.key) for item in items)
    rest = (Option(key=NONE, alone=True), Option(key=SINGLY, alone=True))
    return Question(
        key=screen.key, kind=Kind.SCREEN, source=screen.source, options=(*ticks, *rest)
    )


def untouched(question: Question) -> Any:
    """Give the answer of an item that is left unticked; None when it has none that is clear."""
    option = next(filter(None, map(question.option, NOTHING)), None)
    if option is None or not option.is_clear:
        return None
    if question.kind is Kind.SEVERAL:
        return [option.key] if option.alone else None
    return option.key if question.kind is Kind.CHOICE else None


def ticked(question: Question) -> str | None:
    """Give the answer of an item that is ticked; None when it has more to tell than yes."""
    keys = {option.key for option in question.options}
    plain = question.kind is Kind.CHOICE and "yes" in keys and keys <= YES_OR_NO
    return "yes" if plain else None
