"""Instants in a person's own words and zone."""

from datetime import datetime, tzinfo

from babel.dates import format_datetime


def moment_words(instant: datetime | None, zone: tzinfo, language: str) -> str:
    """Word an instant such as "Tue 24 Nov, 14:05" on the person's clock."""
    if instant is None:
        return "–"
    return str(format_datetime(instant.astimezone(zone), "EEE d MMM, HH:mm", locale=language))
