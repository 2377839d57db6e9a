"""Putting questions together changes nothing of what is kept and what it means."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.screening import screen
from bot.clinical.screens import NONE, SINGLY
from bot.pathway import answering, starting
from bot.pathway.filling import Filling, load
from bot.pathway.post import Post
from bot.pathway.putting import before, find, items_of, position, put, ticks_on
from bot.storage import findings, forms
from bot.storage.database import transaction
from bot.storage.forms import Form, FormKind, FormState
from tests.export.clinics import add_patient, make_clinic

NUMBERS = count(1)  # of chats and updates


@pytest.fixture(scope="module")
def clinic(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clinic]:
    """Open one clinic; each example has a patient of its own."""
    opened = make_clinic(tmp_path_factory.mktemp("putting"))
    yield opened
    opened.db.close()


class Patient:
    """A patient who is being screened, and what happens when they tap."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self.chat = next(NUMBERS)
        patient = add_patient(clinic, chat_id=self.chat)
        with transaction(clinic.db):
            kind = FormKind.SCREENING
            self.number = starting.start(clinic, patient=patient, kind=kind, post=self.post()).id

    def post(self) -> Post:
        """Give the way to this patient for one more cause."""
        cause = f"test {next(NUMBERS)}"
        return Post(db=self.clinic.db, chat_id=self.chat, cause=cause, now=self.clinic.now())

    @property
    def form(self) -> Form:
        """The screening as it stands."""
        return forms.by_id(self.clinic.db, self.number)

    @property
    def filling(self) -> Filling:
        """Where the screening stands."""
        return load(self.clinic, self.form)

    def tells(self, question: Question, value: Any) -> None:
        """Answer a question, or settle a screen."""
        with transaction(self.clinic.db):
            answering.record(
                self.clinic,
                filling=self.filling,
                question=question,
                value=value,
                update_id=next(NUMBERS),
                post=self.post(),
            )

    def ticks(self, question: Question, option: str) -> None:
        """Tap on one box."""
        with transaction(self.clinic.db):
            answering.tick(self.clinic, question=question, option=option, **self.act())

    def goes_back(self, question: Question) -> None:
        """Tap on Back, or on a question in the list of answers."""
        with transaction(self.clinic.db):
            answering.step_back(self.clinic, question=question, **self.act())

    def act(self) -> dict[str, Any]:
        """Give what each act has of its own."""
        return {"form": self.form, "update_id": next(NUMBERS), "post": self.post()}


def answers_to(question: Question) -> st.SearchStrategy[Any]:
    """Draw an answer that a question takes."""
    options = [option.key for option in question.options]
    alone = [[option.key] for option in question.options if option.alone]
    match question.kind:
        case Kind.SEVERAL:
            rest = [key for key in options if [key] not in alone]
            ticks = st.lists(st.sampled_from(rest), min_size=1, unique=True)
            return st.sampled_from(alone) | ticks if alone else ticks
        case Kind.CHOICE:
            return st.sampled_from(options)
        case Kind.TEXT:
            return st.sampled_from(["in my own words", *options])
        case _:
            return st.integers(question.low, question.high)


def answers_one(patient: Patient, question: Question, data: st.DataObject) -> None:
    """Answer what is put: a question, or a screen in any of its ways."""
    if question.kind is not Kind.SCREEN:
        patient.tells(question, data.draw(answers_to(question)))
        return
    if data.draw(st.integers(0, 3)) == 0:
        patient.tells(question, [SINGLY])
        return
    items = [item.key for item in items_of(patient.filling, question)]
    wanted = data.draw(st.sets(st.sampled_from(items), max_size=4))
    for key in sorted({*ticks_on(patient.filling, question)} ^ wanted):
        patient.ticks(question, key)
    if patient.form.state is FormState.OPEN:  # no tick was an emergency
        patient.tells(question, [key for key in items if key in wanted] or [NONE])


def is_screened(patient: Patient, data: st.DataObject, *, backs: int = 0) -> None:
    """Answer all that is put, and go back now and then."""
    while patient.form.state is FormState.OPEN and (question := put(patient.filling)):
        last = find(patient.filling, before(patient.filling))
        if backs and last is not None and data.draw(st.booleans()):
            backs -= 1
            patient.goes_back(last)
        else:
            answers_one(patient, question, data)


@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_whatever_is_ticked_each_item_has_one_answer_and_the_class_is_that_of_single_ones(
    clinic: Clinic, data: st.DataObject
) -> None:
    together = Patient(clinic)
    is_screened(together, data)
    told = together.filling
    ended = together.form.level is TriageLevel.EMERGENCY

    settled = [row.question for row in told.rows if row.final]
    assert len(settled) == len(set(settled))
    assert ended or set(settled) == {question.key for question in told.applicable}
    assert ended or not told.marks
    outcome = screen(clinic.protocol, told.given, complete=not ended, today=clinic.now().date())
    assert together.form.screening_class is outcome.screening_class

    if ended:
        return
    one_by_one = Patient(replace(clinic, protocol=replace(clinic.protocol, screens=())))
    while one_by_one.form.state is FormState.OPEN and (question := put(one_by_one.filling)):
        one_by_one.tells(question, told.given.get(question.key))
    assert one_by_one.filling.given == told.given
    assert one_by_one.form.screening_class is together.form.screening_class
    assert one_by_one.form.level is together.form.level
    assert rules(one_by_one) == rules(together)


def rules(patient: Patient) -> set[str]:
    """Name what was found."""
    return {found.rule for found in findings.of_form(patient.clinic.db, patient.number)}


@settings(max_examples=12, deadline=None, derandomize=True)
@given(data=st.data())
def test_however_often_somebody_goes_back_each_item_that_applies_is_settled(
    clinic: Clinic, data: st.DataObject
) -> None:
    patient = Patient(clinic)
    is_screened(patient, data, backs=6)
    told = patient.filling

    assert patient.form.state is FormState.ANSWERED
    if patient.form.level is not TriageLevel.EMERGENCY:
        assert {question.key for question in told.applicable} <= told.given.keys()
        assert not told.marks
        outcome = screen(clinic.protocol, told.given, complete=True, today=clinic.now().date())
        assert patient.form.screening_class >= outcome.screening_class


@settings(max_examples=8, deadline=None, derandomize=True)
@given(data=st.data())
def test_the_place_moves_on_with_each_message_and_ends_at_the_last(
    clinic: Clinic, data: st.DataObject
) -> None:
    patient = Patient(clinic)
    number, total = 0, 1
    while patient.form.state is FormState.OPEN and (question := put(patient.filling)):
        last, (number, total) = number, position(patient.filling)
        assert last <= number <= total
        answers_one(patient, question, data)
    if patient.form.level is not TriageLevel.EMERGENCY:
        assert number == total
