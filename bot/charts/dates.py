"""Days and hours in words, each worked out once: the same ones stand in every chart."""

from datetime import date, time
from functools import lru_cache

from babel.dates import format_date, format_time


@lru_cache(maxsize=4096)
def day_words(day: date, pattern: str, language: str) -> str:
    """Word a day by one of CLDR's patterns."""
    return str(format_date(day, pattern, locale=language.replace("-", "_")))


@lru_cache(maxsize=4096)
def hour_words(hour: time, language: str) -> str:
    """Word an hour and its minutes."""
    return str(format_time(hour, "HH:mm", locale=language.replace("-", "_")))
