"""A form being filled in: its questions, what is answered, and what comes next."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from bot.clinic import Clinic
from bot.clinical.before_session import aftermath_facts
from bot.clinical.check_in import check_in_questions
from bot.clinical.comparison import Stage, course_facts, course_questions
from bot.clinical.diary import DETAILS
from bot.clinical.facts import History, open_symptoms, report_facts
from bot.clinical.questionnaire import Question, answered, applicable, next_question
from bot.clinical.screens import Screen
from bot.pathway import courses
from bot.pathway.aftermath import aftermath_of
from bot.pathway.days import days_filled
from bot.pathway.history import TEXT_POINT, history_of
from bot.storage import answers, patients
from bot.storage.answers import Answer
from bot.storage.forms import Form, FormKind
from bot.storage.patients import Patient


@dataclass(frozen=True, kw_only=True)
class Filling:
    """One form with everything needed to go on with it; worked out from stored answers alone."""

    form: Form
    patient: Patient
    questions: tuple[Question, ...]
    rows: tuple[Answer, ...]  # all that was ever stored, oldest first
    given: Mapping[str, Any]  # settled answers
    ticked: Mapping[str, list[str]]  # ticks not settled yet
    marks: Mapping[str, str]  # items of screens that are not settled yet
    facts: Mapping[str, Any]
    history: History = field(default_factory=History)
    screens: tuple[Screen, ...] = ()

    @cached_property
    def next(self) -> Question | None:
        """The first question that applies and is not settled."""
        return next_question(self.questions, self.given, self.facts)

    @cached_property
    def applicable(self) -> tuple[Question, ...]:
        """The questions that apply."""
        return applicable(self.questions, self.facts)

    @property
    def done(self) -> tuple[Question, ...]:
        """The questions that apply and are settled."""
        return answered(self.questions, self.given, self.facts)

    def question(self, key: str) -> Question | None:
        """Find one of the form's questions."""
        return next((question for question in self.questions if question.key == key), None)


def load(clinic: Clinic, form: Form, before: Filling | None = None) -> Filling:
    """Work out where a form stands; what came before it is read once, for its `before`."""
    patient = before.patient if before else patients.by_id(clinic.db, form.patient_id)
    rows = answers.history(clinic.db, form.id)
    newest = answers.newest_of(rows)
    given = {key: answer.given for key, answer in newest.items() if answer.final}
    left = {key: answer.given for key, answer in newest.items() if not answer.final}
    if form.reports_symptoms:
        known = _report(clinic, form, given, patient, before.history if before else None)
    else:
        known = _LOADERS[form.kind](clinic, form, given)
    return Filling(
        form=form,
        patient=patient,
        rows=tuple(rows),
        given=given,
        ticked={key: ticks for key, ticks in left.items() if isinstance(ticks, list)},
        marks={key: mark for key, mark in left.items() if isinstance(mark, str)},
        questions=known.questions,
        facts=known.facts,
        history=known.history,
        screens=clinic.protocol.screens if form.kind is FormKind.SCREENING else (),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    questions: tuple[Question, ...]
    facts: Mapping[str, Any]
    history: History = field(default_factory=History)


def _screening(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    known = aftermath_facts(aftermath_of(clinic, form))
    return _Known(questions=clinic.protocol.screening, facts={**given, **known})


def _session(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    db, protocol = clinic.db, clinic.protocol
    if form.session_id is None:
        course = courses.coming(db, protocol, form.patient_id, clinic.now())
    else:
        course = courses.of_session(db, form.session_id)
    told_elsewhere = courses.told_with_session(db, course, other_than=form.id)
    first = courses.baseline_of(db, course) is None and told_elsewhere is None
    return _Known(questions=protocol.session, facts={**given, "first_session": first})


def _baseline(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    return _Known(
        questions=course_questions(clinic.protocol), facts=course_facts(given, Stage.BEFORE)
    )


def _follow_up(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    filled = days_filled(clinic, form)
    return _Known(
        questions=course_questions(clinic.protocol),
        facts=course_facts(given, Stage.AFTER, filled=filled),
    )


def _safety(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    return _Known(questions=clinic.protocol.safety, facts=given)


def _diary(clinic: Clinic, form: Form, given: Mapping[str, Any]) -> _Known:
    return _Known(
        questions=clinic.protocol.diary, facts={**given, DETAILS: given.get(DETAILS, False)}
    )


def _report(
    clinic: Clinic,
    form: Form,
    given: Mapping[str, Any],
    patient: Patient,
    history: History | None,
) -> _Known:
    protocol = clinic.protocol
    if history is None:
        history = history_of(clinic.db, protocol, form, patient, at=_moment(clinic, form))
    questions = check_in_questions(
        protocol,
        focus=protocol.schedule.focus(form.point or ""),
        still_open=frozenset(open_symptoms(history.previous)),
    )
    if form.point == TEXT_POINT:
        questions = questions[:1]  # the gate alone
    facts = report_facts(protocol, given, history)
    if form.kind is FormKind.CHECK_IN:
        questions = (*questions, *protocol.course)
        facts |= course_facts({}, Stage.DURING, point=form.point or "")
    return _Known(questions=questions, facts=facts, history=history)


def _moment(clinic: Clinic, form: Form) -> datetime:
    """Give the instant a report speaks of: now, or when it was closed."""
    return form.closed_at or clinic.now()


_LOADERS = {
    FormKind.SCREENING: _screening,
    FormKind.SESSION: _session,
    FormKind.SAFETY: _safety,
    FormKind.DIARY: _diary,
    FormKind.BASELINE: _baseline,
    FormKind.FOLLOW_UP: _follow_up,
}
