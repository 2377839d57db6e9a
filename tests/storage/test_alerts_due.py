"""Which alerts still wait to be sent."""

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
    """Open a database with a clinician and an alert that waits."""
    opened = open_database(tmp_path / "clinic.db", KEY)
    clinicians.add(opened, chat_id=1, language="en", now=START)
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
