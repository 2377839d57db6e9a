"""The answers of somebody who is well: what a case does not tell is taken to be so."""

from typing import Any

from bot.clinical.expression import Facts
from bot.clinical.questionnaire import Answers, Kind, Question, is_asked

ADULT = 40
OWN_WORDS = "as usual"
UNANSWERED = "unanswered"  # what a case writes for a question that was left open
NOTHING = ("none", "no")  # the options that say "nothing there"
USUAL = {"like_usual": "yes"}  # the one question where "no" is the alarming answer


def well(questions: tuple[Question, ...], told: Answers) -> dict[str, Any]:
    """Complete answers with those that count for nothing; `unanswered` leaves one open."""
    clear = {question.key: clear_answer(question) for question in questions}
    return {
        key: value
        for key, value in {**clear, **told}.items()
        if value is not None and value != UNANSWERED
    }


def clear_answer(question: Question) -> Any:
    """Give the first answer that is clear and not urgent; None when there is none."""
    if question.kind is Kind.AGE:
        return ADULT
    if question.kind is Kind.TEXT:
        return OWN_WORDS
    clear = next((option.key for option in question.options if option.is_clear), None)
    return [clear] if clear and question.kind is Kind.SEVERAL else clear


def nothing_new(question: Question) -> Any:
    """Give the answer to a check-in's question that reports nothing; None when there is none."""
    offered = (USUAL.get(question.key, ""), *NOTHING)
    option = next((key for key in offered if question.option(key)), None)
    return [option] if option and question.kind is Kind.SEVERAL else option


def asked_of(
    questions: tuple[Question, ...], told: Answers, known: Facts | None = None
) -> dict[str, Any]:
    """Keep the answers to questions that are asked, each by the answers before it.

    `known` are facts that stand beside the answers.
    """
    answers: dict[str, Any] = {}
    for question in questions:
        if question.key in told and is_asked(question, {**(known or {}), **answers}):
            answers[question.key] = told[question.key]
    return answers
