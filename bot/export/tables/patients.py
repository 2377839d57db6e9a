"""Patients: who takes part, without names or chats."""

from typing import Protocol

from bot.export.records import PatientRecord
from bot.export.table import Column, Origin, Table, Told, Type


class Coded(Protocol):
    """Anything that belongs to one patient."""

    @property
    def patient(self) -> str:
        """The patient's code."""
        ...


PATIENT: Column[Coded] = Column(
    name="patient",
    type=Type.KEY,
    about="The patient's code.",
    origin=Origin.BOT,
    value=lambda record: record.patient,
    told=Told.CODED,
)
STATES = {
    "joining": "has not finished enrolment",
    "active": "is sent check-ins",
    "paused": "asked for a pause",
    "withdrawn": "took consent back",
}
COLUMNS: tuple[Column[PatientRecord], ...] = (
    PATIENT,
    Column(
        name="state",
        type=Type.KEY,
        about="Where the patient is in enrolment and care.",
        origin=Origin.BOT,
        value=lambda patient: patient.state,
        choices=STATES,
    ),
    Column(
        name="language",
        type=Type.KEY,
        about="The language the bot speaks with the patient (ISO 639).",
        origin=Origin.PATIENT,
        value=lambda patient: patient.language,
    ),
    Column(
        name="zone",
        type=Type.TEXT,
        about="The patient's time zone now (IANA); times are in UTC while it is empty.",
        origin=Origin.PATIENT,
        value=lambda patient: patient.zone,
    ),
    Column(
        name="region",
        type=Type.KEY,
        about="The region whose emergency number is shown.",
        origin=Origin.PATIENT,
        value=lambda patient: patient.region,
    ),
    Column(
        name="joined_at",
        type=Type.MOMENT,
        about="When enrolment began.",
        origin=Origin.BOT,
        value=lambda patient: patient.local(patient.joined_at),
    ),
    Column(
        name="consented_at",
        type=Type.MOMENT,
        about="When the newest consent was given.",
        origin=Origin.PATIENT,
        value=lambda patient: patient.local(patient.consented_at),
    ),
    Column(
        name="consent_version",
        type=Type.TEXT,
        about="The version of the text agreed to.",
        origin=Origin.BOT,
        value=lambda patient: patient.consent_version,
        told=Told.AS_IT_IS,
    ),
    Column(
        name="withdrawn_at",
        type=Type.MOMENT,
        about="When the newest consent was taken back.",
        origin=Origin.PATIENT,
        value=lambda patient: patient.local(patient.withdrawn_at),
    ),
    Column(
        name="sessions",
        type=Type.INTEGER,
        about="How many sessions are recorded in all, whatever the dates exported.",
        origin=Origin.BOT,
        value=lambda patient: patient.sessions,
        low=0,
    ),
    Column(
        name="reachable",
        type=Type.BOOLEAN,
        about="Whether the patient's chat takes messages.",
        origin=Origin.BOT,
        value=lambda patient: patient.reachable,
    ),
)
TABLE = Table(
    name="patients",
    about="One row per patient. The dates exported do not leave any out.",
    reads=PatientRecord,
    columns=COLUMNS,
    day=lambda patient: None,
)
