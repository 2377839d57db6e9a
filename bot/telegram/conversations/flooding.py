"""Somebody writes faster than can be answered: all of it is kept, and one notice says so."""

from datetime import datetime

from telegram import Message

from bot.chat.typed import is_word
from bot.pathway import flooding, heeding
from bot.storage import floods, invitations
from bot.storage.floods import Burst
from bot.storage.patients import PatientState
from bot.telegram.conversations import writing
from bot.telegram.conversations.speaking import may_heed, may_keep
from bot.telegram.visit import Visit

ANSWERED = 20  # messages a minute from one chat that are answered as ever
AT_MOST = 60  # and of those that no flood may keep from being done
ALWAYS = ("/problem", "/forget", "/pause")


def takes(visit: Visit) -> bool:
    """Take a message of a flood: keep and search its words; False when it is to be answered.

    Staff are let in by a person and can be kept out by one: they are always answered.
    """
    message = visit.update.message or visit.update.edited_message
    if message is None or visit.clinician is not None:
        return False
    burst = floods.count(visit.clinic.db, visit.chat_id, _written_at(message))
    words = message.text or message.caption or ""
    if burst.messages <= ANSWERED or _goes_through(visit, words, burst):
        return False
    first = burst.messages == ANSWERED + 1
    kept = may_keep(visit)
    heeded = bool(words) and may_heed(visit) and _heeds(visit, words)
    if kept and words and not heeded and visit.update.message is not None:
        flooding.keep(
            visit.clinic,
            patient=visit.member,
            text=words,
            update_id=visit.update_id,
            first=first,
        )
    if first:
        _tell(visit, kept=kept)
    return True


def _written_at(message: Message) -> datetime:
    return message.edit_date or message.date


def _goes_through(visit: Visit, words: str, burst: Burst) -> bool:
    """Tell whether a message is answered whatever came before it.

    A way in and a way out always are. So is, within bounds, an answer to the open question,
    and a call for help.
    """
    name, _, rest = words.partition(" ")
    if name == "/start":
        return invitations.usable(visit.clinic.db, rest, visit.clinic.now()) is not None
    patient = visit.patient
    if patient is None or patient.state is PatientState.WITHDRAWN:
        return False
    if name == "/stop" or is_word(words, visit.language, "typed.stop"):
        return True
    if burst.messages > AT_MOST:
        return False
    return name in ALWAYS or writing.is_answer(visit, words)


def _heeds(visit: Visit, words: str) -> bool:
    """Act on red flags the clinic has not heard of within this minute."""
    clinic, patient = visit.clinic, visit.member
    flags = heeding.red_flags(clinic, words)
    if not flags or flooding.is_heeded(clinic, patient=patient, flags=flags):
        return False
    heeding.heed(
        clinic,
        patient=patient,
        text=words,
        flags=flags,
        update_id=visit.update_id,
        post=visit.post,
    )
    return True


def _tell(visit: Visit, *, kept: bool) -> None:
    """Say once that there is more than can be answered, and put the open question again."""
    visit.reply("flood.kept" if kept else "flood.not_kept")
    if kept:
        writing.ask_open_question(visit)
