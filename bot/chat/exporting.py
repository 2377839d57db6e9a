"""An export ordered in chat: its format, what it is for, and whether who is who is hidden."""

from collections.abc import Mapping

from bot.chat import taps
from bot.chat.payload import Button, Payload, in_rows, message
from bot.chat.taps import Act
from bot.locales import say

DE_IDENTIFIED, IDENTIFIED = "de_identified", "identified"
Offered = Mapping[str, tuple[str, ...]]  # what is asked, in order, and its choices


def next_choice(
    language: str, *, patient_id: int, code: str, chosen: tuple[str, ...], offered: Offered
) -> Payload:
    """Ask for the next choice; each button carries those made before it."""
    asked = list(offered)[len(chosen)]
    buttons = [
        Button(
            label=say(language, f"export.{asked}.{choice}"),
            data=taps.write(Act.EXPORT, patient_id, *chosen, choice),
        )
        for choice in offered[asked]
    ]
    of = order_words(language, code=code, chosen=chosen, offered=offered)
    return message(say(language, f"export.which_{asked}", of=of), in_rows(buttons, 2))


def order_words(language: str, *, code: str, chosen: tuple[str, ...], offered: Offered) -> str:
    """Say what is ordered so far."""
    of = say(language, "export.of_one", code=code) if code else say(language, "export.of_all")
    made = zip(offered, chosen, strict=False)
    return ", ".join([of, *(say(language, f"export.{asked}.{choice}") for asked, choice in made)])
