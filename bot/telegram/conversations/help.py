"""What the bot is, what it does with answers, and how to reach a person."""

from collections.abc import Iterable

from bot.chat.payload import Rows, message, packed
from bot.chat.person import person
from bot.pathway.numbers import numbers
from bot.pathway.rights import Right, may
from bot.pathway.upkeep import NOTICE
from bot.telegram.command import EVERYBODY, Command
from bot.telegram.visit import Visit


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


def tell_patient(visit: Visit) -> None:
    """List what a patient can do here, and how to reach a person."""
    _tell(visit, "help.patient", [[person(visit.language)]] if visit.patient else ())


def tell_staff(visit: Visit, commands: Iterable[Command]) -> None:
    """List what a member of staff may do here: the commands that are theirs."""
    member = visit.colleague
    lines = [
        visit.say("help.command", name=command.name, about=visit.say(f"command.{command.name}"))
        for command in commands
        if command.in_menu and command.is_open_to(member)
    ]
    alerts = [visit.say("help.alerts")] if may(member, Right.ACT_ON_ALERTS) else []
    for text in packed([visit.say(f"help.{member.role.value}"), "\n".join(lines), *alerts]):
        visit.send(message(text))


def privacy(visit: Visit, rest: str) -> None:
    """Tell what is kept, where, who sees it, and for how long."""
    _tell(visit, "privacy.text")
    if days := visit.clinic.settings.keep_days:
        visit.reply("privacy.kept_for", days=days, notice=NOTICE.days)


COMMANDS = (Command(name="privacy", run=privacy, roles=EVERYBODY),)
