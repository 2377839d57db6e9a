"""Putting a check-in off, or skipping it, by writing what its buttons say."""

from bot.chat.typed import is_word
from bot.pathway import check_ins
from bot.storage import forms
from bot.storage.forms import FormKind
from bot.telegram.visit import Visit

LATER = ("hour", "evening")


def typed(visit: Visit, words: str) -> bool:
    """Read typed text as one of a check-in's own buttons; False when it is none."""
    form = forms.current(visit.clinic.db, visit.member.id)
    if form is None or form.kind is not FormKind.CHECK_IN:
        return False
    if is_word(words, visit.language, "typed.skip"):
        check_ins.skip(visit.clinic, form=form, post=visit.post)
        return True
    for choice in LATER:
        if is_word(words, visit.language, f"typed.{choice}"):
            check_ins.put_off(visit.clinic, form=form, choice=choice, post=visit.post)
            return True
    return False
