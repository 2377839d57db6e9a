"""Answers in words: what was asked, what was told, and what it was before it was changed."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from bot.chat.questions import Asking, short_question, value_label
from bot.clinical.questionnaire import Question
from bot.clinical.screens import untouched
from bot.locales import has, say
from bot.pathway.filling import Filling
from bot.storage.answers import Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One question with its answer, and the settled answers it had before, oldest first."""

    asked: str
    told: str
    before: tuple[tuple[str, Answer], ...] = ()
    quiet: bool = False  # nothing is to be told, and nothing was changed


def lines(filling: Filling, language: str) -> list[Line]:
    """Word a form's answers in the order of its questions."""
    return list(_lines(filling, language))


def _lines(filling: Filling, language: str) -> Iterator[Line]:
    for question in filling.questions:
        rows = [row for row in filling.rows if row.final and row.question == question.key]
        if question.key in filling.given:
            told = _told(language, question, filling.given[question.key])
        elif question.key in filling.ticked:
            ticks = _told(language, question, filling.ticked[question.key])
            told = say(language, "overview.ticked", answer=ticks)
        elif any(row.given is not None for row in rows):
            told = say(language, "portal.answers.taken_back")
        else:
            continue
        earlier = tuple(
            (_told(language, question, row.given), row)
            for row in rows[:-1]
            if row.given is not None
        )
        plain = filling.given.get(question.key) == untouched(question) is not None
        yield Line(
            asked=_asked(filling, question, language),
            told=told,
            before=earlier,
            quiet=plain and not earlier,
        )


def _told(language: str, question: Question, value: object) -> str:
    """Word an answer; what is not said in a chat is said here, behind a sign-in."""
    return value_label(language, replace(question, private=False), value)


def _asked(filling: Filling, question: Question, language: str) -> str:
    if has(language, f"screen_item.{question.key}"):
        return say(language, f"screen_item.{question.key}")
    return short_question(
        Asking(
            form_id=filling.form.id,
            question=question,
            language=language,
            today=filling.form.created_at.date(),
        )
    )
