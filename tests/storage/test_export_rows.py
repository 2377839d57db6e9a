"""Records are read for exports one after another, with the answers that count."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.export.records import AlertRecord, ConsentRecord, FormRecord, PatientRecord
from bot.storage import alerts, consents, patients
from bot.storage.database import open_database, transaction
from bot.storage.export_rows import QUERIES, answered_questions, count, snapshot, stream
from bot.storage.forms import Form
from bot.storage.patients import Patient
from tests.export.clinics import KEY, START, add_form, add_patient, answer, make_clinic

ALL = ("screening", "session", "check_in", "safety", "problem", "diary")


@pytest.fixture
def clinic(tmp_path: Path) -> Clinic:
    """Open an empty clinic."""
    return make_clinic(tmp_path)


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    """Enrol a patient."""
    return add_patient(clinic, chat_id=1)


@pytest.fixture
def form(clinic: Clinic, patient: Patient) -> Form:
    """Put a check-in."""
    return add_form(clinic, patient, "check_in")


def only(clinic: Clinic) -> FormRecord:
    """Read the one form there is."""
    [record] = stream(clinic.db, FormRecord, kinds=ALL, patient_id=None)
    return record


def corrections(clinic: Clinic) -> dict[str, tuple[Any, int]]:
    """Map each question to the answer that counts and how many no longer do."""
    given = only(clinic).given
    return {key: (answer.value, answer.corrections) for key, answer in given.items()}


def test_the_newest_answer_counts_and_earlier_ones_are_corrections(
    clinic: Clinic, form: Form
) -> None:
    for value in (7, 5, 4):
        answer(clinic, form, "nrs", value)
    answer(clinic, form, "gate", "none")

    assert corrections(clinic) == {"nrs": (4, 2), "gate": ("none", 0)}
    assert only(clinic).corrections == 2


def test_an_answer_taken_back_is_not_given_and_still_counted(clinic: Clinic, form: Form) -> None:
    answer(clinic, form, "nrs", 7)
    answer(clinic, form, "nrs", None)

    assert corrections(clinic) == {}
    assert only(clinic).corrections == 1


def test_going_back_and_answering_again_is_one_correction(clinic: Clinic, form: Form) -> None:
    for value in (7, None, 5):
        answer(clinic, form, "nrs", value)

    assert corrections(clinic) == {"nrs": (5, 1)}


def test_ticks_being_set_are_no_answer_yet_and_no_corrections(clinic: Clinic, form: Form) -> None:
    answer(clinic, form, "problems", ["cough"], final=False)
    answer(clinic, form, "problems", ["cough", "fever"], final=False)
    ticking = corrections(clinic)
    answer(clinic, form, "problems", ["cough", "fever"])

    assert ticking == {}
    assert corrections(clinic) == {"problems": (["cough", "fever"], 0)}


def test_ticks_set_after_an_answer_unsettle_it(clinic: Clinic, form: Form) -> None:
    answer(clinic, form, "problems", ["cough"])
    answer(clinic, form, "problems", ["cough", "fever"], final=False)

    assert corrections(clinic) == {}
    assert only(clinic).corrections == 1


def test_forms_come_patient_by_patient_in_the_order_they_ended(
    clinic: Clinic, patient: Patient
) -> None:
    other = add_patient(clinic, chat_id=2)
    for who, hour in ((other, 1), (patient, 3), (other, 0), (patient, 2)):
        add_form(clinic, who, "check_in", at=START + timedelta(hours=hour))

    found = [
        (record.patient, record.form, record.moment.hour - START.hour)
        for record in stream(clinic.db, FormRecord, kinds=ALL, patient_id=None)
    ]

    assert found == [
        (patient.code, 2, 2),
        (patient.code, 1, 3),
        (other.code, 2, 0),
        (other.code, 1, 1),
    ]


def test_one_patient_and_some_kinds_can_be_read_alone(clinic: Clinic, patient: Patient) -> None:
    other = add_patient(clinic, chat_id=2)
    mine = add_form(clinic, patient, "diary")
    add_form(clinic, patient, "check_in")
    add_form(clinic, other, "diary")

    found = list(stream(clinic.db, FormRecord, kinds=("diary",), patient_id=patient.id))

    assert [record.form for record in found] == [mine.id]
    assert count(clinic.db, FormRecord, kinds=("diary",), patient_id=patient.id) == 1
    assert count(clinic.db, FormRecord, kinds=("diary",), patient_id=None) == 2


def test_a_patient_without_consent_or_zone_is_read_too(clinic: Clinic) -> None:
    add_patient(clinic, chat_id=1, zone=None, consented=False)

    [record] = stream(clinic.db, PatientRecord, kinds=(), patient_id=None)

    assert (record.zone, record.consented_at, record.sessions) == (None, None, 0)


def test_questions_with_stored_answers_are_named_by_kind(clinic: Clinic, patient: Patient) -> None:
    add_form(clinic, patient, "diary", {"nrs_worst": 3, "sleep": 7})
    add_form(clinic, patient, "check_in", {"nrs": 3})
    add_form(clinic, add_patient(clinic, chat_id=2), "check_in", {"gate": "none"})

    assert answered_questions(clinic.db, patient_id=None) == {
        "diary": {"nrs_worst", "sleep"},
        "check_in": {"nrs", "gate"},
    }
    assert answered_questions(clinic.db, patient_id=patient.id)["check_in"] == {"nrs"}


def test_every_consent_is_read_ended_or_not(clinic: Clinic, patient: Patient) -> None:
    consents.withdraw(clinic.db, patient.id, START + timedelta(hours=1))
    text = {"version": "2", "text_hash": "f00d", "language": "en", "update_id": 2}
    consents.give(clinic.db, patient_id=patient.id, now=START + timedelta(hours=2), **text)

    found = list(stream(clinic.db, ConsentRecord, kinds=(), patient_id=patient.id))

    assert [(one.version, one.withdrawn_at is None) for one in found] == [
        ("1", False),
        ("2", True),
    ]


def test_an_alert_knows_each_form_it_came_from_by_its_number(
    clinic: Clinic, patient: Patient
) -> None:
    add_form(clinic, add_patient(clinic, chat_id=2), "check_in")  # somebody else's comes first
    first, _, third = (add_form(clinic, patient, "check_in") for _ in range(3))
    values: dict[str, Any] = {"state": "raised", "raised_at": START, "since": START}
    alert = alerts.add(
        clinic.db, patient_id=patient.id, level=TriageLevel.URGENT, form_id=first.id, **values
    )
    alerts.note(clinic.db, alert.id, START, "raised")  # before events had their form
    alerts.note(clinic.db, alert.id, START, "joined", form_id=third.id)

    [record] = stream(clinic.db, AlertRecord, kinds=(), patient_id=None)

    assert record.forms == (1, 3)


@pytest.mark.parametrize("record", list(QUERIES))
def test_reading_never_sorts_all_rows(clinic: Clinic, record: type) -> None:
    """A sort of all rows would hold all of them in memory; one patient's rows may be sorted."""
    sql, _ = QUERIES[record]
    parameters = {"kinds": json.dumps(ALL), "patient_id": None}

    plan = [step[3] for step in clinic.db.execute(f"EXPLAIN QUERY PLAN {sql}", parameters)]

    assert plan
    assert "USE TEMP B-TREE FOR ORDER BY" not in plan


def test_what_others_write_meanwhile_is_not_read(clinic: Clinic, tmp_path: Path) -> None:
    add_patient(clinic, chat_id=1)
    elsewhere = open_database(tmp_path / "clinic.db", KEY)

    with snapshot(clinic.db):
        before = count(clinic.db, PatientRecord, kinds=(), patient_id=None)
        with transaction(elsewhere):
            quiet = (START.time(), START.time())
            patients.add(elsewhere, chat_id=2, language="en", quiet=quiet, now=START)
        during = count(clinic.db, PatientRecord, kinds=(), patient_id=None)

    assert (before, during) == (1, 1)
    assert count(clinic.db, PatientRecord, kinds=(), patient_id=None) == 2
