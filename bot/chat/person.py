"""The way to a person: a button that stands wherever it can help."""

from bot.chat.enrolment import choice
from bot.chat.payload import Button
from bot.locales import say

PERSON = "person"  # the menu of the button


def person(language: str) -> Button:
    """Build the button that asks for a person."""
    return choice(say(language, "button.person"), PERSON, "ask")
