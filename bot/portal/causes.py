"""Why a patient was flagged, in words: rules, screening answers, silence, own words."""

from bot.clinic import Clinic
from bot.locales import has, say
from bot.storage.alerts import AlertEvent

RAISING = ("raised", "joined")


def causes_of(events: list[AlertEvent]) -> str:
    """Give all that raised an alert, oldest first."""
    return " ".join(event.cause for event in events if event.what in RAISING)


def cause_words(clinic: Clinic, causes: str, language: str) -> list[str]:
    """Word causes as they are stored, each once."""
    return list(dict.fromkeys(_word(clinic, cause, language) for cause in causes.split()))


def _word(clinic: Clinic, cause: str, language: str) -> str:
    rule = next((rule for rule in clinic.protocol.rules if rule.key == cause), None)
    if rule is not None and has(language, f"noticed.{rule.message}"):
        return say(
            language,
            "portal.cause.rule",
            words=say(language, f"noticed.{rule.message}"),
            rule=cause,
        )
    kind, _, rest = cause.partition(":")
    if kind == "screening":
        return say(language, "portal.cause.screening", found=say(language, f"class.{rest}"))
    if has(language, f"portal.cause.{kind}"):
        return say(language, f"portal.cause.{kind}")
    return _answer_words(cause, language)


def _answer_words(cause: str, language: str) -> str:
    """Word an answer that is urgent by itself; without words of its own, its key."""
    question = cause.partition(".")[0]
    for key in (f"reason.{cause}", f"reason.{question}", f"asked.{question}"):
        if has(language, key):
            return say(language, key)
    return cause
