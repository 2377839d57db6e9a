"""Being away from alerts for some days, and being there again."""

from datetime import date, datetime, time, timedelta

from bot.clinic import Clinic
from bot.clinical.schedule import first_valid
from bot.pathway import alerts
from bot.storage import audit, clinicians
from bot.storage.clinicians import Clinician

LONGEST = timedelta(days=366)


class TooLongError(Exception):
    """Nobody is away for more than a year at once."""


def today(clinic: Clinic) -> date:
    """Give the day it is on the clinic's calendar."""
    return clinic.now().astimezone(clinic.zone).date()


def set_off(clinic: Clinic, *, member: Clinician, last_day: date, by: str) -> Clinician:
    """Let somebody be away up to the end of a day on the clinic's calendar.

    What they acknowledged is raised again, for whoever is there. Raises TooLongError.
    """
    if last_day - today(clinic) > LONGEST:
        raise TooLongError(last_day)
    until = first_valid(
        datetime.combine(last_day + timedelta(days=1), time.min, tzinfo=clinic.zone)
    )
    member = _set(clinic, member, until, by, "off duty", last_day.isoformat())
    alerts.release(clinic, acknowledged_by=member)
    return member


def set_on(clinic: Clinic, *, member: Clinician, by: str) -> Clinician:
    """Let somebody be there again."""
    return _set(clinic, member, None, by, "on duty", "")


def _set(
    clinic: Clinic, member: Clinician, until: datetime | None, by: str, what: str, detail: str
) -> Clinician:
    about = f"staff {member.code}"
    audit.note(clinic.db, at=clinic.now(), by=by, what=what, about=about, detail=detail)
    return clinicians.change(clinic.db, member.id, off_until=until)
