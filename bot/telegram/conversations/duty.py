"""Who is on duty: seeing the order, changing it, and being away for some days."""

from datetime import date

from bot.chat.payload import message, paragraphs
from bot.pathway import duty
from bot.pathway.rights import Right, may
from bot.storage import clinicians
from bot.storage.clinicians import Clinician
from bot.telegram.command import Command
from bot.telegram.visit import Visit


def show(visit: Visit, rest: str) -> None:
    """Show who is told first; an admin puts people first by their codes."""
    codes = rest.replace(",", " ").split()
    if codes and not _set_order(visit, codes):
        return
    lines = [_line(visit, place, one) for place, one in enumerate(duty.listed(visit.clinic), 1)]
    manages = may(visit.colleague, Right.MANAGE_STAFF)
    text = paragraphs(
        visit.say("duty.list"),
        "\n".join(lines),
        visit.say("duty.how_to_order") if manages else "",
        visit.say("duty.how_off"),
    )
    visit.send(message(text))


def _set_order(visit: Visit, codes: list[str]) -> bool:
    """Set the order an admin wrote; False when it cannot be, which is said."""
    if not may(visit.colleague, Right.MANAGE_STAFF):
        visit.reply("command.not_your_right")
        return False
    able = {member.code: member for member in duty.listed(visit.clinic)}
    written = list(dict.fromkeys(code.upper() for code in codes))
    if unknown := [code for code in written if code not in able]:
        visit.reply("duty.unknown", code=unknown[0][:16])
        return False
    first = [able[code] for code in written]
    duty.set_order(visit.clinic, first=first, by=visit.colleague.code)
    return True


def _line(visit: Visit, place: int, member: Clinician) -> str:
    last_day = duty.last_day_off(visit.clinic, member)
    if duty.is_off(visit.clinic, member) and last_day is not None:
        state = visit.say("duty.off", day=last_day.isoformat())
    elif not member.reachable:
        state = visit.say("patient.unreachable")
    else:
        state = visit.say("duty.on")
    return f"{place}. " + " · ".join(filter(None, (member.code, member.name, state)))


def off(visit: Visit, rest: str) -> None:
    """Let the writer be away up to a day, or a colleague whose code an admin writes."""
    *codes, written = rest.split() or [""]
    last_day = _day(written)
    if last_day is None or last_day < visit.clinic.now().astimezone(visit.clinic.zone).date():
        visit.reply("duty.which_day")
        return
    member = _whom(visit, codes)
    if member is None:
        return
    duty.set_off(visit.clinic, member=member, last_day=last_day, by=visit.colleague.code)
    alone = all(duty.is_off(visit.clinic, one) for one in duty.listed(visit.clinic))
    said = visit.say("duty.is_off", code=member.code, day=last_day.isoformat())
    visit.send(message(paragraphs(said, visit.say("duty.nobody_left") if alone else "")))


def on(visit: Visit, rest: str) -> None:
    """Let the writer, or a colleague, be there again."""
    member = _whom(visit, rest.split())
    if member is not None:
        duty.set_on(visit.clinic, member=member, by=visit.colleague.code)
        visit.reply("duty.is_on", code=member.code)


def _whom(visit: Visit, codes: list[str]) -> Clinician | None:
    """Find the writer, or the colleague an admin named; else say what to write."""
    if not codes:
        return visit.colleague
    if not may(visit.colleague, Right.MANAGE_STAFF):
        visit.reply("command.not_your_right")
        return None
    member = clinicians.by_code(visit.clinic.db, codes[0])
    if member is None or member.id not in {one.id for one in duty.listed(visit.clinic)}:
        visit.reply("duty.unknown", code=codes[0][:16])
        return None
    return member


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


COMMANDS = (
    Command(name="duty", run=show, right=Right.ACT_ON_ALERTS),
    Command(name="off", run=off, right=Right.ACT_ON_ALERTS),
    Command(name="on", run=on, right=Right.ACT_ON_ALERTS),
)
