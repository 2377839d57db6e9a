"""Why an alert was raised, in words: rules, screening answers, silence, own words."""

from collections.abc import Iterable

from bot.clinical.protocol import Protocol
from bot.locales import has, say


def cause_words(protocol: Protocol, causes: Iterable[str], language: str) -> list[str]:
    """Word causes as they are stored, each once."""
    return list(dict.fromkeys(_words(protocol, cause, language) for cause in causes))


def _words(protocol: Protocol, cause: str, language: str) -> str:
    rule = next((rule for rule in protocol.rules if rule.key == cause), None)
    if rule is not None and has("en", f"noticed.{rule.message}"):
        told = say(language, f"noticed.{rule.message}")
        return say(language, "cause.rule", words=told, rule=cause)
    kind, _, found = cause.partition(":")
    if kind == "screening" and not found:
        return say(language, "cause.screened")
    if kind == "screening":
        return say(language, "cause.screening", found=say(language, f"class.{found}"))
    if has("en", f"cause.{kind}"):
        return say(language, f"cause.{kind}")
    return _of_answer(cause, language)


def _of_answer(cause: str, language: str) -> str:
    """Word an answer that is urgent by itself; without words of its own, by its key."""
    question = cause.partition(".")[0]
    keys = (f"reason.{cause}", f"reason.{question}", f"asked.{question}")
    return next((say(language, key) for key in keys if has("en", key)), cause)
