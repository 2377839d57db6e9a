"""Whatever else a person sends: free text, pictures, edits, messages in groups."""

from telegram import Message

from bot.chat.typed import is_word
from bot.pathway import consenting, heeding, starting
from bot.storage import forms
from bot.storage.forms import FormKind
from bot.storage.patients import PatientState
from bot.telegram.conversations import (
    about,
    alerts,
    clearing,
    enrolment,
    person,
    postponing,
    renewing,
    writing,
)
from bot.telegram.visit import Visit


def text(visit: Visit, words: str) -> None:
    """Read a text for red flags, then as the open answer; else it goes to the clinic."""
    if clearing.typed(visit, words) or alerts.typed(visit, words):
        return
    if visit.patient is None:
        _stranger(visit, words)
    elif visit.patient.state is PatientState.WITHDRAWN:
        visit.reply("withdrawn")
    elif _heeds(visit, words, answers=True):
        pass
    elif is_word(words, visit.language, "typed.stop"):
        enrolment.stop(visit, "")
    elif renewing.is_frozen(visit):
        _while_frozen(visit, words)
    elif (
        enrolment.type_consent(visit, words)
        or _asks_for_person(visit, words)
        or postponing.typed(visit, words)
        or writing.typed(visit, words)
        or enrolment.type_place(visit, words)
    ):
        pass
    elif about.typed(visit, words):
        writing.ask_open_question(visit)
    else:
        _hear(visit, words)


def _while_frozen(visit: Visit, words: str) -> None:
    """Take a yes or no to the new words, the wish for a person, and an answer that is urgent."""
    form = forms.current(visit.clinic.db, visit.member.id)
    if person.typed(visit, words):
        return
    if form is None or enrolment.is_label(visit, words):  # else "yes" may answer the question
        enrolment.type_consent(visit, words)
    elif form.kind is FormKind.SAFETY and writing.typed(visit, words):
        pass
    else:
        renewing.only_if_urgent(visit, lambda: writing.typed(visit, words))


def _asks_for_person(visit: Visit, words: str) -> bool:
    """Take the wish for a person in words, and put the open question again."""
    if not person.typed(visit, words):
        return False
    writing.ask_open_question(visit)
    return True


def pass_on(visit: Visit, words: str) -> None:
    """Take words that were written with a command: a red flag counts, else the clinic reads."""
    if _heeds(visit, words):
        return
    if renewing.is_frozen(visit):
        renewing.ask(visit)
    else:
        _hear(visit, words)


def _hear(visit: Visit, words: str) -> None:
    starting.hear(
        visit.clinic,
        patient=visit.member,
        text=words,
        update_id=visit.update_id,
        post=visit.post,
    )
    enrolment.ask_missing(visit)


def _heeds(visit: Visit, words: str, *, answers: bool = False) -> bool:
    """Act on the red flags in a text; False when there is none, or it is an offered answer.

    The rules do their work on an answer that is given in its very own words. A text that
    `answers` is kept as the answer, too, where own words were asked for.
    """
    if not may_heed(visit):
        return False
    flags = heeding.red_flags(visit.clinic, words)
    if not flags or writing.is_offered(visit, words):
        return False
    if answers:
        writing.keep_words(visit, words)
    heeding.heed(
        visit.clinic,
        patient=visit.member,
        text=words,
        flags=flags,
        update_id=visit.update_id,
        post=visit.post,
    )
    return True


def _stranger(visit: Visit, words: str = "") -> None:
    if about.typed(visit, words):
        return
    if visit.clinician is not None:
        visit.reply("clinician.text")
    else:
        visit.reply(
            "start.need_invitation", clinic_phone=visit.clinic.settings.clinic_phone or "–"
        )


def captioned(visit: Visit, message: Message) -> None:
    """Answer a picture, voice message or sticker; it is not kept, a caption is."""
    if visit.patient is None:
        _stranger(visit)
        return
    if message.caption and _heeds(visit, message.caption):
        return
    visit.reply("media.not_read")
    if message.caption and may_keep(visit):
        text(visit, message.caption)
    elif not (may_keep(visit) and writing.ask_open_question(visit)):
        visit.reply("media.what_now")


def location(visit: Visit, message: Message) -> None:
    """Take a shared place as the time zone, and put the open question again."""
    place = message.location
    if visit.patient is None or place is None or not may_keep(visit):
        captioned(visit, message)
        return
    enrolment.share_location(visit, place.latitude, place.longitude)
    writing.ask_open_question(visit)


def edited(visit: Visit) -> None:
    """Say that an edited message changes nothing and how to correct an answer.

    A red flag in it counts all the same.
    """
    message = visit.update.edited_message
    words = (message.text or message.caption or "") if message is not None else ""
    if words and _heeds(visit, words):
        return
    if message is not None and message.location is None:  # a shared place edits itself as it moves
        visit.reply("edited.not_read")


def in_group(visit: Visit) -> None:
    """Ask for a private chat, with no word about health."""
    visit.reply("group.write_privately", bot_name=visit.bot_name)


def may_heed(visit: Visit) -> bool:
    """Tell whether a red flag may be acted on: whatever words the patient agreed to."""
    patient = visit.patient
    if patient is None or patient.state is PatientState.WITHDRAWN:
        return False
    return consenting.has_agreed(visit.clinic, patient)


def may_keep(visit: Visit) -> bool:
    """Tell whether the person agreed, to the words as they are now, that their own are kept."""
    return may_heed(visit) and consenting.holds(visit.clinic, visit.member)
