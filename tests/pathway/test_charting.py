"""What charts show is what stands in the records, on the patient's own days."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from bot.charts import Counts, Graded, Mark, Missed
from bot.clinic import Clinic
from bot.pathway.charting import chart_facts
from bot.storage.patients import Patient
from tests.export.clinics import (
    START,
    add_form,
    add_patient,
    add_session,
    answer,
    hours,
    make_clinic,
)

MONDAY = date(2026, 3, 2)


@pytest.fixture
def clinic(tmp_path: Path) -> Iterator[Clinic]:
    """Open an empty clinic."""
    opened = make_clinic(tmp_path)
    yield opened
    opened.db.close()


@pytest.fixture
def patient(clinic: Clinic) -> Patient:
    """Enrol a patient in Berlin."""
    return add_patient(clinic, chat_id=1)


def day(number: int) -> date:
    """Give a day after the first."""
    return MONDAY + timedelta(days=number)


def test_a_course_is_told_by_its_records(clinic: Clinic, patient: Patient) -> None:
    add_form(clinic, patient, "baseline", {"nrs_usual": 6}, at=hours(-1))
    session = add_session(clinic, patient, ended_at=START)
    told = {"nrs": 5, "problems": ["tingling"], "tingling": 2}
    first = add_form(
        clinic, patient, "check_in", told, at=hours(3), session_id=session.id, point="h3"
    )
    answer(clinic, first, "nrs", 4, at=hours(4))
    for state, point, due in (("missed", "h24", 24), ("bot_was_down", "h48", 48)):
        add_form(
            clinic,
            patient,
            "check_in",
            at=hours(due + 18),
            state=state,
            session_id=session.id,
            point=point,
            due_at=hours(due),
        )
    evening = {"nrs_worst": 7, "medicine": "triptan"}
    late = add_form(
        clinic, patient, "diary", evening, at=hours(40), day=day(0), closes_at=hours(14)
    )
    other = add_patient(clinic, chat_id=2)
    add_form(clinic, other, "diary", {"nrs_worst": 10}, day=day(1))
    assert late.is_late

    facts = chart_facts(clinic, patient, day(0), day(9))

    assert (facts.first, facts.last, facts.usual) == (day(0), day(9), 6)
    assert [(e.day, e.value, e.kind, e.late, e.corrected) for e in facts.entries] == [
        (day(0), 4, "check_in", False, True),
        (day(0), 7, "diary", True, False),
    ]
    assert facts.worst == {day(0): 7}
    assert facts.missed == (
        Missed(day=day(1), kind="check_in", point="h24", why="missed"),
        Missed(day=day(2), kind="check_in", point="h48", why="bot_was_down"),
    )
    zone = patient.zone_info
    assert facts.sessions == (Mark(number=1, course=1, place=1, ended_at=START.astimezone(zone)),)
    graded = facts.graded(1)
    assert [(one.point, one.answered, one.grades.get("tingling")) for one in graded] == [
        ("h3", True, 2),
        ("h24", False, None),
        ("h48", False, None),
    ]
    assert isinstance(graded[0], Graded)
    assert facts.medicine == Counts(window=28, filled=1, any=1, simple=0, strong=1)


def test_days_are_the_patients_and_both_ends_count(clinic: Clinic, patient: Patient) -> None:
    # In Berlin the second of March ends at 23:00 UTC.
    for minutes, value in ((13 * 60 + 59, 3), (14 * 60, 4)):
        at = START + timedelta(minutes=minutes)
        add_form(clinic, patient, "check_in", {"nrs": value}, at=at)

    facts = chart_facts(clinic, patient, day(0), day(1))

    assert facts.worst == {day(0): 3, day(1): 4}
    assert chart_facts(clinic, patient, day(1), day(1)).worst == {day(1): 4}
    assert chart_facts(clinic, patient, day(2), day(3)).entries == ()


def test_without_a_span_all_days_are_shown_and_a_fortnight_at_least(
    clinic: Clinic, patient: Patient
) -> None:
    facts = chart_facts(clinic, patient)
    assert (facts.first, facts.last) == (day(-13), day(0))
    assert facts.medicine is None

    add_form(clinic, patient, "diary", {"nrs_worst": 0}, day=day(-40))
    assert chart_facts(clinic, patient).first == day(-40)
