"""A de-identified record tells what happened and how far apart, not to whom and when."""

from dataclasses import dataclass, fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, get_args

import pytest

from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind, Option, Question
from bot.export.hiding import KEPT, LEFT_OUT, MOST_WEEKS, Hiding
from bot.export.records import (
    AlertRecord,
    AnswerRecord,
    ConsentRecord,
    FormRecord,
    Given,
    MessageRecord,
    OfPatient,
    PatientRecord,
    ReplyRecord,
    SessionRecord,
    Spoken,
)
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
HIDING = Hiding(b"k" * 32, PROTOCOL)
WINTER = datetime(2026, 3, 28, 20, 30, tzinfo=UTC)  # half past nine in Berlin, before the change
SUMMER = datetime(2026, 3, 29, 19, 30, tzinfo=UTC)  # half past nine on the next evening
RECORDS = (
    *(PatientRecord, ConsentRecord, SessionRecord, FormRecord),
    *(AlertRecord, MessageRecord, ReplyRecord, AnswerRecord),
)
CHANGED = {"patient", "zone", "moved", "given", "findings", "alert", "value", "by"}


def form(**values: Any) -> FormRecord:
    """Make a diary entry of an evening in Berlin."""
    given = values.pop("given", {})
    usual: dict[str, Any] = {
        **dict.fromkeys(field.name for field in fields(FormRecord)),
        **{"patient": "K7QX2", "zone": "Europe/Berlin", "corrections": 0, "form": 3},
        **{"kind": "diary", "state": "answered", "created_at": WINTER, "findings": ()},
    }
    answers = {
        key: Given(value=value, at=WINTER, by="K7QX2", corrections=0)
        for key, value in given.items()
    }
    return FormRecord(**{**usual, "given": answers, **values})


def told(question: str, value: Any, hiding: Hiding = HIDING) -> Any:
    """Say what becomes of an answer."""
    return hiding.hide(form(given={question: value})).value(question)


def test_the_same_key_gives_a_patient_the_same_code_and_another_key_another() -> None:
    again, other = Hiding(b"k" * 32, PROTOCOL), Hiding(b"l" * 32, PROTOCOL)

    code = HIDING.hide(form()).patient

    assert again.hide(form()).patient == code
    assert other.hide(form()).patient != code
    assert HIDING.hide(form(patient="M4TW9")).patient != code
    assert "K7QX2" not in code
    assert len(code) == 10


def test_everything_of_a_patient_is_moved_by_the_same_whole_weeks() -> None:
    found = Spoken(
        rule="R47", level=TriageLevel.URGENT, undecided=False, symptoms=("cough",), at=SUMMER
    )
    record = form(closed_at=SUMMER, day=date(2026, 3, 28), findings=(found,))
    hidden = HIDING.hide(record)

    moved = record.created_at - hidden.created_at
    assert hidden.closed_at == SUMMER - moved
    assert hidden.findings == (replace(found, at=SUMMER - moved),)
    assert hidden.day == date(2026, 3, 28) - moved
    assert timedelta(weeks=1) <= moved <= timedelta(weeks=MOST_WEEKS)
    assert moved % timedelta(weeks=1) == timedelta(0)


