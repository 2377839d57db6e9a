"""Needling sessions: when each ended, its number, its course and its place in that."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find, find_all, insert, update


@dataclass(frozen=True, slots=True, kw_only=True)
class Session:
    """One needling session of a patient; `zone` is the patient's zone when it was recorded.

    `number` counts all sessions as they were recorded, `place` those of the course by time.
    """

    id: int
    patient_id: int
    number: int
    ended_at: datetime
    recorded_at: datetime
    zone: str
    screening_class: str | None
    course: int
    place: int


SELECT = """
SELECT session.*, (
    SELECT count(*) FROM session AS other
    WHERE other.patient_id = session.patient_id AND other.course = session.course
        AND (other.ended_at, other.id) <= (session.ended_at, session.id)
) AS place FROM session
"""


def add(db: Database, *, patient_id: int, **values: object) -> Session:
    """Record a session as the next of this patient."""
    number = db.execute(
        "SELECT count(*) + 1 FROM session WHERE patient_id = ?", [patient_id]
    ).fetchone()[0]
    row_id = insert(db, "session", patient_id=patient_id, number=number, **values)
    return by_id(db, row_id)


def change(db: Database, session_id: int, **values: object) -> Session:
    """Change a session's columns and give the new record."""
    update(db, "session", session_id, **values)
    return by_id(db, session_id)


def by_id(db: Database, session_id: int) -> Session:
    """Find a session by id; raises LookupError when there is none."""
    session = find(db, Session, f"{SELECT} WHERE id = ?", session_id)
    if session is None:
        raise LookupError(session_id)
    return session


def latest(db: Database, patient_id: int) -> Session | None:
    """Find the session that ended last."""
    return find(
        db,
        Session,
        f"{SELECT} WHERE patient_id = ? ORDER BY ended_at DESC, id DESC",
        patient_id,
    )


def latest_id(db: Database, patient_id: int) -> int | None:
    """Give the id of the session that ended last, if there is one."""
    session = latest(db, patient_id)
    return session.id if session else None


def of_patient(db: Database, patient_id: int) -> list[Session]:
    """List a patient's sessions in order."""
    return find_all(
        db, Session, f"{SELECT} WHERE patient_id = ? ORDER BY ended_at, id", patient_id
    )
