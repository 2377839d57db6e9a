"""Answering a patient in the chat: stored, logged, and sent by the bot in the clinic's name."""

from bot.chat.payload import message
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.storage import audit, clinic_messages, consents
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient, PatientState

LONGEST_WORDS = 3000  # leaves room for what stands around them


class NotReachedError(Exception):
    """A patient to whom the bot may not or cannot write: somebody has to call."""


def can_be_written_to(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether the bot may write to a patient and the chat takes messages."""
    agreed = consents.in_force(clinic.db, patient.id) is not None
    gone = patient.state is PatientState.WITHDRAWN
    return patient.chat_id is not None and patient.reachable and agreed and not gone


def answer_patient(clinic: Clinic, *, patient: Patient, by: Clinician, words: str) -> int:
    """Write to a patient in the clinic's name, and give the message's number.

    Raises ValueError for words that are none or too many, and NotReachedError.
    """
    text = words.strip()
    if not text or len(text) > LONGEST_WORDS:
        raise ValueError("no words, or too many")
    if patient.chat_id is None or not can_be_written_to(clinic, patient):
        raise NotReachedError(patient.code)
    now, about = clinic.now(), f"patient {patient.code}"
    number = clinic_messages.add(
        clinic.db, patient_id=patient.id, clinician_id=by.id, text=text, at=now
    )
    audit.note(clinic.db, at=now, by=by.code, what="patient written to", about=about)
    cause = clinic_messages.cause_of(number)
    post = Post(db=clinic.db, chat_id=patient.chat_id, cause=cause, now=now)
    emergency = around(clinic, patient).emergency
    post.send(message(say(patient.language, "reply.clinic", words=text, emergency=emergency)))
    return number
