"""Who is told of alerts, in which order, and whether the clinic is on duty now."""

from datetime import date, timedelta

from bot.chat.when import moment_words
from bot.clinic import Clinic
from bot.pathway.rights import Right, may
from bot.storage import audit, clinicians
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient


def listed(clinic: Clinic) -> list[Clinician]:
    """List everybody who answers alerts, in duty order, those who are off among them."""
    return [one for one in clinicians.active(clinic.db) if may(one, Right.ACT_ON_ALERTS)]


def is_off(clinic: Clinic, member: Clinician) -> bool:
    """Tell whether somebody is away now."""
    return member.off_until is not None and member.off_until > clinic.now()


def on_duty(clinic: Clinic) -> list[Clinician]:
    """List whom to tell, in duty order.

    Whoever is away or cannot be reached is passed over as long as anybody is left: an alert
    goes to the wrong person rather than to nobody.
    """
    able = listed(clinic)
    reachable = [one for one in able if one.reachable]
    return [one for one in reachable if not is_off(clinic, one)] or reachable or able


def opens_words(clinic: Clinic, patient: Patient) -> str:
    """Word when the clinic is on duty next, on the patient's clock; nothing while it is."""
    hours = clinic.settings.duty_hours
    if hours.covers(clinic.now(), clinic.zone):
        return ""
    opens = hours.next_start(clinic.now(), clinic.zone)
    return moment_words(opens, patient.zone_info, patient.language) if opens else ""


def set_order(clinic: Clinic, *, first: list[Clinician], by: str) -> None:
    """Put some people first, in this order; the others follow as they stood."""
    named = {member.id for member in first}
    order = [*first, *(one for one in listed(clinic) if one.id not in named)]
    for place, member in enumerate(order, 1):
        clinicians.change(clinic.db, member.id, duty_order=place)
    codes = " ".join(member.code for member in order)
    audit.note(
        clinic.db, at=clinic.now(), by=by, what="duty order set", about="duty list", detail=codes
    )


def last_day_off(clinic: Clinic, member: Clinician) -> date | None:
    """Give the last day that somebody is away, on the clinic's calendar."""
    until = member.off_until
    return until.astimezone(clinic.zone).date() - timedelta(days=1) if until else None
