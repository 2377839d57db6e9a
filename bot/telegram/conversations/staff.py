"""What an admin does about the staff: who is in, inviting, keeping out and letting in again."""

from bot.chat.payload import message, packed
from bot.chat.staff import staff_line
from bot.pathway import invitations, staff
from bot.pathway.rights import Right
from bot.pathway.staff import LastOneError
from bot.storage import clinicians
from bot.storage.clinicians import Clinician, StaffState
from bot.telegram.command import Command, Run
from bot.telegram.visit import Visit

ENDED = {StaffState.SUSPENDED: staff.suspend, StaffState.REVOKED: staff.revoke}


def list_staff(visit: Visit, rest: str) -> None:
    """List everybody with role, state and where they can be reached."""
    seen = staff.everyone(visit.clinic, by=visit.colleague.code)
    head = visit.say("staff.count", count=len(seen))
    lines = [staff_line(visit.language, one) for one in seen]
    for text in packed([head, *lines, visit.say("staff.how")]):
        visit.send(message(text))


def invite(visit: Visit, rest: str) -> None:
    """Give a single-use link for one member of staff."""
    role, _, name = rest.strip().partition(" ")
    if role.casefold() not in invitations.STAFF_ROLES:
        visit.reply("invite.which_role")
        return
    token = invitations.invite(
        visit.clinic, role=role.casefold(), name=name, by=visit.colleague.code
    )
    words = visit.say(
        "invite.staff_link",
        role=visit.say(f"role.{role.casefold()}"),
        link=invitations.link(visit.bot_name, token),
        count=visit.clinic.settings.invitation_days,
    )
    visit.send({**message(words), "protect_content": True})


def _end(state: StaffState) -> Run:
    """Make the command that keeps a colleague out."""

    def run(visit: Visit, rest: str) -> None:
        member = _named(visit, rest)
        if member is None:
            return
        if member.state in (state, StaffState.REVOKED):
            visit.reply(f"staff.was_{member.state.value}", code=member.code)
            return
        try:
            ENDED[state](visit.clinic, member=member, by=visit.colleague.code)
        except LastOneError:
            visit.reply("staff.last_one")
            return
        visit.reply(f"staff.is_{state.value}", code=member.code)

    return run


def reinstate(visit: Visit, rest: str) -> None:
    """Let a suspended colleague in again."""
    member = _named(visit, rest)
    if member is None:
        return
    if member.state is not StaffState.SUSPENDED:
        visit.reply(f"staff.was_{member.state.value}", code=member.code)
        return
    staff.reinstate(visit.clinic, member=member, by=visit.colleague.code)
    visit.reply("staff.is_reinstated", code=member.code)


def _named(visit: Visit, code: str) -> Clinician | None:
    """Find the colleague of a code; without one that is known, say what to write."""
    member = clinicians.by_code(visit.clinic.db, code)
    if member is None:
        visit.reply("staff.no_such" if code.strip() else "staff.which")
    return member


COMMANDS = (
    Command(name="staff", run=list_staff, right=Right.MANAGE_STAFF),
    Command(name="invite_staff", run=invite, right=Right.MANAGE_STAFF),
    Command(name="suspend", run=_end(StaffState.SUSPENDED), right=Right.MANAGE_STAFF),
    Command(name="reinstate", run=reinstate, right=Right.MANAGE_STAFF),
    Command(name="revoke", run=_end(StaffState.REVOKED), right=Right.MANAGE_STAFF),
)
