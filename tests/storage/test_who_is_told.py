"""Who is told of an alert, and which alerts still wait to be sent."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import alerts, clinicians, due_times, patients
from bot.storage.alerts import AlertState
from bot.storage.database import Database, open_database
from tests.house import KEY, START

LATER = START + timedelta(minutes=10)


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Open a database with three clinicians and an alert that waits."""
    opened = open_database(tmp_path / "clinic.db", KEY)
    for chat in (1, 2, 3):
        clinicians.add(opened, chat_id=chat, language="en", now=START)
    night = (START.time(), START.time())
    patient = patients.add(opened, chat_id=9, language="en", quiet=night, now=START)
    alerts.add(
        opened,
        patient_id=patient.id,
        level=TriageLevel.URGENT,
        state=AlertState.RAISED,
        raised_at=START,
        since=START,
        next_at=LATER,
    )
    return opened


def _on_duty(db: Database) -> list[int]:
    return [clinician.id for clinician in clinicians.on_duty(db)]


def test_whoever_cannot_be_reached_is_passed_over(db: Database) -> None:
    clinicians.set_reachable(db, 1, reachable=False)

    assert _on_duty(db) == [2, 3]


def test_when_nobody_can_be_reached_all_are_tried(db: Database) -> None:
    for clinician_id in (1, 2, 3):
        clinicians.set_reachable(db, clinician_id, reachable=False)

    assert _on_duty(db) == [1, 2, 3]


def test_an_alert_is_due_when_its_time_has_come(db: Database) -> None:
    assert alerts.due(db, START) == []
    assert [alert.id for alert in alerts.due(db, LATER)] == [1]
    assert due_times.earliest(db) == LATER


def test_an_acknowledged_alert_is_never_due(db: Database) -> None:
    alerts.change(db, 1, state=AlertState.ACKNOWLEDGED, acknowledged_at=START, acknowledged_by=1)

    assert alerts.due(db, LATER) == []
    assert due_times.earliest(db) is None


def test_only_what_nobody_acknowledged_is_hurried(db: Database) -> None:
    alerts.hurry(db, START)
    assert due_times.earliest(db) == START

    alerts.change(
        db,
        1,
        state=AlertState.ACKNOWLEDGED,
        acknowledged_at=START,
        acknowledged_by=1,
        next_at=None,
    )
    alerts.hurry(db, START)

    assert alerts.by_id(db, 1).next_at is None
