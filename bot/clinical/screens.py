"""Screens: questions put together in one message, each still with an answer of its own."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import STRICT, Kind, Option, Question

NONE, SINGLY = "none", "one_by_one"  # what a screen offers beside its items
NOTHING = ("no", "none")  # the options that an item left unticked can stand for
YES_OR_NO = frozenset({"yes", "no", "unsure"})


class Mark(StrEnum):
    """What is known of an item that is not answered yet."""

    TICKED = "ticked"  # on a screen that is not done
    DETAIL = "detail"  # ticked on a screen that is done: what it is, is still to be told
    SINGLY = "singly"  # the patient wants to be asked one by one
    AGAIN = "again"  # its answer was taken back to be changed


@dataclass(frozen=True, slots=True, kw_only=True)
class Screen:
    """Questions that are put together; how each is judged and kept does not change."""

    __pydantic_config__ = STRICT
    key: str
    items: tuple[str, ...]  # keys of questions, in their order
    source: str


def as_question(screen: Screen, items: Iterable[Question]) -> Question:
    """Make the question that puts some of a screen's items: which of them are so?"""
    ticks = tuple(Option(key=item.key) for item in items)
    rest = (Option(key=NONE, alone=True), Option(key=SINGLY, alone=True))
    return Question(
        key=screen.key,
        kind=Kind.SCREEN,
        source=screen.source,
        options=(*ticks, *rest),
        low=1,  # items are numbered
        high=len(ticks),
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


def ticks_kept(
    items: Iterable[Question], before: Collection[str], now: Collection[str]
) -> dict[str, Any]:
    """Map each item whose tick changed to its mark; an emergency is answered at once."""
    changed = [item for item in items if (item.key in before) is not (item.key in now)]
    return {
        item.key: (_emergency(item) or Mark.TICKED) if item.key in now else None
        for item in changed
    }


def _emergency(item: Question) -> str | None:
    option = item.option(ticked(item) or "")
    return option.key if option and option.urgency is TriageLevel.EMERGENCY else None


def unconfirmed(question: Question) -> Any:
    """Give what a tick stands for when nobody says more; None when no option fits."""
    option = ticked(question) or next(filter(question.option, ("unsure", "yes")), None)
    return [option] if option and question.kind is Kind.SEVERAL else option


def settled_by(items: Iterable[Question], told: Collection[str]) -> dict[str, Any]:
    """Map each item to the answer, or to the mark, that it gets when its screen is done.

    `told` holds what was chosen: the ticked items, or none of them, or to be asked one by one.
    """
    if SINGLY in told:
        return {item.key: Mark.SINGLY for item in items}
    return {
        item.key: (ticked(item) or Mark.DETAIL) if item.key in told else untouched(item)
        for item in items
    }
