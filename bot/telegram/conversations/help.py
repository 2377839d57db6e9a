"""What the bot is, what it does with answers, and how to reach a person."""

from bot.chat.payload import Rows, message
from bot.chat.person import person
from bot.pathway.numbers import numbers
from bot.telegram.command import EVERYBODY, Command
from bot.telegram.visit import Role, Visit


def _tell(visit: Visit, key: str, rows: Rows = ()) -> None:
    settings = visit.clinic.settings
    words = visit.say(
        key,
        **numbers(visit.clinic, visit.language, visit.patient),
        clinic_name=settings.clinic_name or visit.say("clinic.name_unknown"),
        clinic_hours=settings.clinic_hours or visit.say("clinic.hours_unknown"),
        contact=settings.privacy_contact or visit.say("clinic.contact_unknown"),
    )
    visit.send(message(words, rows))


def help_(visit: Visit, rest: str) -> None:
    """List what can be done here, for whoever asks."""
    if Role.CLINICIAN in visit.roles:
        _tell(visit, "help.clinician")
    else:
        _tell(visit, "help.patient", [[person(visit.language)]] if visit.patient else ())


def privacy(visit: Visit, rest: str) -> None:
    """Tell what is kept, where, and who sees it."""
    _tell(visit, "privacy.text")


COMMANDS = (
    Command(name="help", run=help_, roles=EVERYBODY),
    Command(name="privacy", run=privacy, roles=EVERYBODY),
)
