"""One update being worked on: who it came from and where the reply goes."""

from dataclasses import dataclass
from enum import StrEnum

from telegram import Update

from bot.chat.payload import Payload, message
from bot.clinic import Clinic
from bot.locales import languages, say
from bot.pathway.numbers import numbers
from bot.pathway.post import Post
from bot.storage import audit
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient


class Role(StrEnum):
    """What a person is to the clinic."""

    STRANGER = "stranger"
    PATIENT = "patient"
    STAFF = "staff"


@dataclass(slots=True, kw_only=True)
class Visit:
    """What a handler is given; `toast` is the short answer to a tap, best effort."""

    clinic: Clinic
    update: Update
    chat_id: int
    bot_name: str
    post: Post
    patient: Patient | None = None
    clinician: Clinician | None = None
    toast: str = ""

    @property
    def update_id(self) -> int:
        """Telegram's number of the update."""
        return self.update.update_id

    @property
    def language(self) -> str:
        """The person's language: the one chosen, else Telegram's, else the clinic's."""
        if self.patient is not None:
            return self.patient.language
        if self.clinician is not None:
            return self.clinician.language
        user = self.update.effective_user
        wished = (user.language_code or "").split("-")[0] if user else ""
        return wished if wished in languages() else self.clinic.settings.clinic_language

    @property
    def roles(self) -> frozenset[Role]:
        """Every role this person has."""
        roles = {Role.PATIENT} if self.patient is not None else set()
        if self.clinician is not None:
            roles.add(Role.STAFF)
        return frozenset(roles or {Role.STRANGER})

    @property
    def member(self) -> Patient:
        """The patient; only for what is open to patients."""
        if self.patient is None:
            raise LookupError("not a patient")
        return self.patient

    @property
    def colleague(self) -> Clinician:
        """The member of staff; only for what is open to staff."""
        if self.clinician is None:
            raise LookupError("not of the staff")
        return self.clinician

    def say(self, key: str, **values: object) -> str:
        """Word a key in the person's language; the numbers to turn to are at hand."""
        known = numbers(self.clinic, self.language, self.patient)
        return say(self.language, key, **{**known, **values})

    def reply(self, key: str, **values: object) -> None:
        """Send a worded message."""
        self.send(message(self.say(key, **values)))

    def refuse_tap(self, about: str) -> None:
        """Refuse a tap on a button that is somebody else's, and note it."""
        self.toast = self.say("tap.not_yours")
        person = self.patient or self.clinician
        by = person.code if person is not None else "stranger"
        now = self.clinic.now()
        audit.note(self.clinic.db, at=now, by=by, what=audit.FOREIGN, about=about)

    def send(self, payload: Payload) -> None:
        """Send a message."""
        self.post.send(payload)
