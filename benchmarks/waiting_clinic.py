"""Makes a clinic of many patients for whom a great many check-ins are planned."""

from datetime import datetime, timedelta
from pathlib import Path

from benchmarks.large_clinic import KEY
from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.pathway import consenting
from bot.protocol import load_protocol
from bot.settings import load_settings
from bot.storage import patients
from bot.storage.database import Database, open_database, transaction
from bot.storage.rows import stamp

FEWEST, MOST = 10_000, 100_000  # patients
DUE = 10_000
POINT = "h24"
NUMBERS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?)"
PATIENTS = (  # numbers are bound; only the list of them is put in
    f"{NUMBERS} INSERT INTO patient (id, code, chat_id, language, zone, region, state,"  # noqa: S608
    " quiet_from, quiet_to, joined_at) SELECT i, printf('P%06d', i), i, 'en', 'Europe/Berlin',"
    " 'de', 'active', '21:00:00', '08:00:00', ? FROM n"
)
# As the first patient, who agrees as any does.
CONSENTS = (
    "INSERT INTO consent (patient_id, version, text_hash, terms_hash, language, given_at)"
    " SELECT patient.id, version, text_hash, terms_hash, consent.language, given_at"
    " FROM patient, consent WHERE consent.patient_id = 1 AND patient.id > 1"
)
SESSIONS = (
    "INSERT INTO session (id, patient_id, number, ended_at, recorded_at, zone)"
    " SELECT id, id, 1, joined_at, joined_at, 'Europe/Berlin' FROM patient"
)
# Planned, each at a second of its own after the given instant, or all at that instant.
PLANNED = (
    f"{NUMBERS} INSERT INTO form (patient_id, kind, state, session_id, point, created_at, due_at,"  # noqa: S608
    " closes_at, expires_at, next_at) SELECT 1 + i % ?, 'check_in', 'planned', NULL, ?,"
    " ?, moment, strftime('%FT%H:%M:%f000Z', moment, '+15 hours'),"
    " strftime('%FT%H:%M:%f000Z', moment, '+15 hours'), moment FROM (SELECT i,"
    " strftime('%FT%H:%M:%f000Z', ?, (i * ?) || ' seconds') AS moment FROM n)"
)


def open_waiting(folder: Path, start: datetime) -> Clinic:
    """Open the clinic of a folder; its clock is moved by the bench."""
    return Clinic(
        db=open_database(folder / "clinic.db", KEY),
        protocol=load_protocol(),
        clock=MovableClock(start),
        settings=load_settings(env_file=None, environ={}),
    )


def fill_waiting(clinic: Clinic, pending: int) -> int:
    """Plan so many check-ins from next week on, and give the number of patients."""
    people, db, now = min(max(pending // 10, FEWEST), MOST), clinic.db, clinic.now()
    with transaction(db):
        db.execute(PATIENTS, [people, stamp(now)])
        consenting.agree(clinic, patient=patients.by_id(db, 1), update_id=1)
        db.execute(CONSENTS)
        db.execute(SESSIONS)
        if pending:
            plan(db, pending, people, now + timedelta(days=7), apart=1)
    db.execute("ANALYZE")
    return people


def plan(db: Database, number: int, people: int, at: datetime, *, apart: int) -> None:
    """Plan check-ins a day after the session from an instant on, so many seconds apart."""
    values = [number, people, POINT, stamp(at), stamp(at), apart]
    db.execute(PLANNED, values)
