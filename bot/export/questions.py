"""Columns and entries made from the questions of a protocol, or of one before it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from bot.clinical.check_in import check_in_questions
from bot.clinical.comparison import Stage, course_facts, course_questions
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Question, is_asked
from bot.export.records import Answered
from bot.export.table import Cell, Column, Entry, Origin, Told, Type
from bot.export.words import labels, wording

TYPES: Mapping[Kind, Type] = {
    Kind.CHOICE: Type.KEY,
    Kind.SEVERAL: Type.KEYS,
    Kind.NUMBER: Type.INTEGER,
    Kind.AGE: Type.INTEGER,
    Kind.GRADE: Type.INTEGER,
    Kind.DATE: Type.DATE,
    Kind.TIME: Type.TIME,
    Kind.TEXT: Type.TEXT,
}
TOLD: Mapping[Kind, Told] = {
    Kind.AGE: Told.CAPPED,
    Kind.DATE: Told.MOVED,
    Kind.TEXT: Told.LEFT_OUT,
}
NUMBERS = (Kind.NUMBER, Kind.AGE, Kind.GRADE)


def asked_columns(
    questions: Iterable[Question], taken: Iterable[Column[Any]]
) -> tuple[Column[Any], ...]:
    """Make a column of each question, beside columns whose names are taken."""
    asked = {question.key: question for question in questions}
    names = _free_names(asked, taken)
    return tuple(_column(names[key], question) for key, question in asked.items())


def retired_columns(keys: Iterable[str], taken: Iterable[Column[Any]]) -> tuple[Column[Any], ...]:
    """Make columns of questions that were answered once and are not in the protocol any more."""
    return tuple(_retired(name, key) for key, name in _free_names(keys, taken).items())


def questions_by_key(protocol: Protocol) -> dict[str, tuple[Question, ...]]:
    """Find every question of a protocol; a symptom's grade is asked for in two places."""
    found: dict[str, tuple[Question, ...]] = {}
    for question in (
        *protocol.screening,
        *protocol.session,
        *check_in_questions(protocol),
        *protocol.safety,
        *protocol.diary,
        *course_questions(protocol),
    ):
        found[question.key] = (*found.get(question.key, ()), question)
    return found


def entry_of(question: Question) -> Entry:
    """Describe a question as one entry of a column that holds the answers to many."""
    return Entry(
        key=question.key,
        about=wording(question),
        source=question.source,
        type=type_of(question),
        choices=labels(question),
        told=TOLD.get(question.kind, Told.AS_IT_IS),
        **_range(question),
    )


def report_questions(protocol: Protocol) -> tuple[Question, ...]:
    """List what check-ins and safety questions ask, without the grades and trends of symptoms."""
    graded = {*protocol.symptom_keys, *(f"{key}_trend" for key in protocol.symptom_keys)}
    asked = (*check_in_questions(protocol), *asked_during(protocol), *protocol.safety)
    return tuple(question for question in asked if question.key not in graded)


def asked_during(protocol: Protocol) -> tuple[Question, ...]:
    """List the questions about a course that a check-in may ask."""
    points = [course_facts({}, Stage.DURING, point=p.key) for p in protocol.schedule.points]
    return tuple(q for q in protocol.course if any(is_asked(q, facts) for facts in points))


def type_of(question: Question) -> Type:
    """Give what the answers to a question are."""
    if question.kind in NUMBERS and question.options:
        return Type.INTEGER_OR_KEY
    return TYPES[question.kind]


def answer_cell(value: Any) -> Cell:
    """Turn a stored answer into a cell."""
    return tuple(map(str, value)) if isinstance(value, list) else value


def _cell_of(key: str) -> Callable[[Answered], Cell]:
    def cell(answered: Answered) -> Cell:
        given = answered.given.get(key)  # most are not: an export asks for all of them
        return answer_cell(given.value) if given is not None else None

    return cell


def _column(name: str, question: Question) -> Column[Answered]:
    return Column(
        name=name,
        type=type_of(question),
        about=wording(question),
        origin=Origin.PATIENT,
        value=_cell_of(question.key),
        choices=labels(question),
        source=question.source,
        told=TOLD.get(question.kind),
        **_range(question),
    )


def _retired(name: str, key: str) -> Column[Answered]:
    return Column(
        name=name,
        type=Type.ANSWER,
        about=f"Answers to '{key}', which the protocol in force does not ask.",
        origin=Origin.PATIENT,
        value=_cell_of(key),
    )


def _free_names(keys: Iterable[str], taken: Iterable[Column[Any]]) -> dict[str, str]:
    """Name a column for each key; a clinic's key may be the name of a fixed column."""
    used = {column.name for column in taken}
    names: dict[str, str] = {}
    for key in keys:
        name = key.lower()
        while name in used:
            name += "_answer"
        used.add(name)
        names[key] = name
    return names


def _range(question: Question) -> dict[str, Any]:
    if question.kind not in NUMBERS:
        return {}
    return {"low": question.low, "high": question.high}
