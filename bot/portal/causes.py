"""Why a patient was flagged, in words: rules, screening answers, silence, own words."""

from bot.clinic import Clinic
from bot.export.causes import cause_words as causes_in_words
from bot.storage.alerts import AlertEvent

RAISING = ("raised", "joined")


def causes_of(events: list[AlertEvent]) -> str:
    """Give all that raised an alert, oldest first."""
    return " ".join(event.cause for event in events if event.what in RAISING)


def cause_words(clinic: Clinic, causes: str, language: str) -> list[str]:
    """Word causes as they are stored, each once."""
    return causes_in_words(clinic.protocol, causes.split(), language)
