"""Outcomes: what was told before a course and after it, one row per baseline and follow-up."""

from collections.abc import Iterable

from bot.clinical.comparison import REST, course_questions
from bot.clinical.protocol import Protocol
from bot.export.questions import asked_columns, retired_columns
from bot.export.records import FormRecord
from bot.export.table import Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.results import result_columns
from bot.export.tables.sessions import CORRECTIONS, FORM

KINDS = {
    "baseline": "before the first session of a course",
    "follow_up": "two weeks after the last session of a course",
}
STATES = {
    "open": "not finished yet",
    "answered": "answered to the end, or the rest was skipped",
    "incomplete": "not finished in time; the answers stand",
    "missed": "asked for, and nothing was answered in time",
    "bot_was_down": "could not be asked for in time, through no doing of the patient",
    "cancelled": "nothing was answered before the patient left it or a session was recorded",
}
COLUMNS: tuple[Column[FormRecord], ...] = (
    PATIENT,
    FORM,
    Column(
        name="kind",
        type=Type.KEY,
        about="Which side of the course it tells of.",
        origin=Origin.BOT,
        value=lambda form: form.kind,
        choices=KINDS,
    ),
    Column(
        name="course",
        type=Type.INTEGER,
        about="The course that a follow-up is of; a baseline is of the next one to begin.",
        origin=Origin.BOT,
        value=lambda form: form.course,
        low=1,
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
        name="answered_at",
        type=Type.MOMENT,
        about="When it was answered; for one not finished, when its last answer came.",
        origin=Origin.BOT,
        value=lambda form: form.local(form.answered_at),
    ),
    Column(
        name="rest_skipped",
        type=Type.BOOLEAN,
        about="Whether the patient skipped what is not needed.",
        origin=Origin.PATIENT,
        value=lambda form: form.value(REST) is False,
    ),
)


def outcomes(protocol: Protocol, retired: Iterable[str]) -> Table:
    """Describe the table for a protocol, with columns of questions that are no longer asked."""
    fixed = (*COLUMNS, *result_columns(protocol), CORRECTIONS)
    asked = asked_columns(course_questions(protocol), fixed)
    gone = retired_columns(retired, (*fixed, *asked))
    return Table(
        name="outcomes",
        about="One row per baseline and follow-up.",
        reads=FormRecord,
        kinds=tuple(KINDS),
        columns=(*COLUMNS, *result_columns(protocol), *asked, *gone, CORRECTIONS),
        day=lambda form: form.dated,
    )
