"""Each night what has been kept long enough goes, and it is noted that it did."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.clinic import Clinic
from bot.clinical.schedule import first_valid
from bot.pathway.erasing import forget
from bot.storage import audit, nights, retention
from bot.storage.database import transaction
from bot.storage.patients import Patient

BY = "clock"
NIGHT = time(3, 0)  # on the clinic's clock


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
        gone = outlived(clinic)
        for patient in gone:
            forget(clinic, patient=patient, by=BY)
        rows = retention.apply(clinic.db, now)
        changed = " ".join(f"{key}:{count}" for key, count in rows.items() if count)
        audit.note(clinic.db, at=now, by=BY, what="upkeep", about="clinic", detail=changed)
        nights.note(clinic.db, now)
    return Tidied(rows=rows, patients=len(gone))


def outlived(clinic: Clinic) -> list[Patient]:
    """List the patients of whom nothing came for as long as the clinic keeps answers."""
    days = clinic.settings.keep_days
    if days is None:
        return []
    return retention.inactive_since(clinic.db, clinic.now() - timedelta(days=days))
