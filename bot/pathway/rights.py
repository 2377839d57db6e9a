"""Who may do what: one table, asked wherever a command, a button or a page is declared."""

from collections.abc import Mapping
from enum import StrEnum

from bot.storage.clinicians import Clinician, StaffRole, StaffState


class Right(StrEnum):
    """One thing that a member of staff may be allowed to do."""

    SIGN_IN = "sign_in"
    SEE_ANSWERS = "see_answers"
    ACT_ON_ALERTS = "act_on_alerts"  # who has it is told of alerts, too
    CLEAR_SCREENING = "clear_screening"
    ANSWER_PATIENTS = "answer_patients"
    INVITE_PATIENTS = "invite_patients"
    EXPORT = "export"
    SEE_STATISTICS = "see_statistics"
    READ_ACCESS_LOG = "read_access_log"
    MANAGE_STAFF = "manage_staff"


_OF_CLINICIANS = frozenset(
    {
        Right.SIGN_IN,
        Right.SEE_ANSWERS,
        Right.ACT_ON_ALERTS,
        Right.CLEAR_SCREENING,
        Right.ANSWER_PATIENTS,
        Right.INVITE_PATIENTS,
        Right.EXPORT,
        Right.SEE_STATISTICS,
    }
)
RIGHTS: Mapping[StaffRole, frozenset[Right]] = {
    StaffRole.CLINICIAN: _OF_CLINICIANS,
    StaffRole.ADMIN: _OF_CLINICIANS | {Right.READ_ACCESS_LOG, Right.MANAGE_STAFF},
    # Who watches over looks sees who looked at whom, and no answer.
    StaffRole.AUDITOR: frozenset({Right.SIGN_IN, Right.READ_ACCESS_LOG}),
    # Who runs the program lets people in, and sees figures, and no answer.
    StaffRole.OPERATOR: frozenset({Right.SIGN_IN, Right.SEE_STATISTICS, Right.MANAGE_STAFF}),
}


def may(member: Clinician, right: Right) -> bool:
    """Tell whether a member of staff may do a thing now."""
    return member.state is StaffState.ACTIVE and right in RIGHTS[member.role]


def covers(role: StaffRole, other: StaffRole) -> bool:
    """Tell whether a role may do all that another may."""
    return RIGHTS[role] >= RIGHTS[other]
