"""The clinic's statistics in words, for the chat and the command line."""

from babel.numbers import format_decimal, format_percent

from bot.chat.payload import paragraphs
from bot.locales import say
from bot.pathway.statistics import Statistics

NONE = "–"  # a figure of nothing
MOST_RULES = 20


def figure_words(found: Statistics, language: str) -> str:
    """Word the figures, then a line for each rule."""
    figures = say(
        language,
        "statistics.figures",
        check_ins=found.check_ins,
        alerts=found.alerts,
        per_100=_number(found.alerts_per_100_check_ins, language),
        share=_share(found.share_closed_in_48_h, language),
        closed=found.closed_in_48_h,
        due=found.due_in_48_h,
        median=_number(found.median_minutes_to_acknowledge, language),
        acknowledged=found.acknowledged,
    )
    lines = [
        say(
            language,
            "statistics.rule",
            rule=row.rule,
            alerts=row.alerts,
            closed=row.closed,
            nothing=row.nothing_needed,
        )
        for row in found.by_rule[:MOST_RULES]
    ]
    days = (found.until - found.since).days
    head = say(language, "statistics.head", count=days)
    rules = [say(language, "statistics.by_rule"), *lines] if lines else []
    return paragraphs(head, figures, "\n".join(rules))


def _number(value: float | None, language: str) -> str:
    return NONE if value is None else str(format_decimal(value, locale=language))


def _share(value: float | None, language: str) -> str:
    return NONE if value is None else str(format_percent(value, locale=language))