def test_patients_are_moved_by_different_spans() -> None:
    spans = {HIDING.weeks(HIDING.code(f"CODE{n}")) // timedelta(weeks=1) for n in range(500)}

    assert min(spans) >= 1
    assert max(spans) <= MOST_WEEKS
    assert len(spans) > MOST_WEEKS * 0.9


def test_the_clock_is_told_through_a_change_of_it_and_the_hours_between_are_true() -> None:
    hidden = HIDING.hide(form(closed_at=SUMMER))
    assert hidden.closed_at is not None

    first, second = hidden.local(hidden.created_at), hidden.local(hidden.closed_at)

    assert (f"{first:%H:%M}", f"{second:%H:%M}") == ("21:30", "21:30")
    assert second.date() - first.date() == timedelta(days=1)
    assert hidden.closed_at - hidden.created_at == timedelta(hours=23)
    assert first.utcoffset() == timedelta(0)
    assert hidden.local_date(hidden.created_at) == first.date()


@pytest.mark.parametrize(
    ("question", "value", "expected"),
    [
        ("nrs_worst", 7, 7),
        ("SC01", 89, 89),
        ("SC01", 90, 90),
        ("SC01", 97, 90),
        ("SC13", ["warfarin", "aspirin"], ["warfarin", "aspirin"]),
        ("tingling", 0, 0),
        ("tingling", 4, 4),
        ("tingling_trend", "worse", "worse"),
        ("ended_time", "14:30", "14:30"),
        ("details", True, True),
        # An answer that nobody vouches for may hold anything.
        ("SC30_what", "my name is Robin Example", None),
        ("hiccups", 3, None),
        ("hiccups", "often", None),
        ("nrs_worst", "Robin Example", None),
        ("SC13", ["Robin Example"], None),
    ],
)
def test_an_answer_is_kept_where_the_protocol_offers_it(
    question: str, value: Any, expected: Any
) -> None:
    assert told(question, value) == expected


def test_a_date_that_was_told_is_moved_with_the_rest() -> None:
    record = form(given={"ended_date": "2026-03-28"})
    hidden = HIDING.hide(record)

    moved = record.created_at - hidden.created_at
    assert hidden.value("ended_date") == (date(2026, 3, 28) - moved).isoformat()


def test_an_option_beside_a_persons_own_words_is_kept() -> None:
    question = Question(
        key="what", kind=Kind.TEXT, source="[D] ours", options=(Option(key="unsure"),)
    )
    hiding = Hiding(b"k", replace(PROTOCOL, diary=(question,)))

    assert told("what", "unsure", hiding) == "unsure"
    assert told("what", "my name is Robin", hiding) is None


def test_who_gave_an_answer_is_hidden_as_the_patient_is() -> None:
    answers = {
        "nrs_worst": Given(value=1, at=WINTER, by="K7QX2", corrections=0),
        "medicine": Given(value="none", at=WINTER, by="C1", corrections=0),
    }
    hidden = HIDING.hide(replace(form(), given=answers))

    by = {key: answer.by for key, answer in hidden.given.items()}
    assert by == {"nrs_worst": hidden.patient, "medicine": "C1"}


def test_what_a_clinician_wrote_is_left_out() -> None:
    hidden = HIDING.hide(form(cleared_by="C1", clearing_reason="words", clearing_words="Mr X"))

    assert (hidden.cleared_by, hidden.clearing_reason) == ("C1", "words")
    assert hidden.clearing_words is None


def test_an_alert_has_its_number_among_the_patients_alone() -> None:
    usual: dict[str, Any] = dict.fromkeys(field.name for field in fields(AlertRecord))
    given = {"patient": "K7QX2", "alert": 41, "number": 2, "level": TriageLevel.URGENT}

    hidden = HIDING.hide(AlertRecord(**{**usual, **given, "causes": ("R47",)}))

    assert (hidden.alert, hidden.number, hidden.causes) == (2, 2, ("R47",))


def test_every_field_of_a_record_has_been_judged() -> None:
    times = {
        field.name
        for record in RECORDS
        for field in fields(record)
        if {date, datetime} & {field.type, *get_args(field.type)}
    }
    known = {field.name for record in RECORDS for field in fields(record)}

    assert known == KEPT | LEFT_OUT | CHANGED | times
    assert not (KEPT | LEFT_OUT) & (CHANGED | times)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(OfPatient):
    """A record with a field that somebody adds one day."""

    name: str


def test_a_field_that_nobody_judged_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Named\.name is neither kept nor left out"):
        HIDING.hide(Named(patient="K7QX2", zone=None, name="Robin Example"))
