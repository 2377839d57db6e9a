"""Who is on duty: seeing the order, changing it, and being away for some days."""

from datetime import date

from bot.chat.payload import message, paragraphs
from bot.pathway import absence, duty
from bot.pathway.absence import TooLongError
from bot.pathway.rights import Right, may
from bot.storage import clinicians
from bot.storage.clinicians import Clinician
from bot.telegram.command import Command
from bot.telegram.visit import Visit


def show(visit: Visit, rest: str) -> None:
    """Show who is told first, and who is away."""
    lines = [_line(visit, place, one) for place, one in enumerate(duty.listed(visit.clinic), 1)]
    manages = may(visit.colleague, Right.MANAGE_STAFF)
    text = paragraphs(
        visit.say("duty.list"),
        "\n".join(lines),
        visit.say("duty.how_to_order") if manages else "",
        visit.say("duty.how_off"),
    )
    visit.send(message(text))


def set_order(visit: Visit, rest: str) -> None:
    """Put some people first, by their codes."""
    able = {member.code: member for member in duty.listed(visit.clinic)}
    written = list(dict.fromkeys(rest.replace(",", " ").upper().split()))
    unknown = [code for code in written if code not in able]
    if unknown or not written:
        visit.reply("duty.unknown" if unknown else "duty.which", code="".join(unknown[:1])[:16])
        return
    first = [able[code] for code in written]
    duty.set_order(visit.clinic, first=first, by=visit.colleague.code)
    show(visit, "")


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
    """Let the writer be away up to a day."""
    _set_off(visit, visit.colleague, rest)


def on(visit: Visit, rest: str) -> None:
    """Let the writer be there again."""
    _set_on(visit, visit.colleague)


def send_off(visit: Visit, rest: str) -> None:
    """Let a colleague be away up to a day."""
    code, _, day = rest.strip().partition(" ")
    member = _named(visit, code)
    if member is not None:
        _set_off(visit, member, day)


def call_back(visit: Visit, rest: str) -> None:
    """Let a colleague be there again."""
    member = _named(visit, rest)
    if member is not None:
        _set_on(visit, member)


def _set_off(visit: Visit, member: Clinician, written: str) -> None:
    last_day = _day(written.strip())
    if last_day is None or last_day < absence.today(visit.clinic):
        visit.reply("duty.which_day")
        return
    try:
        absence.set_off(visit.clinic, member=member, last_day=last_day, by=visit.colleague.code)
    except TooLongError:
        visit.reply("duty.too_long")
        return
    alone = all(duty.is_off(visit.clinic, one) for one in duty.listed(visit.clinic))
    said = visit.say("duty.is_off", code=member.code, day=last_day.isoformat())
    visit.send(message(paragraphs(said, visit.say("duty.nobody_left") if alone else "")))


def _set_on(visit: Visit, member: Clinician) -> None:
    absence.set_on(visit.clinic, member=member, by=visit.colleague.code)
    visit.reply("duty.is_on", code=member.code)


def _named(visit: Visit, code: str) -> Clinician | None:
    """Find the colleague of a code; without one that answers alerts, say what to write."""
    member = clinicians.by_code(visit.clinic.db, code)
    if member is not None and member.id in {one.id for one in duty.listed(visit.clinic)}:
        return member
    visit.reply("duty.unknown" if code.strip() else "duty.which", code=code.strip()[:16])
    return None


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


COMMANDS = (
    Command(name="duty", run=show, right=Right.ACT_ON_ALERTS),
    Command(name="off", run=off, right=Right.ACT_ON_ALERTS),
    Command(name="on", run=on, right=Right.ACT_ON_ALERTS),
    Command(name="duty_order", run=set_order, right=Right.MANAGE_STAFF),
    Command(name="duty_off", run=send_off, right=Right.MANAGE_STAFF),
    Command(name="duty_on", run=call_back, right=Right.MANAGE_STAFF),
)
