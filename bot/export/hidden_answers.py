"""How an answer is told when it is de-identified."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from bot.clinical.questionnaire import Kind, Question

OLDEST = 90  # stands for every age above 89


def told_answer(questions: Iterable[Question], value: Any, weeks: timedelta) -> Any:
    """Tell an answer to one of the questions of a key; None when none of them vouches for it."""
    if isinstance(value, bool):  # a tap that adds details or skips the rest
        return value
    told = (_told(question, value, weeks) for question in questions)
    return next((one for one in told if one is not None), None)


def _told(question: Question, value: Any, weeks: timedelta) -> Any:
    if not question.accepts(value):
        return None
    match question.kind:
        case Kind.TEXT:
            return value if question.option(value) else None
        case Kind.DATE:
            return (date.fromisoformat(value) - weeks).isoformat()
        case Kind.AGE if isinstance(value, int):
            return min(value, OLDEST)
    return value
