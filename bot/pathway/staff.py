"""The staff: who joins it with which role, who is kept out for a while, and who for good."""

from bot.chat.payload import message
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway import alerts, digests
from bot.pathway.rights import Right, may
from bot.storage import (
    audit,
    clearances,
    clinicians,
    dropped,
    invitations,
    outbox,
    portal_sessions,
)
from bot.storage.clinicians import Clinician, StaffRole, StaffState
from bot.storage.outbox import Lane


class LastOneError(Exception):
    """Somebody must be left who decides who else is in."""


def join(
    clinic: Clinic, *, chat_id: int, language: str, role: StaffRole, name: str = ""
) -> Clinician:
    """Let a chat be a member of staff; who was one before keeps the code."""
    known = clinicians.ever_in_chat(clinic.db, chat_id)
    if known is None:
        member = clinicians.add(
            clinic.db, chat_id=chat_id, language=language, role=role, name=name, now=clinic.now()
        )
    else:
        state = StaffState.ACTIVE
        member = clinicians.change(
            clinic.db, known.id, role=role, state=state, name=name or known.name
        )
    _note(clinic, member, by=member.code, what="staff joined", detail=role.value)
    digests.book(clinic, member)
    if known is not None and _minds_alerts(known) and not _minds_alerts(member):
        alerts.release(clinic, acknowledged_by=member)
    return member


def _minds_alerts(member: Clinician) -> bool:
    return may(member, Right.ACT_ON_ALERTS)


def everyone(clinic: Clinic, *, by: str) -> list[Clinician]:
    """List all who are or were staff."""
    audit.note(clinic.db, at=clinic.now(), by=by, what="viewed", about="staff")
    return clinicians.everyone(clinic.db)


def suspend(clinic: Clinic, *, member: Clinician, by: str) -> Clinician:
    """Keep a member out until reinstated; raises LastOneError."""
    return _end(clinic, member, StaffState.SUSPENDED, by)


def revoke(clinic: Clinic, *, member: Clinician, by: str) -> Clinician:
    """Keep a member out for good; only a new invitation lets them in; raises LastOneError."""
    return _end(clinic, member, StaffState.REVOKED, by)


def reinstate(clinic: Clinic, *, member: Clinician, by: str) -> Clinician:
    """Let a suspended member in again; one who was revoked needs an invitation."""
    if member.state is not StaffState.SUSPENDED:
        return member
    _note(clinic, member, by=by, what="staff reinstated")
    member = clinicians.change(clinic.db, member.id, state=StaffState.ACTIVE)
    digests.book(clinic, member)
    _tell(clinic, member, "staff.reinstated")
    return member


def _end(clinic: Clinic, member: Clinician, state: StaffState, by: str) -> Clinician:
    """End all a member can do: the next thing they try, what was on its way, what they minded."""
    if member.state in (state, StaffState.REVOKED):
        return member
    if _is_last(clinic, member):
        raise LastOneError
    _note(clinic, member, by=by, what=f"staff {state.value}")
    member = clinicians.change(clinic.db, member.id, state=state)
    dropped.for_staff(clinic.db, member.chat_id, state.value)
    clearances.drop_draft(clinic.db, member.id)
    portal_sessions.end_all(clinic.db, member.id, clinic.now())
    invitations.end_all(clinic.db, member.code, clinic.now())
    _tell(clinic, member, f"staff.{state.value}")
    alerts.release(clinic, acknowledged_by=member)
    return member


def _is_last(clinic: Clinic, member: Clinician) -> bool:
    """Tell whether nobody else in the clinic manages the staff; an operator is not of it."""
    others = [one for one in clinicians.active(clinic.db) if one.id != member.id]
    return may(member, Right.MANAGE_STAFF) and not any(
        may(one, Right.MANAGE_STAFF) and one.role is not StaffRole.OPERATOR for one in others
    )


def _tell(clinic: Clinic, member: Clinician, key: str) -> None:
    at = f"{clinic.now():%Y%m%dT%H%M%S}"
    outbox.queue(
        clinic.db,
        dkey=f"{key}:{member.id}:{at}",
        lane=Lane.REPLY,
        chat_id=member.chat_id,
        method="sendMessage",
        payload=message(say(member.language, key)),
        due_at=clinic.now(),
    )


def _note(clinic: Clinic, member: Clinician, *, by: str, what: str, detail: str = "") -> None:
    about = f"staff {member.code}"
    audit.note(clinic.db, at=clinic.now(), by=by, what=what, about=about, detail=detail)
