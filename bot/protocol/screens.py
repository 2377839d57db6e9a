"""Screens: what is put together can be left unticked, and hangs on nothing of its own screen."""

from collections.abc import Iterator

from bot.clinical.expression import variables
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.clinical.screens import Screen, unconfirmed, untouched
from bot.protocol.expressions import Problem
from bot.protocol.fault import Fault, did_you_mean

MOST_ITEMS = 10  # more do not fit a phone's screen together


def screen_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find screens that cannot be put, or that would answer what nobody was asked."""
    seen: dict[str, str] = {}
    for screen in protocol.screens:
        problems = [*_misplaced(screen, seen), *_problems(screen, protocol.screening)]
        for problem, remedy in problems:
            yield Fault(file="screens", entry=screen.key, problem=problem, remedy=remedy)


def _misplaced(screen: Screen, seen: dict[str, str]) -> Iterator[Problem]:
    """Find items that stand twice; `seen` maps each item to the screen it was first found on."""
    for item in screen.items:
        if item in seen:
            yield f"'{item}' stands on '{seen[item]}' already", "let each question stand once"
        seen.setdefault(item, screen.key)


def _problems(screen: Screen, questions: tuple[Question, ...]) -> Iterator[Problem]:
    places = {question.key: place for place, question in enumerate(questions)}
    items = [questions[places[key]] for key in screen.items if key in places]
    for key in screen.items:
        if key not in places:
            yield (
                f"its items name '{key}', which is no screening question",
                did_you_mean(key, places),
            )
    in_order = sorted(items, key=lambda item: places[item.key])
    if items != in_order:
        order = ", ".join(item.key for item in in_order)
        yield "its items are not in the order of the questions", f"write them so: {order}"
    if len(screen.items) > MOST_ITEMS:
        yield f"puts {len(screen.items)} questions together", f"at most {MOST_ITEMS}: make two"
    for item in items:
        if untouched(item) is None:
            remedy = "give it the option no, or none standing alone, that counts as clear"
            yield f"'{item.key}' has no answer for who leaves it unticked", remedy
        elif unconfirmed(item) is None:
            remedy = "give it the option unsure"
            yield f"'{item.key}' has no answer for who ticks it and says no more", remedy
        for name in sorted(variables(item.when) if item.when else ()):
            if places[name] >= places[in_order[0].key]:
                remedy = "put it on a later screen, or on none"
                yield f"'{item.key}' hangs on '{name}', which is not answered before", remedy
