"""Symptoms are followed from report to report as triage follows them."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.export.courses import SymptomReport, reports_of
from bot.export.records import FormRecord, Given
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
FIRST = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)  # the end of session 1
SECOND = FIRST + timedelta(days=7)  # the end of session 2
ENDS = {1: FIRST, 2: SECOND, None: None}


def report(
    form: int,
    given: Mapping[str, Any],
    *,
    at: datetime,
    session: int | None = 1,
    state: str = "answered",
    patient: str = "K7QX2",
) -> FormRecord:
    """Make a report that was closed at an instant."""
    return FormRecord(
        patient=patient,
        zone="UTC",
        given={
            key: Given(value=value, at=at, by=patient, corrections=0)
            for key, value in given.items()
        },
        corrections=0,
        form=form,
        kind="check_in",
        state=state,
        point=None,
        session=session,
        course=1,
        session_ended_at=ENDS[session],
        created_at=at,
        due_at=at,
        closes_at=None,
        opened_at=at,
        closed_at=at,
        level=None,
        screening_class=None,
        protocol_version=None,
        protocol_hash=None,
        day=None,
        findings=(),
    )


def of_symptom(symptom: str, *forms: FormRecord) -> list[SymptomReport]:
    """Follow one symptom through some reports."""
    return [found for found in reports_of(PROTOCOL, forms) if found.symptom == symptom]


def test_a_symptom_that_was_not_ticked_is_0_and_was_not_asked() -> None:
    found = list(reports_of(PROTOCOL, [report(1, {"problems": ["none"]}, at=FIRST)]))

    assert [one.symptom for one in found] == list(PROTOCOL.symptom_keys)
    assert {(one.grade, one.asked) for one in found} == {(0, False)}


def test_a_grade_and_its_trend_stand_in_one_row() -> None:
    before = report(1, {"problems": ["tingling"], "tingling": 2}, at=FIRST)
    given = {"problems": ["none"], "tingling": 1, "tingling_trend": "better"}

    _, after = of_symptom("tingling", before, report(2, given, at=FIRST))

    assert (after.grade, after.trend, after.asked) == (1, "better", True)


def test_a_report_of_red_flags_alone_settles_no_symptom() -> None:
    assert list(reports_of(PROTOCOL, [report(1, {"gate": "breath"}, at=FIRST)])) == []


def test_a_symptom_ticked_and_never_graded_has_no_row() -> None:
    cut_short = report(1, {"problems": ["tingling"]}, at=FIRST, state="incomplete")

    assert of_symptom("tingling", cut_short) == []
    assert [one.grade for one in of_symptom("cough", cut_short)] == [0]


def test_a_symptom_still_open_and_not_asked_again_is_not_taken_for_gone() -> None:
    before = report(1, {"problems": ["tingling"], "tingling": 2}, at=FIRST)
    cut_short = report(2, {"problems": ["none"]}, at=FIRST, state="incomplete")

    assert [one.form.form for one in of_symptom("tingling", before, cut_short)] == [1]


@pytest.mark.parametrize(
    ("state", "expected"), [("incomplete", [2]), ("open", [2, 0]), ("cancelled", [2, 0])]
)
def test_only_reports_that_are_over_count_as_last_time(state: str, expected: list[int]) -> None:
    before = report(1, {"problems": ["tingling"], "tingling": 2}, at=FIRST, state=state)
    after = report(2, {"problems": ["none"]}, at=FIRST)

    assert [one.grade for one in of_symptom("tingling", before, after)] == expected


def test_a_symptom_stays_with_its_own_session_until_it_is_gone() -> None:
    found = of_symptom(
        "tingling",
        report(1, {"problems": ["tingling"], "tingling": 2}, at=FIRST + timedelta(hours=3)),
        report(2, {"problems": ["none"], "tingling": 1}, at=SECOND, session=2),
        report(3, {"problems": ["none"], "tingling": 0}, at=SECOND, session=2),
        report(
            4,
            {"problems": ["tingling"], "tingling": 1},
            at=SECOND + timedelta(hours=1),
            session=2,
        ),
    )

    numbers = [one.session.number if one.session else None for one in found]
    assert numbers == [1, 1, 1, 2]
    assert [one.hours_since_session for one in found] == [3.0, 168.0, 168.0, 1.0]


def test_hours_since_the_session_have_one_decimal() -> None:
    at = FIRST + timedelta(hours=26, minutes=20)

    [found] = of_symptom("cough", report(1, {"problems": ["cough"], "cough": 1}, at=at))

    assert found.hours_since_session == 26.3


def test_a_report_before_any_session_has_no_hours() -> None:
    [found] = of_symptom(
        "cough", report(1, {"problems": ["cough"], "cough": 1}, at=FIRST, session=None)
    )

    assert (found.session, found.hours_since_session) == (None, None)


def test_one_patients_symptoms_say_nothing_of_anothers() -> None:
    mine = report(1, {"problems": ["tingling"], "tingling": 2}, at=FIRST)
    other = report(2, {"problems": ["none"]}, at=FIRST, patient="B3NDW")

    found = of_symptom("tingling", mine, other)

    assert [(one.patient, one.grade) for one in found] == [("K7QX2", 2), ("B3NDW", 0)]
