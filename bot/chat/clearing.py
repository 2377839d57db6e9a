"""Clearing a screening in chat: the reasons to choose from, the confirming, what was cleared."""

from datetime import tzinfo

from bot.chat import taps
from bot.chat.payload import Button, Payload, in_rows, message
from bot.chat.taps import Act
from bot.chat.when import moment_words
from bot.clinical.levels import ScreeningClass
from bot.locales import say
from bot.storage.clearances import Clearance

OWN_WORDS = "words"
REASONS = ("spoke", "examined", "weighed", "doctor", "passed", OWN_WORDS)
YES, NO = "yes", "no"


def choose_reason(language: str, text: str, *, form_id: int, mark: int) -> Payload:
    """Ask why a screening may be cleared, below what it found.

    Each button carries the mark of what is shown, so that it clears nothing newer.
    """
    buttons = [
        Button(
            label=say(language, f"clear.{reason}"),
            data=taps.write(Act.CLEAR, form_id, str(mark), reason),
        )
        for reason in REASONS
    ]
    return message(text, in_rows(buttons, 2))


def confirm(
    language: str, *, code: str, form_id: int, mark: int, reason: str, words: str
) -> Payload:
    """Ask whether a screening is to be cleared for this reason."""
    text = say(language, "clearing.confirm", code=code, reason=why(language, reason, words))
    rows = [
        [
            Button(
                label=say(language, f"clearing.{answer}"),
                data=taps.write(Act.CLEAR, form_id, str(mark), reason, answer),
            )
        ]
        for answer in (YES, NO)
    ]
    return message(text, rows)


def why(language: str, reason: str, words: str) -> str:
    """Word the reason of a clearance: one of the list, or the clinician's own words."""
    return words or say(language, f"clear.{reason}")


def cleared_words(language: str, zone: tzinfo, given: Clearance) -> str:
    """Word who cleared a screening, when and why."""
    return say(
        language,
        "clearing.by",
        by=given.by,
        when=moment_words(given.at, zone, language),
        reason=why(language, given.reason, given.words),
    )


def standing_words(language: str, found: ScreeningClass, *, is_cleared: bool) -> str:
    """Word where a screening stands, shortly; nothing when it is clear."""
    if found is ScreeningClass.CLEAR:
        return ""
    return say(
        language,
        "standing.cleared" if is_cleared else "standing.waits",
        found=say(language, f"class.{found.value}"),
    )
