"""Patients: who they are to the clinic, where and how they can be reached."""

import secrets
from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from sqlite_utils import Database

from bot.clinical.schedule import QuietHours
from bot.storage.rows import changed, find, find_all, insert

CODE_LETTERS = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no look-alikes


class PatientState(StrEnum):
    """Where a patient is in enrolment and care."""

    JOINING = "joining"
    ACTIVE = "active"
    PAUSED = "paused"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patient:
    """One patient; `zone` and `region` are missing until they are asked.

    `diary_hour` is the hour of the evening diary, None while it is off. `picture` is the theme
    of charts in chat.
    """

    id: int
    code: str
    chat_id: int | None
    language: str
    zone: str | None
    region: str | None
    state: PatientState
    reachable: bool
    quiet_from: str
    quiet_to: str
    reminder_hour: int | None
    diary_hour: int | None
    joined_at: datetime
    picture: str

    @property
    def zone_info(self) -> ZoneInfo:
        """The patient's time zone; UTC until it is known."""
        return ZoneInfo(self.zone or "UTC")

    @property
    def quiet(self) -> QuietHours:
        """The patient's quiet hours on their own clock."""
        return QuietHours(
            zone=self.zone_info,
            start=time.fromisoformat(self.quiet_from),
            end=time.fromisoformat(self.quiet_to),
        )

    @property
    def is_prompted(self) -> bool:
        """Tell whether check-ins may be sent."""
        return self.state is PatientState.ACTIVE and self.reachable


def new_code() -> str:
    """Make a random patient code such as K7QX2."""
    return "".join(secrets.choice(CODE_LETTERS) for _ in range(5))


def add(
    db: Database, *, chat_id: int, language: str, quiet: tuple[time, time], now: datetime
) -> Patient:
    """Add a patient who has begun to join."""
    code = new_code()
    while by_code(db, code):
        code = new_code()
    row_id = insert(
        db,
        "patient",
        code=code,
        chat_id=chat_id,
        language=language,
        state=PatientState.JOINING,
        quiet_from=quiet[0].strftime("%H:%M"),
        quiet_to=quiet[1].strftime("%H:%M"),
        joined_at=now,
    )
    return by_id(db, row_id)


def change(db: Database, patient_id: int, **values: object) -> Patient:
    """Change a patient's columns and give the new record."""
    return changed(db, Patient, "patient", patient_id, **values)


def by_id(db: Database, patient_id: int) -> Patient:
    """Find a patient by id; raises LookupError when there is none."""
    patient = find(db, Patient, "SELECT * FROM patient WHERE id = ?", patient_id)
    if patient is None:
        raise LookupError(patient_id)
    return patient


def by_chat(db: Database, chat_id: int) -> Patient | None:
    """Find the patient of a private chat."""
    return find(db, Patient, "SELECT * FROM patient WHERE chat_id = ?", chat_id)


def by_code(db: Database, code: str) -> Patient | None:
    """Find a patient by code, in any case."""
    return find(db, Patient, "SELECT * FROM patient WHERE code = ?", code.strip().upper())


def regions(db: Database) -> list[str]:
    """List the regions that patients who have not left chose."""
    sql = "SELECT DISTINCT region FROM patient WHERE region IS NOT NULL AND state <> ? ORDER BY 1"
    return [str(row[0]) for row in db.execute(sql, [PatientState.WITHDRAWN])]


def everyone(db: Database) -> list[Patient]:
    """List all patients in the order they joined."""
    return find_all(db, Patient, "SELECT * FROM patient ORDER BY id")
