"""Instants in a person's own words and zone."""

from datetime import date, datetime, timedelta, tzinfo

from babel.dates import format_date, format_datetime

from bot.locales import say


def moment_words(instant: datetime | None, zone: tzinfo, language: str) -> str:
    """Word an instant such as "Tue 24 Nov, 14:05" on the person's clock."""
    if instant is None:
        return "–"
    return str(format_datetime(instant.astimezone(zone), "EEE d MMM, HH:mm", locale=language))


def day_words(day: date, today: date, language: str) -> str:
    """Word a day as it stands in a sentence: today, yesterday, on Tue 24 Nov."""
    near = {today: "day.today", today - timedelta(days=1): "day.yesterday"}
    if day in near:
        return say(language, near[day])
    return say(language, "day.on", day=format_date(day, "EEE d MMM", locale=language))
