"""Sessions: when each was, and what the patient told of it."""

from collections.abc import Iterable
from typing import Any

from bot.clinical.protocol import Protocol
from bot.export.questions import asked_columns, retired_columns
from bot.export.records import SessionRecord
from bot.export.table import Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.screenings import CLASSES

WHEN = ("ended", "ended_date", "ended_time")  # answers that ended_at is worked out from
COLUMNS: tuple[Column[SessionRecord], ...] = (
    PATIENT,
    Column(
        name="session",
        type=Type.INTEGER,
        about="The session's number in the order they were recorded, from 1.",
        origin=Origin.BOT,
        value=lambda session: session.number,
        low=1,
    ),
    Column(
        name="course",
        type=Type.INTEGER,
        about="The number of the course it belongs to, from 1.",
        origin=Origin.BOT,
        value=lambda session: session.course,
        low=1,
    ),
    Column(
        name="place",
        type=Type.INTEGER,
        about="Its place in that course by time, from 1.",
        origin=Origin.BOT,
        value=lambda session: session.place,
        low=1,
    ),
    Column(
        name="ended_at",
        type=Type.MOMENT,
        about="When the session ended; check-ins count from here.",
        origin=Origin.PATIENT,
        value=lambda session: session.local(session.ended_at),
    ),
    Column(
        name="recorded_at",
        type=Type.MOMENT,
        about="When the patient recorded it.",
        origin=Origin.BOT,
        value=lambda session: session.local(session.recorded_at),
    ),
    Column(
        name="zone",
        type=Type.TEXT,
        about="The patient's time zone when it was recorded (IANA), used for this row's times.",
        origin=Origin.PATIENT,
        value=lambda session: session.zone,
    ),
    Column(
        name="screening_class",
        type=Type.KEY,
        about="The outcome of the newest screening when it was recorded; empty without one.",
        origin=Origin.RULES,
        value=lambda session: session.screening_class and session.screening_class.value,
        choices=CLASSES,
    ),
)
FORM: Column[Any] = Column(
    name="form",
    type=Type.INTEGER,
    about="The form's number among this patient's, the same in every table.",
    origin=Origin.BOT,
    value=lambda form: form.form,
    low=1,
)
CORRECTIONS: Column[Any] = Column(
    name="corrections",
    type=Type.INTEGER,
    about="How many answers of the form were changed or taken back; the newest are exported.",
    origin=Origin.BOT,
    value=lambda answered: answered.corrections,
    low=0,
)


def sessions(protocol: Protocol, retired: Iterable[str]) -> Table:
    """Describe the table for a protocol, with columns of questions that are no longer asked."""
    fixed = (*COLUMNS, CORRECTIONS)
    asked = asked_columns((q for q in protocol.session if q.key not in WHEN), fixed)
    gone = retired_columns(retired, (*fixed, *asked))
    return Table(
        name="sessions",
        about="One row per session.",
        reads=SessionRecord,
        columns=(*COLUMNS, *asked, *gone, CORRECTIONS),
        day=lambda session: session.local_date(session.ended_at),
    )
