"""A clinic with an encrypted database to export from, filled through the storage modules."""

import csv
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.export.about import Span
from bot.pathway.exports import Order, export
from bot.pathway.taking import Progress
from bot.protocol import load_protocol
from bot.settings import load_settings
from bot.storage import answers, consents, findings, forms, patients, sessions
from bot.storage.database import open_database
from bot.storage.forms import Form
from bot.storage.patients import Patient, PatientState
from bot.storage.sessions import Session

KEY = "ab" * 32
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

FILES = [
    "patients.csv",
    "screenings.csv",
    "sessions.csv",
    "check_ins.csv",
    "symptoms.csv",
    "diary.csv",
    "outcomes.csv",
    "summary.csv",
    "alerts.csv",
    "messages.csv",
    "codebook.csv",
    "about.csv",
]
Row = dict[str, str]


def make_clinic(directory: Path) -> Clinic:
    """Open an empty clinic at nine in the morning, UTC, of a Monday in March."""
    return Clinic(
        db=open_database(directory / "clinic.db", KEY),
        protocol=load_protocol(),
        clock=MovableClock(START),
        settings=load_settings(env_file=None, environ={}),
    )


def hours(count: float) -> datetime:
    """Give the instant some hours after the start."""
    return START + timedelta(hours=count)


def add_patient(
    clinic: Clinic, *, chat_id: int, zone: str | None = "Europe/Berlin", consented: bool = True
) -> Patient:
    """Enrol a patient at the start."""
    patient = patients.add(
        clinic.db, chat_id=chat_id, language="en", quiet=(time(21), time(8)), now=START
    )
    if consented:
        consents.give(
            clinic.db,
            patient_id=patient.id,
            now=START,
            version="1",
            text_hash="0" * 64,
            language="en",
            update_id=1,
        )
    return patients.change(
        clinic.db, patient.id, zone=zone, region="de", state=PatientState.ACTIVE
    )


def add_session(clinic: Clinic, patient: Patient, *, ended_at: datetime) -> Session:
    """Record a session an hour after its end."""
    return sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=ended_at,
        recorded_at=ended_at + timedelta(hours=1),
        zone=patient.zone,
        screening_class=None,
    )


def add_form(
    clinic: Clinic,
    patient: Patient,
    kind: str,
    given: dict[str, Any] | None = None,
    *,
    at: datetime = START,
    state: str = "answered",
    **values: object,
) -> Form:
    """Add a form that was opened, answered and closed at one instant."""
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=kind,
        **{"state": state, "created_at": at, "opened_at": at, "closed_at": at, **values},
    )
    for question, value in (given or {}).items():
        answer(clinic, form, question, value, at=at, by=patient.code)
    return form


def answer(
    clinic: Clinic,
    form: Form,
    question: str,
    value: Any,
    *,
    at: datetime = START,
    by: str = "K7QX2",
    final: bool = True,
) -> None:
    """Store an answer beside any earlier one."""
    answers.add(
        clinic.db,
        form_id=form.id,
        question=question,
        value=value,
        at=at,
        by=by,
        update_id=None,
        final=final,
    )


def find(clinic: Clinic, form: Form, *found: Any, at: datetime = START) -> None:
    """Store findings of a form."""
    findings.keep(
        clinic.db,
        form_id=form.id,
        found=found,
        at=at,
        version="1.0.0",
        digest="f00d",
    )


def order(
    format: str = "csv", *, since: date | None = None, until: date | None = None, **values: Any
) -> Order:
    """Order an identified export as the operator does."""
    span = Span(since=since, until=until)
    usual = {"format": format, "by": "operator", "span": span, "purpose": "care"}
    return Order(**{**usual, "identified": True, **values})


def take(
    clinic: Clinic, directory: Path, progress: Progress | None = None, **values: Any
) -> dict[str, list[Row]]:
    """Export to a directory, over what is there, and read each file."""
    files = export(clinic, order(**values), directory=directory, replace=True, progress=progress)
    return {file.stem: rows_of(file) for file in files}


def rows_of(file: Path) -> list[Row]:
    """Read a CSV file."""
    with file.open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines))
