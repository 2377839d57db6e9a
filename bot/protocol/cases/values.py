"""Single values of a case: an answer that its question takes, a grade, a level."""

from typing import Any

from bot.clinical.questionnaire import MOST_LETTERS, Kind, Question
from bot.clinical.well import UNANSWERED
from bot.protocol.expressions import Problem
from bot.protocol.vocabulary import HIGHEST_GRADE


def answer_of(question: Question, value: Any) -> tuple[Any, Problem | None]:
    """Read a written value as an answer, or say what the question takes."""
    for answer in (value, _worded(value)):
        if answer == UNANSWERED or question.accepts(answer):
            return answer, None
    return value, (f"'{question.key}' cannot be {value!r}", f"write {what_it_takes(question)}")


def _worded(value: Any) -> Any:
    """Read true and false, which YAML and JSON writers use, as yes and no."""
    return ("no", "yes")[value] if isinstance(value, bool) else value


def what_it_takes(question: Question) -> str:
    """Say in words which values a question takes."""
    options = ", ".join(option.key for option in question.options)
    match question.kind:
        case Kind.CHOICE:
            return f"one of: {options}"
        case Kind.SEVERAL:
            return f"a list of: {options}"
        case Kind.DATE:
            return "a date in quotes, as in 2026-12-31"
        case Kind.TIME:
            return "a time in quotes, as in 08:30"
        case Kind.TEXT:
            text = f"words in quotes, at most {MOST_LETTERS} letters"
            return f"{text}, or: {options}" if options else text
        case _:
            numbers = f"a whole number from {question.low} to {question.high}"
            return f"{numbers}, or: {options}" if options else numbers


def grade_problem(name: str, value: Any) -> Problem | None:
    """Say what is wrong with a grade, if anything is."""
    if type(value) is int and 0 <= value <= HIGHEST_GRADE:
        return None
    return f"'{name}' cannot be {value!r}", f"write a grade from 0 to {HIGHEST_GRADE}"
