"""A backup put in the place of the database: what was erased stays erased, gaps are told."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.chat.payload import message
from bot.chat.when import moment_words
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway import enrolment
from bot.pathway.duty import on_duty
from bot.pathway.post import Post
from bot.storage import audit, erasures, patients
from bot.storage.carried import Carried, keep_out
from bot.storage.database import transaction
from bot.storage.outbox import Lane
from bot.storage.patients import Patient, PatientState
from bot.storage.rows import stamp


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What a restored database lacks: everything after `last`; and who was erased again."""

    last: datetime | None
    erased_again: int


def take_over(
    clinic: Clinic, *, last: datetime | None, carried: Carried, name: str, by: str
) -> Restored:
    """Make a copy that was a backup the clinic's database: one transaction.

    `last` is when the last thing in it happened. What it had still to send is sent, unless its
    time is over: a message too many is better than one that never comes.
    """
    now = clinic.now()
    with transaction(clinic.db):
        again = erasures.erase_again(clinic.db, carried.erased, now)
        keep_out(clinic.db, carried, now)
        for patient in patients.everyone(clinic.db):
            if (patient.code, stamp(patient.joined_at)) in carried.left:
                _leaves_again(clinic, patient)
        audit.note(clinic.db, at=now, by=by, what="restored", about=name)
        for member in on_duty(clinic):
            words = _gap_words(clinic, last, member.language)
            post = Post(
                db=clinic.db,
                chat_id=member.chat_id,
                cause=f"restored:{now:%Y%m%dT%H%M%S}:{member.id}",
                now=now,
                lane=Lane.ALERT,
            )
            post.send(message(words))
    return Restored(last=last, erased_again=again)


def _leaves_again(clinic: Clinic, patient: Patient) -> None:
    if patient.state is not PatientState.WITHDRAWN:
        enrolment.withdraw(clinic, patient=patient)


def _gap_words(clinic: Clinic, last: datetime | None, language: str) -> str:
    zone = ZoneInfo(clinic.settings.clinic_zone)
    since, until = (moment_words(moment, zone, language) for moment in (last, clinic.now()))
    return say(language, "restored.gap", since=since, until=until)
