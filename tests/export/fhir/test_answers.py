"""Whatever is answered, and by whatever protocol: it becomes resources that hold."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.questionnaire import Kind, Question
from bot.export.courses import reports_of
from bot.export.extract import PatientFile
from bot.export.fhir.case import Case
from bot.export.fhir.definitions import Definitions, Version
from bot.export.fhir.people import device
from bot.export.fhir.record import definitions_used, resources
from bot.export.fhir.sheets import KINDS
from bot.export.records import AlertRecord, FormRecord, Given, PatientRecord, Spoken
from tests.export.extracts import ABOUT
from tests.export.fhir.elements import Json
from tests.export.fhir.rules import faults
from tests.export.fhir.wholes import dangling, mismatches
from tests.house import PROTOCOL

START = datetime(2026, 3, 27, 9, 0, tzinfo=UTC)  # two days before clocks change in Berlin
ROBIN: dict[str, Any] = {"patient": "K7QX2", "zone": "Europe/Berlin"}
DEFINITIONS = Definitions(PROTOCOL)
STATES = ("open", "answered", "incomplete", "skipped", "missed", "bot_was_down", "cancelled")
VERSIONS = ((PROTOCOL.version, PROTOCOL.content_hash), ("0.9.0", "f00d" * 16), (None, None))
READ_BY_NAME = {
    "medicine": st.just("of_old"),
    "medicines": st.just(["of_old"]),
    "problems": st.just(["of_old"]),
}
MINUTES = st.integers(0, 10_000).map(lambda minutes: START + timedelta(minutes=minutes))
ODD = st.one_of(
    st.text(max_size=8),
    st.integers(-5, 200),
    st.booleans(),
    st.lists(st.text(max_size=3), max_size=2),
)


def answers(question: Question) -> st.SearchStrategy[Any]:
    """Draw an answer: one that is offered, or one that an older protocol may have offered.

    Grades are from 0 to 4 in every protocol, and what the bot reads by name is a choice.
    """
    if question.kind is Kind.GRADE:
        return fitting(question)
    if question.key in READ_BY_NAME:
        return fitting(question) | READ_BY_NAME[question.key]
    return fitting(question) | ODD


def fitting(question: Question) -> st.SearchStrategy[Any]:
    """Draw an answer that a question offers."""
    keys = [option.key for option in question.options]
    options = st.sampled_from(keys) if keys else st.nothing()
    match question.kind:
        case Kind.CHOICE:
            return options
        case Kind.SEVERAL:
            ticks = [option.key for option in question.options if not option.alone]
            return st.lists(st.sampled_from(ticks), min_size=1, unique=True)
        case Kind.DATE:
            return st.dates(date(2000, 1, 1), date(2099, 12, 31)).map(str)
        case Kind.TIME:
            return st.times().map(lambda time: f"{time:%H:%M}")
        case Kind.TEXT:
            return options | st.text(min_size=1, max_size=20).filter(question.accepts)
        case _:
            return options | st.integers(question.low, question.high)


@st.composite
def forms(draw: st.DrawFn, number: int) -> FormRecord:
    """Draw a form with some answers, most of them offered."""
    kind = draw(st.sampled_from(sorted(KINDS)))
    questions = {question.key: question for question in KINDS[kind].questions(PROTOCOL)}
    asked = draw(st.lists(st.sampled_from(sorted(questions)), max_size=8, unique=True))
    values = {key: draw(answers(questions[key])) for key in asked}
    if draw(st.booleans()):
        values["of_old"] = draw(ODD)
    at = draw(MINUTES)
    version, digest = draw(st.sampled_from(VERSIONS))
    return FormRecord(
        **ROBIN,
        form=number,
        kind=kind,
        state=draw(st.sampled_from(STATES)),
        point=draw(st.sampled_from([None, "h3", "of_old"])),
        session=None,
        course=None,
        session_ended_at=None,
        created_at=START,
        due_at=START,
        closes_at=None,
        opened_at=at,
        closed_at=draw(st.none() | MINUTES.map(lambda later: max(later, at))),
        level=None,
        screening_class=draw(st.none() | st.sampled_from(ScreeningClass)),
        protocol_version=version,
        protocol_hash=digest,
        day=at.date() if kind == "diary" else None,
        findings=tuple(draw(st.lists(findings(at), max_size=2, unique_by=lambda one: one.rule))),
        given={
            key: Given(value=value, at=at, by="K7QX2", corrections=draw(st.integers(0, 1)))
            for key, value in values.items()
        },
        corrections=draw(st.integers(0, 1)),
    )


def findings(at: datetime) -> st.SearchStrategy[Spoken]:
    """Draw a rule that spoke; some are not in the protocol any more."""
    return st.builds(
        Spoken,
        rule=st.sampled_from([*(rule.key for rule in PROTOCOL.rules), "R_of_old"]),
        level=st.sampled_from(TriageLevel),
        undecided=st.booleans(),
        symptoms=st.sampled_from([(), ("tingling",), ("cough", "fever")]),
        at=st.just(at),
    )


def alerts(number: int) -> st.SearchStrategy[AlertRecord]:
    """Draw an alert in any state, of some of the forms."""
    return st.builds(
        AlertRecord,
        **{name: st.just(value) for name, value in ROBIN.items()},
        alert=st.just(number),
        number=st.just(number),
        level=st.sampled_from([level for level in TriageLevel if level.rank]),
        state=st.just("raised"),
        raised_at=st.just(START),
        causes=st.sampled_from([(), ("R47", "silent")]),
        forms=st.sampled_from([(), (1,), (1, 2)]),
        first_delivered_at=st.none() | MINUTES,
        acknowledged_at=st.none(),
        acknowledged_by=st.none(),
        closed_at=st.none(),
        closed_by=st.none(),
        reason=st.none(),
        sendings=st.just(1),
    )


def case_of(told: list[FormRecord], raised: list[AlertRecord]) -> Case:
    """Put a patient's records together."""
    patient = PatientRecord(
        **ROBIN,
        state="joining",
        language="en",
        region=None,
        joined_at=START,
        consented_at=None,
        consent_version=None,
        withdrawn_at=None,
        sessions=0,
        reachable=True,
    )
    reports = [form for form in told if form.kind in ("check_in", "problem")]
    file = PatientFile(
        patient=patient,
        consents=[],
        sessions=[],
        forms=told,
        symptoms=list(reports_of(PROTOCOL, reports)),
        courses=[],
        alerts=raised,
        messages=[],
        tables=[],
    )
    return Case(file=file, definitions=DEFINITIONS, about=ABOUT)


