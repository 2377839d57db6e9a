"""A patient's wish to be forgotten: everything goes at once, and the staff learn that it did."""

from dataclasses import dataclass

from bot.chat.payload import message, paragraphs
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.duty import on_duty
from bot.pathway.post import Post
from bot.storage import alerts, audit, erasures
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane
from bot.storage.patients import Patient


@dataclass(frozen=True, slots=True, kw_only=True)
class Forgotten:
    """How many entries of a patient there were, and how many are left."""

    before: int
    after: int


def forget(clinic: Clinic, *, patient: Patient, by: str) -> Forgotten:
    """Erase a patient; a keyed mark stays, so that no backup brings them back."""
    before = sum(erasures.count(clinic.db, patient.id).values())
    open_alert = alerts.open_of(clinic.db, patient.id)
    erasures.erase(clinic.db, patient, clinic.now())
    after = sum(erasures.count(clinic.db, patient.id).values())
    about, detail = f"patient {patient.code}", f"{before} entries"
    audit.note(clinic.db, at=clinic.now(), by=by, what="erased", about=about, detail=detail)
    _tell_staff(clinic, patient, open_alert)
    return Forgotten(before=before, after=after)


def _tell_staff(clinic: Clinic, patient: Patient, alert: Alert | None) -> None:
    """An open flag is gone with its patient: whoever was to see to it must know."""
    for member in on_duty(clinic):
        words = say(member.language, "erased.staff", code=patient.code)
        flag = ""
        if alert is not None:
            level = say(member.language, f"level.{alert.level.value}.short")
            flag = say(member.language, "erased.flag", number=alert.id, level=level)
        post = Post(
            db=clinic.db,
            chat_id=member.chat_id,
            cause=f"erased:{patient.code}:{member.id}",
            now=clinic.now(),
            lane=Lane.DIGEST if alert is None else Lane.ALERT,
        )
        post.send(message(paragraphs(words, flag)))
