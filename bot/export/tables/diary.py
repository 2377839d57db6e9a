"""The headache diary: one row per entry, on the patient's own date."""

from collections.abc import Iterable

from bot.clinical.diary import DETAILS
from bot.clinical.protocol import Protocol
from bot.export.questions import asked_columns, retired_columns
from bot.export.records import FormRecord
from bot.export.table import Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.sessions import CORRECTIONS, FORM

STATES = {
    "planned": "not asked for yet",
    "open": "not finished yet",
    "answered": "answered to the end",
    "incomplete": "not finished in time; the answers stand",
    "skipped": "not asked for, since the patient had paused",
    "missed": "asked for, and nothing was answered in time",
    "bot_was_down": "could not be asked for in time, through no doing of the patient",
    "cancelled": "the patient left, or turned the evening diary off",
}


COLUMNS: tuple[Column[FormRecord], ...] = (
    PATIENT,
    FORM,
    Column(
        name="date",
        type=Type.DATE,
        about="The day the entry is of, on the patient's calendar.",
        origin=Origin.BOT,
        value=lambda form: form.dated,
    ),
    Column(
        name="entered_at",
        type=Type.MOMENT,
        about="When it was answered; for one not finished, when its last answer came.",
        origin=Origin.BOT,
        value=lambda form: form.local(form.answered_at),
    ),
    Column(
        name="state",
        type=Type.KEY,
        about="What became of it.",
        origin=Origin.BOT,
        value=lambda form: form.state,
        choices=STATES,
    ),
    Column(
        name="late",
        type=Type.BOOLEAN,
        about="Whether it was answered after the end of its day.",
        origin=Origin.BOT,
        value=lambda form: form.is_late,
    ),
    Column(
        name=DETAILS,
        type=Type.BOOLEAN,
        about="Whether the patient chose to add details; without it they were not asked.",
        origin=Origin.PATIENT,
        value=lambda form: bool(form.value(DETAILS)),
    ),
)


def diary(protocol: Protocol, retired: Iterable[str]) -> Table:
    """Describe the table for a protocol, with columns of questions that are no longer asked."""
    fixed = (*COLUMNS, CORRECTIONS)
    asked = asked_columns(protocol.diary, fixed)
    gone = retired_columns(retired, (*fixed, *asked))
    return Table(
        name="diary",
        about="One row per diary entry; a day may have several.",
        reads=FormRecord,
        kinds=("diary",),
        columns=(*COLUMNS, *asked, *gone, CORRECTIONS),
        day=lambda form: form.dated,
    )
