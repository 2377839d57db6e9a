"""Inviting somebody: a link that works once."""

from bot.clinic import Clinic
from bot.storage import audit
from bot.storage import invitations as stored

LONGEST_NAME = 64
STAFF_ROLES = ("clinician", "admin", "auditor")  # who operates it stands at the machine


class NoRegionError(Exception):
    """No course starts while the clinic has not said whose emergency number patients see."""


def invite(clinic: Clinic, *, role: str, by: str, name: str = "") -> str:
    """Issue an invitation and give its token, which is stored only as a hash.

    A member of staff has a name; a patient's is not asked. Raises NoRegionError for a patient
    while the clinic's region is not set.
    """
    if role == "patient" and not clinic.settings.clinic_region:
        raise NoRegionError
    token = stored.issue(
        clinic.db,
        role=role,
        name=" ".join(name.split())[:LONGEST_NAME],
        by=by,
        now=clinic.now(),
        days=clinic.settings.invitation_days,
    )
    audit.note(clinic.db, at=clinic.now(), by=by, what="invited", about=role)
    return token


def link(bot_name: str, token: str) -> str:
    """Give the link that opens the bot with an invitation."""
    return f"https://t.me/{bot_name}?start={token}"
