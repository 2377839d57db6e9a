"""Keys: each stands once, is a plain name, and is short enough for a Telegram button."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator

from bot.clinical.check_in import PROBLEMS, check_in_questions
from bot.clinical.expression import variables
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.screens import as_question
from bot.protocol.entries import Entry, entries, questions
from bot.protocol.fault import Fault
from bot.protocol.vocabulary import built_in_names

PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
BUTTON_BYTES = 64
AROUND = len("a:1234567890::")  # what a button holds beside question and answer
LONGEST_VALUE = {Kind.DATE: "2026-01-31", Kind.TIME: "08.00"}


def key_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find keys that stand twice, cannot be names, or do not fit a button."""
    yield from _twice(protocol)
    yield from _taken(protocol)
    for entry in entries(protocol):
        if not (_is_name(entry.key) if entry.kind == "name" else PLAIN.fullmatch(entry.key)):
            yield _ill_formed(entry.table, entry.name, entry.key)
    for table, under, question in questions(protocol):
        name = f"{under} · {question.key}" if under else question.key
        yield from _option_keys(table, name, question)
    yield from _too_long(protocol)


def _twice(protocol: Protocol) -> Iterator[Fault]:
    seen: dict[tuple[str, str], Entry] = {}
    for entry in entries(protocol):
        first = seen.setdefault((entry.kind, entry.key), entry)
        if first is not entry:
            where = "" if first.table == entry.table else f", also for {first.table}"
            yield Fault(
                file=entry.table,
                entry=entry.name,
                problem=f"the key '{entry.key}' is used twice{where}",
                remedy="give one of them another key",
            )


def _taken(protocol: Protocol) -> Iterator[Fault]:
    taken = built_in_names(protocol)
    for entry in entries(protocol):
        if entry.kind == "name" and entry.key in taken:
            yield Fault(
                file=entry.table,
                entry=entry.name,
                problem=f"'{entry.key}' is the name of a fact that the bot works out itself",
                remedy="give it another key",
            )


def _is_name(key: str) -> bool:
    """Tell whether a key can be spoken of in a condition; words like `in` cannot."""
    try:
        return PLAIN.fullmatch(key) is not None and variables(f"{key} == 1") == {key}
    except ValueError:
        return False


def _ill_formed(table: str, name: str, key: str) -> Fault:
    return Fault(
        file=table,
        entry=name,
        problem=f"'{key}' cannot be a key",
        remedy="use letters a to z, digits and _, starting with a letter",
    )


def _option_keys(table: str, name: str, question: Question) -> Iterator[Fault]:
    keys = [option.key for option in question.options]
    for key, times in Counter(keys + [outcome.key for outcome in question.outcomes]).items():
        if times > 1 and key in keys:
            yield Fault(
                file=table,
                entry=name,
                problem=f"the key '{key}' is used twice among its answers",
                remedy="give one of them another key",
            )
    for key in keys:
        if not PLAIN.fullmatch(key):
            yield _ill_formed(table, name, key)


def _too_long(protocol: Protocol) -> Iterator[Fault]:
    asked = [(table, question) for table, _, question in questions(protocol)]
    built = [q for q in check_in_questions(protocol) if q.key == PROBLEMS or q.symptom]
    asked += [("symptoms", question) for question in built]
    asked += [("screens", question) for question in _screens(protocol)]
    for table, question in asked:
        longest = max(_values(question), key=_bytes, default="")
        spare = BUTTON_BYTES - AROUND - _bytes(question.key) - _bytes(longest)
        if spare < 0:
            yield Fault(
                file=table,
                entry=f"{question.key} · {longest}",
                problem=f"too long by {-spare} for a button, which holds {BUTTON_BYTES} bytes",
                remedy="shorten the key of the question or of the answer",
            )


def _screens(protocol: Protocol) -> Iterator[Question]:
    known = {question.key: question for question in protocol.screening}
    for screen in protocol.screens:
        yield as_question(screen, tuple(known[key] for key in screen.items if key in known))


def _values(question: Question) -> Iterable[str]:
    """List what a button of a question may have to hold."""
    numbers = [str(question.low), str(question.high)]
    return [LONGEST_VALUE.get(question.kind, max(numbers, key=len))] + [
        option.key for option in question.options
    ]


def _bytes(text: str) -> int:
    return len(text.encode())
