"""Tables are described once; what a protocol asks, and what it once asked, has its columns."""

import re
from dataclasses import replace
from enum import StrEnum

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Kind, Option, Question
from bot.export.table import Column, Table, Type
from bot.export.tables import Answered, tables_of
from bot.locales import say
from bot.protocol import load_protocol
from bot.storage.alerts import AlertState
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import PatientState

PROTOCOL = load_protocol()
NAME = re.compile(r"[a-z][a-z0-9_]*")


def tables(protocol: Protocol = PROTOCOL, answered: Answered | None = None) -> dict[str, Table]:
    """Describe all tables by name."""
    return {table.name: table for table in tables_of(protocol, answered or {})}


def columns(table: Table) -> dict[str, Column[object]]:
    """List a table's columns by name."""
    return {column.name: column for column in table.columns}


def test_the_tables_are_those_the_issue_names() -> None:
    assert list(tables()) == [
        "patients",
        "screenings",
        "sessions",
        "check_ins",
        "symptoms",
        "diary",
        "outcomes",
        "summary",
        "alerts",
        "messages",
    ]


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_columns_have_plain_names_of_their_own(table: Table) -> None:
    names = [column.name for column in table.columns]

    assert [name for name in names if not NAME.fullmatch(name)] == []
    assert len(set(names)) == len(names)
    assert names[0] == "patient"


@pytest.mark.parametrize("table", tables().values(), ids=lambda table: table.name)
def test_every_column_says_what_it_means(table: Table) -> None:
    assert [column.name for column in table.columns if not column.about] == []


@pytest.mark.parametrize(
    ("table", "column", "words"),
    [
        ("patients", "state", PatientState),
        ("alerts", "state", AlertState),
    ],
)
def test_the_states_are_those_that_are_stored(
    table: str, column: str, words: type[StrEnum]
) -> None:
    assert set(columns(tables()[table])[column].choices) == set(words)


def test_a_check_in_has_every_state_of_a_form_and_late() -> None:
    assert set(columns(tables()["check_ins"])["state"].choices) == {*FormState, "late"}


def test_a_diary_entry_has_only_states_of_a_form() -> None:
    assert set(columns(tables()["diary"])["state"].choices) < set(FormState)


def test_levels_and_classes_are_the_engines() -> None:
    levels = {level.value for level in TriageLevel}

    assert set(columns(tables()["check_ins"])["level"].choices) == levels
    assert set(columns(tables()["alerts"])["level"].choices) == levels - {"self_care"}
    assert set(columns(tables()["screenings"])["class"].choices) == {
        found.value for found in ScreeningClass
    }


def test_every_kind_of_form_is_exported() -> None:
    read = {kind for table in tables().values() for kind in table.kinds}

    assert read | {FormKind.SESSION} == set(FormKind)  # its answers are in the sessions


def test_every_question_of_a_check_in_but_grades_and_trends_is_a_column() -> None:
    found = columns(tables()["check_ins"])

    asked = ["gate", "nrs", "like_usual", "problems", "faint_place", "got_care", "safe"]
    assert [name for name in found if name in asked] == asked
    assert not {"bruising", "bruising_trend"} & set(found)
    assert (found["nrs"].type, found["nrs"].low, found["nrs"].high) == (Type.INTEGER, 0, 10)
    assert found["gate"].choices["breath"] == say("en", "option.gate.breath")
    assert found["problems"].choices["chest_pain"] == say("en", "symptom.chest_pain")


def test_a_question_a_clinic_adds_becomes_a_column() -> None:
    question = Question(
        key="Dreams",
        kind=Kind.NUMBER,
        source="[D] ours",
        high=24,
        options=(Option(key="unsure"),),
    )

    found = columns(tables(replace(PROTOCOL, diary=(*PROTOCOL.diary, question)))["diary"])

    assert (found["dreams"].type, found["dreams"].high) == (Type.INTEGER_OR_KEY, 24)
    assert found["dreams"].source == "[D] ours"


def test_a_question_named_like_a_fixed_column_gets_a_name_of_its_own() -> None:
    question = Question(key="state", kind=Kind.NUMBER, source="[D] ours")

    found = columns(tables(replace(PROTOCOL, diary=(question,)))["diary"])

    assert list(found)[-2:] == ["state_answer", "corrections"]


@pytest.mark.parametrize(
    ("kind", "table"),
    [
        ("session", "sessions"),
        ("check_in", "check_ins"),
        ("safety", "check_ins"),
        ("problem", "check_ins"),
        ("diary", "diary"),
    ],
)
def test_answers_to_a_question_no_longer_asked_keep_a_column(kind: str, table: str) -> None:
    before = set(columns(tables()[table]))

    found = columns(tables(answered={kind: {"nrs", "areas", "nrs_worst", "Hiccups"}})[table])

    assert "hiccups" in set(found) - before
    assert found["hiccups"].type is Type.ANSWER


def test_grades_in_force_are_not_taken_for_questions_no_longer_asked() -> None:
    answered = {"check_in": {"bruising", "bruising_trend", "nrs", "gate"}}

    assert (
        columns(tables(answered=answered)["check_ins"]).keys()
        == columns(tables()["check_ins"]).keys()
    )
