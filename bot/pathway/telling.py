"""Telling what is new: the patient what to do, the clinic that there is something to see."""

from bot.chat import taps
from bot.chat.payload import Button, Payload, message
from bot.chat.person import person
from bot.chat.taps import Act
from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.pathway import alerts
from bot.pathway.filling import Filling
from bot.pathway.judging import Judgement
from bot.pathway.post import Post
from bot.storage import forms
from bot.storage.forms import Form


def tell(clinic: Clinic, filling: Filling, judgement: Judgement, post: Post) -> Form:
    """Raise the alert, and say what to do before anything else is said; give the form.

    What need not be said at once has no text: it is said with the result.
    """
    raise_alert(clinic, filling.form, judgement)
    if not judgement.text:
        return filling.form
    post.send_first(with_ways_on(filling, judgement.text))
    told = max(judgement.level, told_level(filling.form))
    return forms.change(clinic.db, filling.form.id, told=told)


def raise_alert(
    clinic: Clinic, form: Form, judgement: Judgement, *, because: tuple[str, ...] = ()
) -> None:
    """Put a judgement before the clinic, with what else there is to know about it."""
    alerts.raise_alert(
        clinic,
        patient_id=form.patient_id,
        level=max(judgement.level, TriageLevel.CONTACT_CLINIC),
        causes=[*judgement.causes, *because],
        form_id=form.id,
        at_once=judgement.crisis,
    )


def told_level(form: Form) -> TriageLevel:
    """Give the highest level the patient was told on a form."""
    return form.told or TriageLevel.SELF_CARE


def with_correction(filling: Filling, text: str) -> Payload:
    """Build a message from which an answer of the form can be changed."""
    return message(text, [[correction(filling)]])


def with_ways_on(filling: Filling, text: str) -> Payload:
    """Build a message above self-care: an answer can be changed, and a person asked for."""
    return message(text, [[correction(filling)], [person(filling.patient.language)]])


def correction(filling: Filling) -> Button:
    """Build the button that changes an answer of the form."""
    language, form_id = filling.patient.language, filling.form.id
    return Button(label=say(language, "button.correct"), data=taps.write(Act.CORRECT, form_id))
