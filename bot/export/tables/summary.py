"""Summary: each course with the figures before it and after it, side by side."""

from collections.abc import Callable

from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.clinical.summary import DayCount, Side
from bot.export.records import FormRecord
from bot.export.summaries import CourseRecord, summaries_of
from bot.export.table import Cell, Column, Origin, Table, Type
from bot.export.tables.patients import PATIENT
from bot.export.words import labels

KINDS = ("baseline", "session", "diary", "follow_up")
Columns = tuple[Column[CourseRecord], ...]

ABOUT: Columns = (
    PATIENT,
    Column(
        name="course",
        type=Type.INTEGER,
        about="The number of the course, from 1.",
        origin=Origin.BOT,
        value=lambda record: record.course,
        low=1,
    ),
    Column(
        name="sessions",
        type=Type.INTEGER,
        about="How many sessions of it are recorded.",
        origin=Origin.BOT,
        value=lambda record: record.sessions,
        low=0,
    ),
    Column(
        name="baseline_at",
        type=Type.MOMENT,
        about="When the side before was told; empty without a baseline.",
        origin=Origin.BOT,
        value=lambda record: _moment(record.baseline),
    ),
    Column(
        name="follow_up_at",
        type=Type.MOMENT,
        about="When the side after was told; empty without a follow-up.",
        origin=Origin.BOT,
        value=lambda record: _moment(record.follow_up),
    ),
)


def summary(protocol: Protocol) -> Table:
    """Describe the table for a protocol."""
    asked = {question.key: question for question in protocol.course}
    change = asked["change"]
    return Table(
        name="summary",
        about="One row per course: the same figures before and after. What is empty was not told.",
        reads=FormRecord,
        kinds=KINDS,
        columns=(
            *ABOUT,
            *_numbers("usual", "Usual headache of the last 7 days.", 10, lambda s: s.usual),
            *_numbers("worst", "Worst headache of the last 7 days.", 10, lambda s: s.worst),
            *_days("headache_days", "Days with headache of the last 14", 14, lambda s: s.headache),
            *_choices("duration", asked["duration_usual"], lambda s: s.duration),
            *_days("medicine_days", "Days with medicine of the last 28", 28, lambda s: s.medicine),
            *_choices("disability", asked["disability_usual"], lambda s: s.disability),
            *_numbers(
                "neck_easy",
                "In how many of 4 directions the head turns easily.",
                4,
                lambda s: s.easy_directions,
            ),
            Column(
                name="change",
                type=Type.KEY,
                about="The change since the first session, in the patient's own judgement.",
                origin=Origin.PATIENT,
                value=lambda record: record.summary.change,
                choices=labels(change),
                source=change.source,
            ),
        ),
        unfold=lambda forms: summaries_of(protocol, forms),
        day=lambda record: record.day,
    )


def _moment(form: FormRecord | None) -> Cell:
    return None if form is None else form.local(form.moment)


def _both(
    name: str, read: Callable[[Side], Cell]
) -> tuple[tuple[str, Callable[[CourseRecord], Cell]], ...]:
    return (
        (f"{name}_before", lambda record: read(record.summary.before)),
        (f"{name}_after", lambda record: read(record.summary.after)),
    )


def _numbers(name: str, about: str, high: int, read: Callable[[Side], Cell]) -> Columns:
    return tuple(
        Column(
            name=column,
            type=Type.INTEGER,
            about=about,
            origin=Origin.PATIENT,
            value=value,
            low=0,
            high=high,
        )
        for column, value in _both(name, read)
    )


def _days(name: str, about: str, high: int, read: Callable[[Side], DayCount | None]) -> Columns:
    """Make the columns of a count: its days, and after the course how many days were filled."""
    told = f"{about}; counted in the diary where {name}_filled is not empty, else as told."
    filled: Column[CourseRecord] = Column(
        name=f"{name}_filled",
        type=Type.INTEGER,
        about=f"Days with a diary entry that {name}_after was counted in; empty where told.",
        origin=Origin.BOT,
        value=lambda record: _part(read(record.summary.after), "filled"),
        low=1,
        high=high,
    )
    return (*_numbers(name, told, high, lambda side: _part(read(side), "days")), filled)


def _part(count: DayCount | None, name: str) -> int | None:
    return None if count is None else getattr(count, name)


def _choices(name: str, question: Question, read: Callable[[Side], Cell]) -> Columns:
    return tuple(
        Column(
            name=column,
            type=Type.KEY,
            about="Most of the time.",
            origin=Origin.PATIENT,
            value=value,
            choices=labels(question),
            source=question.source,
        )
        for column, value in _both(name, read)
    )
