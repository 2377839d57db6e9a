"""Symptoms: every grade and trend that a report settled, with the session each belongs to."""

from bot.clinical.protocol import Protocol
from bot.export.courses import SymptomReport, reports_of
from bot.export.records import FormRecord
from bot.export.table import Column, Entry, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.words import grade_labels, trend_labels, words

ABOUT: tuple[Column[SymptomReport], ...] = (
    PATIENT,
    Column(
        name="session",
        type=Type.INTEGER,
        about="The number of the session the symptom belongs to: while it stays open, the one "
        "it was first reported after.",
        origin=Origin.BOT,
        value=lambda report: report.session.number if report.session else None,
        low=1,
    ),
    Column(
        name="form",
        type=Type.INTEGER,
        about="The report's form, as in check_ins.",
        origin=Origin.BOT,
        value=lambda report: report.form.form,
        low=1,
    ),
    Column(
        name="point",
        type=Type.KEY,
        about="The report's point of the schedule, as in check_ins.",
        origin=Origin.BOT,
        value=lambda report: report.form.point,
    ),
    Column(
        name="reported_at",
        type=Type.MOMENT,
        about="When it was reported.",
        origin=Origin.BOT,
        value=lambda report: report.form.local(report.form.moment),
    ),
)
HOURS: Column[SymptomReport] = Column(
    name="hours_since_session",
    type=Type.DECIMAL,
    about="Time from the end of that session to the report.",
    origin=Origin.BOT,
    value=lambda report: report.hours_since_session,
    unit="hours",
)


def symptoms(protocol: Protocol) -> Table:
    """Describe the table for a protocol."""
    return Table(
        name="symptoms",
        about="One row per report and symptom with a settled grade or trend.",
        reads=FormRecord,
        kinds=("check_in", "problem"),
        columns=(*ABOUT, *_answer_columns(protocol), HOURS),
        unfold=lambda forms: reports_of(protocol, forms),
        day=lambda report: report.form.dated,
    )


def _answer_columns(protocol: Protocol) -> tuple[Column[SymptomReport], ...]:
    names = {key: words(f"symptom.{key}", otherwise=key) for key in protocol.symptom_keys}
    return (
        Column(
            name="symptom",
            type=Type.KEY,
            about="The symptom's key.",
            origin=Origin.BOT,
            value=lambda report: report.symptom,
            choices=names,
        ),
        Column(
            name="grade",
            type=Type.INTEGER,
            about="How bad it is, from 0 (not there); each symptom has its own words.",
            origin=Origin.PATIENT,
            value=lambda report: report.grade,
            low=0,
            high=4,
            entries=tuple(
                Entry(
                    key=symptom.key,
                    about=names[symptom.key],
                    source=symptom.source,
                    choices=grade_labels(symptom.key),
                )
                for symptom in protocol.symptoms
            ),
        ),
        Column(
            name="asked",
            type=Type.BOOLEAN,
            about="Whether the grade was asked for; false when it is 0 because the symptom was "
            "not ticked among the problems.",
            origin=Origin.BOT,
            value=lambda report: report.asked,
        ),
        Column(
            name="trend",
            type=Type.KEY,
            about="How it is compared with last time; asked when it was there then.",
            origin=Origin.PATIENT,
            value=lambda report: report.trend,
            choices=trend_labels(),
        ),
    )
