"""Questions as items of a Questionnaire, and answers as items of the response to it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from bot.clinical.questionnaire import Kind, Question
from bot.export.fhir.names import Resource, own_system
from bot.export.fhir.pain import PAIN, RATINGS
from bot.export.fhir.shapes import coding, filled, told
from bot.export.words import grade_labels, labels, wording

EXTENSIONS = "http://hl7.org/fhir/StructureDefinition"


@dataclass(frozen=True, slots=True, kw_only=True)
class Written:
    """How answers of a kind are written: the type of the item, the element, the value."""

    type: str
    element: str
    value: Callable[[Any], Any] = str


CODED = Written(type="choice", element="valueCoding")  # its value is one of the options
NUMBER = Written(type="integer", element="valueInteger", value=int)
WRITTEN: Mapping[Kind, Written] = {
    Kind.CHOICE: CODED,
    Kind.SEVERAL: CODED,
    Kind.GRADE: CODED,
    Kind.NUMBER: NUMBER,
    Kind.AGE: NUMBER,
    Kind.DATE: Written(type="date", element="valueDate"),
    Kind.TIME: Written(type="time", element="valueTime", value=lambda time: f"{time}:00"),
    Kind.TEXT: Written(type="text", element="valueString", value=told),
}


class Item:
    """One question: how it is defined, and how an answer to it is written."""

    def __init__(self, question: Question) -> None:
        self.key = question.key
        self._question = question
        self._written = WRITTEN[question.kind]
        self._options = _options(question)
        # No item of FHIR takes a number or an option: such a question has two items below it.
        self._is_split = self._written is NUMBER and bool(self._options)

    def definition(self) -> Resource:
        """Define the question."""
        question = self._question
        notes = [_extension("designNote", "valueMarkdown", question.source)]
        if self._is_split:
            number, option = self._link(NUMBER), self._link(CODED)
            below = [
                {"linkId": number, "extension": _limits(question), "type": NUMBER.type},
                {"linkId": option, "type": CODED.type, "answerOption": self._offered()},
            ]
            return self._defined({"extension": notes, "type": "group", "item": below})
        limits = _limits(question) if self._written is NUMBER else []
        open_ended = question.kind is Kind.TEXT and self._options
        return self._defined(
            {
                "extension": [*notes, *limits],
                "type": "open-choice" if open_ended else self._written.type,
                "repeats": True if question.kind is Kind.SEVERAL else None,
                "answerOption": self._offered(),
            }
        )

    def response(self, value: Any) -> Resource | None:
        """Write an answer; None when the question does not offer it."""
        if not self._question.accepts(value):
            return None
        parts = value if isinstance(value, list) else [value]
        answers = [self._value(part) for part in parts]
        if not self._is_split:
            return {"linkId": self.key, "answer": answers}
        link = self._link(CODED if isinstance(value, str) else NUMBER)
        return {"linkId": self.key, "item": [{"linkId": link, "answer": answers}]}

    def _value(self, value: Any) -> Resource:
        chosen = self._options.get(str(value))
        if chosen and (self._written is not NUMBER or isinstance(value, str)):
            return {CODED.element: chosen}
        return {self._written.element: self._written.value(value)}

    def _defined(self, elements: Resource) -> Resource:
        code = [PAIN] if self.key in RATINGS else None
        return filled(
            {"linkId": self.key, "code": code, "text": wording(self._question), **elements}
        )

    def _link(self, written: Written) -> str:
        return f"{self.key}.{written.type}"

    def _offered(self) -> list[Resource]:
        """List the options; grades have their number, so that they can be added up."""
        is_grade = self._question.kind is Kind.GRADE
        return [
            filled(
                {
                    "extension": [_ordinal(key)] if is_grade else None,
                    CODED.element: option,
                }
            )
            for key, option in self._options.items()
        ]


def _options(question: Question) -> Mapping[str, Resource]:
    if question.kind is not Kind.GRADE:
        system = own_system(question.key)
        return {key: coding(system, key, label) for key, label in labels(question).items()}
    system, words = own_system("grade"), grade_labels(question.symptom)
    grades = map(str, range(question.low, question.high + 1))
    return {grade: coding(system, grade, words[grade]) for grade in grades}


def _limits(question: Question) -> list[Resource]:
    return [
        _extension("minValue", NUMBER.element, question.low),
        _extension("maxValue", NUMBER.element, question.high),
    ]


def _ordinal(grade: str) -> Resource:
    return _extension("ordinalValue", "valueDecimal", int(grade))


def _extension(name: str, element: str, value: Any) -> Resource:
    return {"url": f"{EXTENSIONS}/{name}", element: value}
