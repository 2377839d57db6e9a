"""Screenings: each answer that counts, of each screening that is over."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.clinical.levels import ScreeningClass
from bot.clinical.protocol import Protocol
from bot.export.questions import answer_cell, entry_of
from bot.export.records import FormRecord, Given
from bot.export.table import Column, Origin, Table, Told, Type
from bot.export.tables.patients import PATIENT
from bot.export.words import wording

OVER = {
    "answered": "answered to the end, or until help came first",
    "incomplete": "begun and not finished in time; the answers stand",
}
CLASSES = {
    ScreeningClass.CLEAR.value: "nothing was found against a session",
    ScreeningClass.CHECK.value: "the clinic decides first",
    ScreeningClass.STOP.value: "no session for now",
}
CLEARED = {
    "spoke": "spoke with the patient",
    "examined": "seen and examined",
    "weighed": "known and weighed",
    "doctor": "agreed with their doctor",
    "passed": "it has passed",
    "words": "in the clinician's own words",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreeningAnswer:
    """One answer of a screening."""

    form: FormRecord
    question: str
    given: Given

    @property
    def patient(self) -> str:
        """The patient's code."""
        return self.form.patient


COLUMNS: tuple[Column[ScreeningAnswer], ...] = (
    PATIENT,
    Column(
        name="screening",
        type=Type.INTEGER,
        about="The screening's number among this patient's forms.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.form,
    ),
    Column(
        name="started_at",
        type=Type.MOMENT,
        about="When it was begun.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.local(answer.form.opened_at),
    ),
    Column(
        name="ended_at",
        type=Type.MOMENT,
        about="When it was answered to the end, or given up.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.local(answer.form.closed_at),
    ),
    Column(
        name="state",
        type=Type.KEY,
        about="How it ended.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.state,
        choices=OVER,
    ),
    Column(
        name="class",
        type=Type.KEY,
        about="The outcome: the worst single answer decides. Empty when it was not finished.",
        origin=Origin.RULES,
        value=lambda answer: _class_of(answer.form),
        choices=CLASSES,
    ),
    Column(
        name="cleared_at",
        type=Type.MOMENT,
        about="When a clinician last cleared it; empty when nobody did. The class stays.",
        origin=Origin.CLINICIAN,
        value=lambda answer: answer.form.local(answer.form.cleared_at),
    ),
    Column(
        name="cleared_by",
        type=Type.KEY,
        about="The code of that clinician.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.cleared_by,
    ),
    Column(
        name="clearing_reason",
        type=Type.KEY,
        about="The reason it was cleared with.",
        origin=Origin.CLINICIAN,
        value=lambda answer: answer.form.clearing_reason,
        choices=CLEARED,
    ),
    Column(
        name="clearing_words",
        type=Type.TEXT,
        about="The reason in the clinician's own words, where none of the list fitted.",
        origin=Origin.CLINICIAN,
        value=lambda answer: answer.form.clearing_words or None,
    ),
)
ANSWER_COLUMNS: tuple[Column[ScreeningAnswer], ...] = (
    Column(
        name="answered_at",
        type=Type.MOMENT,
        about="When the answer was given; one that still stood was carried over with its time.",
        origin=Origin.BOT,
        value=lambda answer: answer.form.local(answer.given.at),
    ),
    Column(
        name="given_by",
        type=Type.KEY,
        about="The code of the person who gave it.",
        origin=Origin.BOT,
        value=lambda answer: answer.given.by,
        told=Told.CODED,
    ),
    Column(
        name="corrections",
        type=Type.INTEGER,
        about="How many answers to this question were changed or taken back before it.",
        origin=Origin.BOT,
        value=lambda answer: answer.given.corrections,
        low=0,
    ),
)


def screenings(protocol: Protocol) -> Table:
    """Describe the table for a protocol."""
    asked: tuple[Column[Any], ...] = (
        Column(
            name="question",
            type=Type.KEY,
            about="The question's key.",
            origin=Origin.BOT,
            value=lambda answer: answer.question,
            choices={question.key: wording(question) for question in protocol.screening},
        ),
        Column(
            name="answer",
            type=Type.ANSWER,
            about="The answer that counts: a number, or the keys of the options chosen.",
            origin=Origin.PATIENT,
            value=lambda answer: answer_cell(answer.given.value),
            entries=tuple(entry_of(question) for question in protocol.screening),
            told=Told.BY_QUESTION,
        ),
    )
    return Table(
        name="screenings",
        about="One row per answer of each screening that is over.",
        reads=FormRecord,
        kinds=("screening",),
        columns=(*COLUMNS, *asked, *ANSWER_COLUMNS),
        unfold=_answers,
        day=lambda answer: answer.form.dated,
    )


def _answers(forms: Iterable[FormRecord]) -> Iterator[ScreeningAnswer]:
    """Take screenings that are over apart into their answers."""
    for form in forms:
        if form.state in OVER:
            for question, given in form.given.items():
                yield ScreeningAnswer(form=form, question=question, given=given)


def _class_of(form: FormRecord) -> str | None:
    return form.screening_class and form.screening_class.value
