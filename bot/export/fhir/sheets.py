"""One kind of form as a list of items: what it asks, and how its answers are written."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinical.check_in import check_in_questions
from bot.clinical.comparison import REST, course_questions
from bot.clinical.diary import DETAILS
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.export.fhir.items import Item
from bot.export.fhir.names import Resource
from bot.export.fhir.shapes import told
from bot.export.questions import asked_during

STORED: Resource = {
    "linkId": "stored",
    "text": "Answers that these questions do not offer, each after the key of its question.",
    "type": "string",
    "repeats": True,
}
SKIPPED = {REST: "Went on to what can be skipped."}
DETAILED = {DETAILS: "Chose to add details."}


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind of form: its title, what it asks, and what is kept beside as true or false."""

    title: str
    questions: Callable[[Protocol], tuple[Question, ...]]
    facts: Mapping[str, str] = field(default_factory=dict)  # key → words


def _report(protocol: Protocol) -> tuple[Question, ...]:
    return (*check_in_questions(protocol), *asked_during(protocol))


KINDS: Mapping[str, Kind] = {
    "screening": Kind(title="Screening before a session", questions=lambda p: p.screening),
    "session": Kind(title="Record of a session", questions=lambda p: p.session),
    "check_in": Kind(title="Check-in after a session", questions=_report),
    "problem": Kind(title="Report of a problem", questions=_report),
    "safety": Kind(title="Safety questions after a result", questions=lambda p: p.safety),
    "diary": Kind(title="Headache diary", questions=lambda p: p.diary, facts=DETAILED),
    "baseline": Kind(title="Before a course", questions=course_questions, facts=SKIPPED),
    "follow_up": Kind(title="After a course", questions=course_questions, facts=SKIPPED),
}


class Sheet:
    """The items of a kind of form, by a protocol."""

    def __init__(self, kind: Kind, protocol: Protocol) -> None:
        self._items = {question.key: Item(question) for question in kind.questions(protocol)}
        self._facts = kind.facts

    @property
    def keys(self) -> frozenset[str]:
        """The keys of the questions."""
        return frozenset(self._items)

    def define(self) -> list[Resource]:
        """Define every item; the last takes what the others do not offer."""
        facts = ({"linkId": k, "text": t, "type": "boolean"} for k, t in self._facts.items())
        return [*(item.definition() for item in self._items.values()), *facts, STORED]

    def answer(self, values: Mapping[str, Any]) -> list[Resource]:
        """Write answers in the order of the items."""
        written = dict(self._written(values))
        rest = {key: value for key, value in values.items() if key not in written}
        return [*written.values(), *_stored(rest)]

    def _written(self, values: Mapping[str, Any]) -> Iterator[tuple[str, Resource]]:
        for key, item in self._items.items():
            answer = item.response(values[key]) if key in values else None
            if answer is not None:
                yield key, answer
        for key in self._facts:
            if type(values.get(key)) is bool:
                yield key, {"linkId": key, "answer": [{"valueBoolean": values[key]}]}


def _stored(values: Mapping[str, Any]) -> list[Resource]:
    """Keep answers to older questions as they are stored."""
    if not values:
        return []
    lines = [f"{key}: {json.dumps(value, ensure_ascii=False)}" for key, value in values.items()]
    answers = [{"valueString": told(line)} for line in lines]
    return [{"linkId": STORED["linkId"], "answer": answers}]