def whole(case: Case) -> list[Json]:
    """List everything a Bundle would hold."""
    sheets = [DEFINITIONS.questionnaire(*definition) for definition in definitions_used(case)]
    return [device(case.about), *sheets, *resources(case)]


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_whatever_is_answered_holds(data: st.DataObject) -> None:
    told = [data.draw(forms(number)) for number in (1, 2)]
    made = whole(case_of(told, [data.draw(alerts(1))]))

    small = [one for one in made if one["resourceType"] != "Questionnaire"]
    assert [fault for resource in small for fault in faults(resource)] == []
    assert list(dangling(made)) == []
    assert list(mismatches(made)) == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_no_answer_is_lost(data: st.DataObject) -> None:
    form = data.draw(forms(1))

    told = DEFINITIONS.answers(form)

    links = {item["linkId"] for item in told} - {"stored"}
    [lines] = [item["answer"] for item in told if item["linkId"] == "stored"] or [[]]
    stored = {line["valueString"].partition(":")[0] for line in lines}
    assert links | stored == form.given.keys()


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_questionnaire_holds_and_says_whether_it_is_in_force(kind: str) -> None:
    versions = [Version(version=v or "", digest=digest or "") for v, digest in VERSIONS]
    sheets = [DEFINITIONS.questionnaire(kind, version) for version in versions]

    assert [faults(sheet) for sheet in sheets] == [[], [], []]
    assert [sheet["status"] for sheet in sheets] == ["active", "retired", "unknown"]
    assert len({(sheet["id"], sheet["version"]) for sheet in sheets}) == 3
    assert "keeps no copy" not in sheets[0]["description"]
    assert "keeps no copy" in sheets[1]["description"]
