"""Makes a clinic with a great many diary entries, for benchmarks of what reads them."""

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from itertools import count
from pathlib import Path
from typing import Any

from bot.clinic import Clinic
from bot.clock import SystemClock
from bot.protocol import load_protocol
from bot.settings import load_settings
from bot.storage import consents, patients, sessions
from bot.storage.database import open_database, transaction
from bot.storage.patients import Patient, PatientState
from bot.storage.rows import cell

KEY = "ab" * 32
START = datetime(2024, 1, 1, 19, 0, tzinfo=UTC)
ENTRIES = 500  # of one patient
MEDICINES = ("none", "simple", "triptan")
Row = dict[str, Any]


def open_clinic(folder: Path) -> Clinic:
    """Open the clinic of a folder."""
    return Clinic(
        db=open_database(folder / "clinic.db", KEY),
        protocol=load_protocol(),
        clock=SystemClock(),
        settings=load_settings(env_file=None, environ={}),
    )


def fill(folder: Path, entries: int, *, first_chat: int = 1) -> None:
    """Write so many diary entries, each with two answers, patient by patient."""
    clinic = open_clinic(folder)
    forms = count(1)
    for number in range(-(-entries // ENTRIES)):
        with transaction(clinic.db):
            patient = _enrol(clinic, number, first_chat + number)
            own = min(ENTRIES, entries - number * ENTRIES)
            rows = [(next(forms), START + timedelta(days=day)) for day in range(own)]
            clinic.db.table("form").insert_all(_forms(clinic, patient, rows))
            clinic.db.table("answer").insert_all(_answers(patient, rows))
    clinic.db.close()


def _enrol(clinic: Clinic, number: int, chat: int) -> Patient:
    patient = patients.add(
        clinic.db,
        chat_id=chat,
        language="en",
        quiet=(time(21), time(8)),
        now=START,
    )
    consents.give(
        clinic.db,
        patient_id=patient.id,
        now=START,
        version="1",
        text_hash="0" * 64,
        language="en",
        update_id=number + 1,
    )
    patient = patients.change(
        clinic.db, patient.id, zone="Europe/Berlin", region="de", state=PatientState.ACTIVE
    )
    sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=START,
        recorded_at=START,
        zone=patient.zone,
        screening_class=None,
    )
    return patient


def _forms(clinic: Clinic, patient: Patient, rows: list[tuple[int, datetime]]) -> Iterator[Row]:
    for number, at in rows:
        yield {
            "id": number,
            "patient_id": patient.id,
            "kind": "diary",
            "state": "answered",
            "protocol_version": clinic.protocol.version,
            "protocol_hash": clinic.protocol.content_hash,
            **dict.fromkeys(("created_at", "opened_at", "closed_at"), cell(at)),
            "day": cell(at.date()),
        }


def _answers(patient: Patient, rows: list[tuple[int, datetime]]) -> Iterator[Row]:
    for number, at in rows:
        for question, value in (
            ("nrs_worst", str(number % 11)),
            ("medicine", f'"{MEDICINES[number % 3]}"'),
        ):
            yield {
                "form_id": number,
                "question": question,
                "value": value,
                "final": 1,
                "at": cell(at),
                "by": patient.code,
            }
