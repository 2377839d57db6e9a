"""The clinic's figures for the chat and the command line: in words, and as plain numbers."""

import dataclasses
from datetime import timedelta
from typing import Any

from babel.numbers import format_decimal, format_percent

from bot.chat.payload import paragraphs
from bot.locales import say
from bot.pathway.statistics import OfLevel, Statistics

NONE = "–"  # a figure of nothing
MOST_CAUSES = 20
LONGEST_SPAN = 3650  # days
MINUTE = timedelta(minutes=1)


def figure_words(found: Statistics, language: str) -> str:
    """Word the figures, then a line for each cause."""
    total, shown = found.total, found.causes[:MOST_CAUSES]
    figures = say(
        language,
        "statistics.figures",
        check_ins=found.check_ins,
        answered=found.answered,
        alerts=total.alerts,
        per_100=_number(found.per_hundred, language),
        share=NONE
        if total.in_time is None
        else str(format_percent(total.in_time, locale=language)),
        median=_number(_minutes(total), language),
        unseen=total.unseen,
    )
    lines = [
        say(
            language,
            "statistics.cause",
            cause=one.cause,
            alerts=one.alerts,
            nothing=one.nothing_to_do,
        )
        for one in shown
    ]
    causes = [say(language, "statistics.by_cause"), *lines] if lines else []
    head = say(language, "statistics.head", count=found.days)
    return paragraphs(head, figures, "\n".join(causes))


def plain_figures(found: Statistics) -> dict[str, Any]:
    """Give the figures as JSON can hold them; a share or a median of nothing is null."""
    return {
        "days": found.days,
        "check_ins": found.check_ins,
        "answered": found.answered,
        "alerts_per_100_check_ins": found.per_hundred,
        **_plain(found.total),
        "by_level": {level.value: _plain(one) for level, one in found.levels.items()},
        "by_cause": [dataclasses.asdict(one) for one in found.causes],
    }


def _plain(one: OfLevel) -> dict[str, Any]:
    return {
        "alerts": one.alerts,
        "unseen": one.unseen,
        "share_closed_in_48_h": one.in_time,
        "median_minutes_to_acknowledge": _minutes(one),
    }


def _minutes(one: OfLevel) -> float | None:
    return None if one.until_seen is None else one.until_seen / MINUTE


def _number(value: float | None, language: str) -> str:
    return NONE if value is None else str(format_decimal(round(value, 1), locale=language))
