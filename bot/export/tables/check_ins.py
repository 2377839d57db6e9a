"""Check-ins: every check-in, safety question and problem report, answered or not."""

from collections.abc import Iterable

from bot.clinical.protocol import Protocol
from bot.export.questions import asked_columns, report_questions, retired_columns
from bot.export.records import FormRecord
from bot.export.table import Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.tables.results import result_columns
from bot.export.tables.sessions import CORRECTIONS, FORM
from bot.export.words import words

KINDS = {
    "check_in": "sent by the schedule, or after a result",
    "safety": "sent after an urgent or emergency result",
    "problem": "begun by the patient",
}
LATE = "late"
STATES = {
    "planned": "not sent yet",
    "open": "sent and not finished yet",
    "answered": "answered in time, to the end or until help came first",
    LATE: "answered after its window, to the end or until help came first",
    "incomplete": "begun and not finished in time; the answers stand",
    "skipped": "the patient chose not to answer, or had paused",
    "missed": "sent, or due while the chat took no messages, and not answered in time",
    "bot_was_down": "could not be sent in time, through no doing of the patient",
    "replaced": "a later session took its place",
    "cancelled": "the patient left or began anew, or it was over when the session was recorded",
}
AFTER_WORDS = {
    "text": "red flags, asked after the patient's own words",
    "person": "the patient asked to talk to a person",
}

ABOUT: tuple[Column[FormRecord], ...] = (
    PATIENT,
    Column(
        name="session",
        type=Type.INTEGER,
        about="The number of the session it belongs to.",
        origin=Origin.BOT,
        value=lambda form: form.session,
        low=1,
    ),
    FORM,
    Column(
        name="kind",
        type=Type.KEY,
        about="What kind of form it is.",
        origin=Origin.BOT,
        value=lambda form: form.kind,
        choices=KINDS,
    ),
)
PROGRESS: tuple[Column[FormRecord], ...] = (
    Column(
        name="state",
        type=Type.KEY,
        about="What became of it.",
        origin=Origin.BOT,
        value=lambda form: LATE if form.is_late else form.state,
        choices=STATES,
    ),
    Column(
        name="due_at",
        type=Type.MOMENT,
        about="When it was to be sent; empty when the patient began it.",
        origin=Origin.BOT,
        value=lambda form: form.local(form.due_at),
    ),
    Column(
        name="sent_at",
        type=Type.MOMENT,
        about="When it was first put to the patient.",
        origin=Origin.BOT,
        value=lambda form: form.local(form.opened_at),
    ),
    Column(
        name="answered_at",
        type=Type.MOMENT,
        about="When it was answered; for one not finished, when its last answer came.",
        origin=Origin.BOT,
        value=lambda form: form.local(form.answered_at),
    ),
)


def check_ins(protocol: Protocol, retired: Iterable[str]) -> Table:
    """Describe the table for a protocol, with columns of questions that are no longer asked."""
    fixed = (*ABOUT, point_column(protocol), *PROGRESS, *result_columns(protocol))
    asked = asked_columns(report_questions(protocol), (*fixed, CORRECTIONS))
    gone = retired_columns(retired, (*fixed, *asked, CORRECTIONS))
    return Table(
        name="check_ins",
        about="One row per check-in, safety question and problem report.",
        reads=FormRecord,
        kinds=tuple(KINDS),
        columns=(*fixed, *asked, *gone, CORRECTIONS),
        day=lambda form: form.dated,
    )


def point_column(protocol: Protocol) -> Column[FormRecord]:
    """Describe the point of the schedule that a form was sent for."""
    return Column(
        name="point",
        type=Type.KEY,
        about="The point of the schedule; empty for a problem report.",
        origin=Origin.BOT,
        value=lambda form: form.point,
        choices={
            **{key: words(f"point.{key}", otherwise=key) for key in protocol.schedule.keys},
            **AFTER_WORDS,
        },
    )
