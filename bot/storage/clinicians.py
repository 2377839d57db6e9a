"""The clinic's staff: who they are to it, where they can be written to, who is told first."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.storage.rows import changed, find, find_all, insert, update


class StaffRole(StrEnum):
    """What a member of staff is there for; their rights follow from it."""

    CLINICIAN = "clinician"
    ADMIN = "admin"
    AUDITOR = "auditor"
    OPERATOR = "operator"


class StaffState(StrEnum):
    """Whether a member of staff may do anything; only somebody else changes it."""

    ACTIVE = "active"
    SUSPENDED = "suspended"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clinician:
    """One member of staff, by code; the name is for the staff, never for a message.

    Without a place in the duty order, the order is that of joining, after all who have one.
    """

    id: int
    code: str
    name: str
    role: StaffRole
    chat_id: int
    language: str
    state: StaffState
    reachable: bool
    duty_order: int | None
    off_until: datetime | None
    digest_at: datetime | None
    joined_at: datetime


def add(
    db: Database,
    *,
    chat_id: int,
    language: str,
    now: datetime,
    role: StaffRole = StaffRole.CLINICIAN,
    name: str = "",
) -> Clinician:
    """Add a member of staff at the end of the duty order."""
    number = db.execute("SELECT count(*) + 1 FROM clinician").fetchone()[0]
    row_id = insert(
        db,
        "clinician",
        code=f"C{number}",
        name=name,
        role=role,
        chat_id=chat_id,
        language=language,
        state=StaffState.ACTIVE,
        joined_at=now,
    )
    return by_id(db, row_id)


def change(db: Database, clinician_id: int, **values: object) -> Clinician:
    """Change a member's columns and give the new record."""
    return changed(db, Clinician, "clinician", clinician_id, **values)


def by_id(db: Database, clinician_id: int) -> Clinician:
    """Find a member by id, whatever their state; raises LookupError when there is none."""
    clinician = find(db, Clinician, "SELECT * FROM clinician WHERE id = ?", clinician_id)
    if clinician is None:
        raise LookupError(clinician_id)
    return clinician


def by_code(db: Database, code: str) -> Clinician | None:
    """Find a member by code in any case, whatever their state."""
    written = code.strip().upper()
    return find(db, Clinician, "SELECT * FROM clinician WHERE code = ?", written)


def by_chat(db: Database, chat_id: int) -> Clinician | None:
    """Find the active member of staff of a private chat."""
    member = ever_in_chat(db, chat_id)
    return member if member is not None and member.state is StaffState.ACTIVE else None


def ever_in_chat(db: Database, chat_id: int) -> Clinician | None:
    """Find whoever is or was a member of staff in a private chat."""
    return find(db, Clinician, "SELECT * FROM clinician WHERE chat_id = ?", chat_id)


def everyone(db: Database) -> list[Clinician]:
    """List all who are or were staff, in the order of joining."""
    return find_all(db, Clinician, "SELECT * FROM clinician ORDER BY id")


def active(db: Database) -> list[Clinician]:
    """List the staff as it is now, in duty order."""
    staff = [member for member in everyone(db) if member.state is StaffState.ACTIVE]
    return sorted(staff, key=lambda one: (one.duty_order is None, one.duty_order or one.id))


def digests_due(db: Database, now: datetime) -> list[Clinician]:
    """List the staff whose digest is due, or was never booked."""
    return find_all(
        db,
        Clinician,
        "SELECT * FROM clinician WHERE state = 'active'"
        " AND (digest_at IS NULL OR digest_at <= ?) ORDER BY id",
        now,
    )


def set_reachable(db: Database, clinician_id: int, *, reachable: bool) -> None:
    """Note whether a member's chat takes messages."""
    update(db, "clinician", clinician_id, reachable=reachable)
