"""Who is told of alerts, and in which order."""

from bot.clinic import Clinic
from bot.pathway.rights import Right, may
from bot.storage import clinicians
from bot.storage.clinicians import Clinician


def on_duty(clinic: Clinic) -> list[Clinician]:
    """List whom to tell, in duty order: those who can be reached, or else all."""
    able = [one for one in clinicians.active(clinic.db) if may(one, Right.ACT_ON_ALERTS)]
    return [person for person in able if person.reachable] or able
