"""Each night what has been kept long enough goes, and it is noted that it did."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.chat.payload import message
from bot.chat.when import day_words
from bot.clinic import Clinic
from bot.clinical.schedule import first_valid
from bot.locales import say
from bot.pathway.erasing import forget
from bot.pathway.post import Post
from bot.pathway.replying import can_be_written_to
from bot.storage import audit, nights, posted, retention
from bot.storage.database import transaction
from bot.storage.patients import Patient

BY = "clock"
NIGHT = time(3, 0)  # on the clinic's clock
NOTICE = timedelta(days=14)  # nobody's data goes by itself without a word beforehand


@dataclass(frozen=True, slots=True, kw_only=True)
class Tidied:
    """What the upkeep deleted or emptied, by rule; and how many patients' time was over."""

    rows: dict[str, int]
    patients: int


def is_due(clinic: Clinic) -> bool:
    """Tell whether the upkeep of the last night has not been done."""
    last = nights.last(clinic.db)
    # One of a day to come was noted by a clock that was wrong.
    return last is None or not last_night(clinic) <= last <= clinic.now()


def last_night(clinic: Clinic) -> datetime:
    """Give the last time it was three in the morning at the clinic."""
    now, zone = clinic.now(), ZoneInfo(clinic.settings.clinic_zone)
    today = now.astimezone(zone).date()
    nights_around = (
        first_valid(datetime.combine(day, NIGHT, tzinfo=zone))
        for day in (today, today - timedelta(days=1))
    )
    return next(night for night in nights_around if night <= now)


def tidy(clinic: Clinic) -> Tidied:
    """Hold to how long things are kept, in one transaction, and note that it is done."""
    now = clinic.now()
    with transaction(clinic.db):
        announce(clinic)
        gone = outlived(clinic)
        for patient in gone:
            forget(clinic, patient=patient, by=BY)
        rows = retention.apply(clinic.db, now)
        changed = " ".join(f"{key}:{count}" for key, count in rows.items() if count)
        audit.note(clinic.db, at=now, by=BY, what="upkeep", about="clinic", detail=changed)
        nights.note(clinic.db, now)
    return Tidied(rows=rows, patients=len(gone))


def announce(clinic: Clinic) -> None:
    """Tell whoever was silent for long that all will be deleted, and how to keep it."""
    for patient in _silent_for(clinic, less=NOTICE):
        if can_be_written_to(clinic, patient) and _told_at(clinic, patient) is None:
            _tell(clinic, patient)


def outlived(clinic: Clinic) -> list[Patient]:
    """List the patients of whom nothing came for as long as the clinic keeps answers.

    Who can be told is told in time first; of the others nobody can say when they would read it.
    """
    return [patient for patient in _silent_for(clinic) if _was_warned(clinic, patient)]


def _silent_for(clinic: Clinic, *, less: timedelta = timedelta(0)) -> list[Patient]:
    days = clinic.settings.keep_days
    if days is None:
        return []
    return retention.inactive_since(clinic.db, clinic.now() - timedelta(days=days) + less)


def _was_warned(clinic: Clinic, patient: Patient) -> bool:
    told_at = _told_at(clinic, patient)
    if told_at is None:
        return not can_be_written_to(clinic, patient)
    return clinic.now() - told_at >= NOTICE


def _told_at(clinic: Clinic, patient: Patient) -> datetime | None:
    """Give when a patient was told, if nothing came from them since."""
    told_at = posted.last_under(clinic.db, f"leaving:{patient.id}:")
    if told_at is None:
        return None
    silent = retention.inactive_since(clinic.db, told_at)
    return told_at if patient.id in {one.id for one in silent} else None


def _tell(clinic: Clinic, patient: Patient) -> None:
    if patient.chat_id is None:
        return
    now = clinic.now()
    at = patient.quiet.shift(now)
    cause = f"leaving:{patient.id}:{now:%Y%m%d}"
    post = Post(db=clinic.db, chat_id=patient.chat_id, cause=cause, now=at)
    today, day = (one.astimezone(patient.zone_info).date() for one in (now, at + NOTICE))
    post.send(
        message(say(patient.language, "leaving.soon", day=day_words(day, today, patient.language)))
    )
