"""English words of the clinical content, as patients read them, for the codebook."""

from functools import cache

from bot.clinical.check_in import TRENDS
from bot.clinical.questionnaire import Question
from bot.locales import SOURCE_LANGUAGE, has, say


def wording(question: Question) -> str:
    """Give a question's words on one line."""
    return words(f"question.{question.key}", otherwise=question.key)


def labels(question: Question) -> dict[str, str]:
    """Give the label of each option."""
    return {option.key: _label(question.key, option.key) for option in question.options}


def grade_labels(symptom: str) -> dict[str, str]:
    """Give the words of each grade of a symptom."""
    return {str(n): words(f"grade.{symptom}.{n}", otherwise=str(n)) for n in range(5)}


def trend_labels() -> dict[str, str]:
    """Give the words of each trend."""
    return {trend: words(f"option.trend.{trend}", otherwise=trend) for trend in TRENDS}


@cache  # exports ask for the same few words for every row
def words(key: str, *, otherwise: str) -> str:
    """Give English words by key on one line, or others where there are none."""
    if not has(SOURCE_LANGUAGE, key):
        return otherwise
    return " ".join(say(SOURCE_LANGUAGE, key, focus="…", day="…").split())


def _label(question: str, option: str) -> str:
    """Word an option; the problems of a check-in are named by their symptoms."""
    symptom = words(f"symptom.{option}", otherwise=option)
    return words(f"option.{question}.{option}", otherwise=symptom)
