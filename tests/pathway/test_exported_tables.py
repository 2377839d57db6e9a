"""Each table tells what happened to a patient, as it was and on the patient's clock."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.triage import Finding
from bot.storage import alerts, clearances, clinicians, consents, forms, patients
from bot.storage.forms import FormState
from bot.storage.patients import Patient
from tests.export.clinics import (
    FILES,
    START,
    add_form,
    add_patient,
    add_session,
    answer,
    find,
    hours,
    make_clinic,
    take,
)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open an empty clinic."""
    opened = make_clinic(tmp_path / "data")
    yield opened
    opened.db.close()


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    """Enrol a patient in Berlin."""
    return add_patient(clinic, chat_id=1)


def test_a_patient_is_a_code_without_a_chat(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_session(clinic, patient, ended_at=START)
    consents.withdraw(clinic.db, patient.id, hours(2))
    patients.change(clinic.db, patient.id, state="withdrawn", reachable=False)

    assert take(clinic, tmp_path)["patients"] == [
        {
            "patient": patient.code,
            "state": "withdrawn",
            "language": "en",
            "zone": "Europe/Berlin",
            "region": "de",
            "joined_at": "2026-03-02T10:00:00+01:00",
            "consented_at": "2026-03-02T10:00:00+01:00",
            "consent_version": "1",
            "withdrawn_at": "2026-03-02T12:00:00+01:00",
            "sessions": "1",
            "reachable": "false",
        }
    ]


def test_times_follow_the_patients_clock_through_a_change_of_it(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    summer = datetime(2026, 3, 29, 9, 0, tzinfo=UTC)
    add_session(clinic, patient, ended_at=START)
    add_session(clinic, patient, ended_at=summer)

    ended = [row["ended_at"] for row in take(clinic, tmp_path)["sessions"]]

    assert ended == ["2026-03-02T10:00:00+01:00", "2026-03-29T11:00:00+02:00"]


def test_a_screening_says_who_cleared_it_when_and_why(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    stop = ScreeningClass.STOP
    form = add_form(clinic, patient, "screening", {"SC01": 34}, screening_class=stop)
    clinician = clinicians.add(clinic.db, chat_id=77, language="en", now=hours(0))
    for reason, words in (("spoke", ""), ("words", "seen on Monday")):
        clearances.add(
            clinic.db,
            form_id=form.id,
            screening_class=stop,
            reason=reason,
            words=words,
            at=hours(2),
            clinician_id=clinician.id,
        )

    (row,) = take(clinic, tmp_path)["screenings"]

    assert row["class"] == "stop"
    assert row["cleared_at"] == "2026-03-02T12:00:00+01:00"
    assert (row["cleared_by"], row["clearing_reason"]) == ("C1", "words")
    assert row["clearing_words"] == "seen on Monday"


def test_a_screening_has_a_row_for_each_answer_that_counts(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    form = add_form(
        clinic,
        patient,
        "screening",
        {"SC01": 34, "SC13": ["warfarin", "aspirin"]},
        screening_class=ScreeningClass.CHECK,
    )
    answer(clinic, form, "SC01", 35, at=hours(1), by=patient.code)
    add_form(clinic, patient, "screening", {"SC01": 36}, state="open", closed_at=None)

    rows = take(clinic, tmp_path)["screenings"]

    assert rows[0] == {
        "patient": patient.code,
        "screening": str(form.id),
        "started_at": "2026-03-02T10:00:00+01:00",
        "ended_at": "2026-03-02T10:00:00+01:00",
        "state": "answered",
        "class": "check",
        "cleared_at": "",
        "cleared_by": "",
        "clearing_reason": "",
        "clearing_words": "",
        "question": "SC01",
        "answer": "35",
        "answered_at": "2026-03-02T11:00:00+01:00",
        "given_by": patient.code,
        "corrections": "1",
    }
    assert [(row["question"], row["answer"]) for row in rows] == [
        ("SC01", "35"),
        ("SC13", "warfarin|aspirin"),
    ]


def test_a_session_has_the_answers_it_was_recorded_by(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    session = add_session(clinic, patient, ended_at=START)
    given = {"ended": "now", "areas": ["neck_back", "shoulders"], "reactions": ["none"]}
    add_form(clinic, patient, "session", {**given, "baseline_nrs": 6}, session_id=session.id)
    add_session(clinic, patient, ended_at=hours(24))

    first, second = take(clinic, tmp_path)["sessions"]

    assert (first["areas"], first["reactions"]) == ("neck_back|shoulders", "none")
    assert (first["baseline_nrs"], first["corrections"]) == ("6", "0")
    assert "ended" not in first
    assert (second["session"], second["areas"], second["baseline_nrs"]) == ("2", "", "")


def test_a_check_in_has_its_answers_rules_and_protocol(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    session = add_session(clinic, patient, ended_at=START)
    form = add_form(
        clinic,
        patient,
        "check_in",
        {"gate": "none", "nrs": 7, "problems": ["cough"], "like_usual": "unsure"},
        at=hours(3),
        session_id=session.id,
        point="h3",
        due_at=hours(3),
        closes_at=hours(4),
        level=TriageLevel.URGENT,
        protocol_version="1.0.0",
        protocol_hash="f00d",
    )
    answer(clinic, form, "nrs", 8, at=hours(3), by=patient.code)
    find(
        clinic,
        form,
        Finding(rule="R47", level=TriageLevel.URGENT, message="m"),
        Finding(rule="R80", level=TriageLevel.CONTACT_CLINIC, message="m"),
        Finding(rule="R79", level=TriageLevel.CONTACT_CLINIC, message="m", undecided=True),
    )

    [row] = take(clinic, tmp_path)["check_ins"]

    told = {key: value for key, value in row.items() if value}
    assert told == {
        "patient": patient.code,
        "session": "1",
        "form": str(form.id),
        "kind": "check_in",
        "point": "h3",
        "state": "answered",
        "due_at": "2026-03-02T13:00:00+01:00",
        "sent_at": "2026-03-02T13:00:00+01:00",
        "answered_at": "2026-03-02T13:00:00+01:00",
        "level": "urgent",
        "rules": "R47 R80",
        "undecided": "R79",
        "protocol_version": "1.0.0",
        "protocol_hash": "f00d",
        "gate": "none",
        "nrs": "8",
        "like_usual": "unsure",
        "problems": "cough",
        "corrections": "1",
    }


@pytest.mark.parametrize("state", list(FormState))
def test_a_check_in_says_honestly_what_became_of_it(
    clinic: Clinic, patient: Patient, tmp_path: Path, state: FormState
) -> None:
    add_form(clinic, patient, "check_in", state=state, closes_at=hours(1))

    [row] = take(clinic, tmp_path)["check_ins"]

    assert row["state"] == state.value


def test_an_answer_after_the_window_is_late(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_form(clinic, patient, "check_in", {"nrs": 0}, at=hours(5), closes_at=hours(4))

    [row] = take(clinic, tmp_path)["check_ins"]

    assert (row["state"], row["nrs"]) == ("late", "0")


def test_an_unfinished_check_in_keeps_its_answers_and_what_was_found(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    form = add_form(
        clinic, patient, "check_in", {"gate": "breath"}, state="incomplete", closed_at=hours(18)
    )
    find(clinic, form, Finding(rule="R01", level=TriageLevel.EMERGENCY, message="m"))

    [row] = take(clinic, tmp_path)["check_ins"]

    assert (row["state"], row["level"], row["gate"]) == ("incomplete", "emergency", "breath")
    assert row["answered_at"] == "2026-03-02T10:00:00+01:00"


def test_safety_questions_and_problem_reports_stand_beside_check_ins(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_form(clinic, patient, "problem", {"gate": "none"}, at=hours(1))
    add_form(clinic, patient, "safety", {"got_care": "yes", "safe": "unsure"}, at=hours(2))
    add_form(clinic, patient, "diary", {"nrs_worst": 2}, at=hours(3))

    rows = take(clinic, tmp_path)["check_ins"]

    assert [(row["kind"], row["gate"], row["got_care"], row["safe"]) for row in rows] == [
        ("problem", "none", "", ""),
        ("safety", "", "yes", "unsure"),
    ]


def test_symptoms_have_grades_trends_and_hours(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    session = add_session(clinic, patient, ended_at=START)
    given = {"problems": ["tingling"], "tingling": 2}
    form = add_form(clinic, patient, "check_in", given, at=hours(26.4), session_id=session.id)

    rows = {row["symptom"]: row for row in take(clinic, tmp_path)["symptoms"]}

    assert rows["tingling"] == {
        "patient": patient.code,
        "session": "1",
        "form": str(form.id),
        "point": "",
        "reported_at": "2026-03-03T12:24:00+01:00",
        "symptom": "tingling",
        "grade": "2",
        "asked": "true",
        "trend": "",
        "hours_since_session": "26.4",
    }
    assert (rows["cough"]["grade"], rows["cough"]["asked"]) == ("0", "false")


def test_a_diary_entry_is_of_the_patients_own_day(clinic: Clinic, tmp_path: Path) -> None:
    patient = add_patient(clinic, chat_id=1, zone="Asia/Tokyo")
    evening = datetime(2026, 3, 2, 16, 30, tzinfo=UTC)  # half past one at night in Tokyo
    add_form(clinic, patient, "diary", {"nrs_worst": 4, "medicine": "triptan"}, at=evening)

    [row] = take(clinic, tmp_path)["diary"]

    assert row["date"] == "2026-03-03"
    assert row["entered_at"] == "2026-03-03T01:30:00+09:00"
    assert (row["nrs_worst"], row["duration"], row["medicine"]) == ("4", "", "triptan")


def test_an_alert_tells_why_and_who_did_what(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    clinician = clinicians.add(clinic.db, chat_id=9, language="en", now=START)
    alert = alerts.add(
        clinic.db,
        patient_id=patient.id,
        level=TriageLevel.URGENT,
        state="closed",
        raised_at=START,
        since=START,
        sendings=2,
        acknowledged_at=hours(1),
        acknowledged_by=clinician.id,
        closed_at=hours(2),
        closed_by=clinician.id,
        action="seen",
        reason="=called",
    )
    for hour, what, cause in (
        (0, "raised", "R47 R80"),
        (0.1, "delivered", ""),
        (0.2, "joined", "R80 silent"),
        (0.3, "delivered", ""),
        (2, "closed", "called"),
    ):
        alerts.note(clinic.db, alert.id, hours(hour), what, cause=cause)

    assert take(clinic, tmp_path)["alerts"] == [
        {
            "patient": patient.code,
            "alert": str(alert.id),
            "number": "1",
            "level": "urgent",
            "state": "closed",
            "raised_at": "2026-03-02T10:00:00+01:00",
            "causes": "R47 R80 silent",
            "first_delivered_at": "2026-03-02T10:06:00+01:00",
            "acknowledged_at": "2026-03-02T11:00:00+01:00",
            "acknowledged_by": "C1",
            "closed_at": "2026-03-02T12:00:00+01:00",
            "closed_by": "C1",
            "action": "seen",
            "reason": "'=called",
            "note": "",
            "sendings": "2",
        }
    ]


def test_no_chat_and_no_words_of_a_patient_are_exported(clinic: Clinic, tmp_path: Path) -> None:
    patient = add_patient(clinic, chat_id=987654321)
    add_session(clinic, patient, ended_at=START)
    add_form(clinic, patient, "check_in", {"nrs": 1}, message_id=123123123)

    take(clinic, tmp_path)

    text = "".join((tmp_path / name).read_text("utf-8") for name in FILES)
    assert "987654321" not in text
    assert "123123123" not in text


def test_answers_to_a_question_taken_out_of_the_protocol_are_exported(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    add_form(clinic, patient, "diary", {"nrs_worst": 4, "medicine": "triptan"})
    protocol = replace(clinic.protocol, diary=clinic.protocol.diary[:1])

    [row] = take(replace(clinic, protocol=protocol), tmp_path)["diary"]

    assert (row["nrs_worst"], row["medicine"]) == ("4", "triptan")


def test_a_form_kept_open_is_exported_as_it_stands(
    clinic: Clinic, patient: Patient, tmp_path: Path
) -> None:
    form = add_form(clinic, patient, "check_in", {"nrs": 5}, state="open", closed_at=None)
    forms.add(
        clinic.db,
        patient_id=patient.id,
        kind="check_in",
        state="planned",
        point="h24",
        created_at=START,
        due_at=hours(24),
    )

    opened, planned = take(clinic, tmp_path)["check_ins"]

    assert (opened["form"], opened["state"], opened["nrs"]) == (str(form.id), "open", "5")
    assert (planned["state"], planned["sent_at"], planned["answered_at"]) == ("planned", "", "")
    assert planned["due_at"] == "2026-03-03T10:00:00+01:00"
