"""What the bot is, what it does with answers, and how to reach a person."""

from bot.pathway.numbers import numbers
from bot.telegram.command import EVERYBODY, Command
from bot.telegram.visit import Role, Visit


def _tell(visit: Visit, key: str) -> None:
    settings = visit.clinic.settings
    visit.reply(
        key,
        **numbers(visit.clinic, visit.language, visit.patient),
        clinic_name=settings.clinic_name or visit.say("clinic.name_unknown"),
        clinic_hours=settings.clinic_hours or visit.say("clinic.hours_unknown"),
        contact=settings.privacy_contact or visit.say("clinic.contact_unknown"),
    )


def help_(visit: Visit, rest: str) -> None:
    """List what can be done here, for whoever asks."""
    _tell(visit, "help.clinician" if Role.CLINICIAN in visit.roles else "help.patient")


def privacy(visit: Visit, rest: str) -> None:
    """Tell what is kept, where, and who sees it."""
    _tell(visit, "privacy.text")


COMMANDS = (
    Command(name="help", run=help_, roles=EVERYBODY),
    Command(name="privacy", run=privacy, roles=EVERYBODY),
)
