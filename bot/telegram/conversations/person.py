"""Asking for a person: by the button that stands wherever it can help, or in words."""

from bot.chat.person import PERSON
from bot.chat.typed import is_word
from bot.pathway.person import ask_for_person
from bot.telegram.visit import Visit


def ask(visit: Visit, value: str) -> None:
    """Pass on that the patient wants to talk to a person."""
    ask_for_person(visit.clinic, patient=visit.member, post=visit.post)


def typed(visit: Visit, words: str) -> bool:
    """Take the wish in words; False when a text is something else."""
    if not is_word(words, visit.language, "typed.person"):
        return False
    ask(visit, "")
    return True


MENUS = {PERSON: ask}
