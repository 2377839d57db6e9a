"""Alerts: one open alert per patient, with everything that happened to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.clinical.levels import TriageLevel
from bot.storage.rows import changed, find, find_all, insert, stamp


class AlertState(StrEnum):
    """An alert's life; only a person moves it on."""

    RAISED = "raised"
    ACKNOWLEDGED = "acknowledged"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One flag put before the clinic.

    `since` is when its present sendings began. `round` grows with whatever comes up after it
    was raised: a button or a page of an earlier round does not show it.
    """

    id: int
    patient_id: int
    form_id: int | None
    level: TriageLevel
    state: AlertState
    raised_at: datetime
    since: datetime
    next_at: datetime | None
    sendings: int
    round: int
    acknowledged_at: datetime | None
    acknowledged_by: int | None
    closed_at: datetime | None
    closed_by: int | None
    action: str | None
    reason: str | None
    note: str
    told_elsewhere_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertEvent:
    """One thing that happened to an alert.

    `cause` holds the rule keys that raised it, `form_id` the form they spoke on.
    """

    id: int
    alert_id: int
    at: datetime
    what: str
    cause: str
    level: TriageLevel | None
    clinician_id: int | None
    form_id: int | None


def add(db: Database, **values: object) -> Alert:
    """Add an alert."""
    return by_id(db, insert(db, "alert", **values))


def change(db: Database, alert_id: int, **values: object) -> Alert:
    """Change an alert's columns and give the new record."""
    return changed(db, Alert, "alert", alert_id, **values)


def note(db: Database, alert_id: int, at: datetime, what: str, **values: object) -> None:
    """Remember something that happened to an alert."""
    insert(db, "alert_event", alert_id=alert_id, at=at, what=what, **values)


def by_id(db: Database, alert_id: int) -> Alert:
    """Find an alert by its flag number; raises LookupError when there is none."""
    alert = find(db, Alert, "SELECT * FROM alert WHERE id = ?", alert_id)
    if alert is None:
        raise LookupError(alert_id)
    return alert


def open_of(db: Database, patient_id: int) -> Alert | None:
    """Find the patient's open alert."""
    return find(
        db, Alert, "SELECT * FROM alert WHERE patient_id = ? AND state <> 'closed'", patient_id
    )


def all_open(db: Database) -> list[Alert]:
    """List open alerts, the most urgent and oldest first."""
    found = find_all(db, Alert, "SELECT * FROM alert WHERE state <> 'closed' ORDER BY raised_at")
    return sorted(found, key=lambda alert: -alert.level.rank)


def of_patient(db: Database, patient_id: int) -> list[Alert]:
    """List all alerts of a patient."""
    return find_all(db, Alert, "SELECT * FROM alert WHERE patient_id = ? ORDER BY id", patient_id)


def due(db: Database, now: datetime) -> list[Alert]:
    """List alerts nobody has acknowledged that must be sent again or escalated now."""
    return find_all(
        db,
        Alert,
        "SELECT * FROM alert WHERE state = 'raised' AND next_at <= ? ORDER BY next_at",
        now,
    )


def hurry(db: Database, now: datetime, alert_id: int | None = None) -> None:
    """Let an alert that nobody acknowledged be sent at once; all of them when none is named."""
    db.execute(
        "UPDATE alert SET next_at = ?1 WHERE state = 'raised' AND (?2 IS NULL OR id = ?2)",
        [stamp(now), alert_id],
    )


def acknowledged_by(db: Database, clinician_id: int) -> list[Alert]:
    """List the open alerts that a clinician has acknowledged."""
    return find_all(
        db,
        Alert,
        "SELECT * FROM alert WHERE state = 'acknowledged' AND acknowledged_by = ? ORDER BY id",
        clinician_id,
    )


def awaiting_note(db: Database, clinician_id: int, since: datetime) -> Alert | None:
    """Find the alert somebody has just closed, while it has no note."""
    return find(
        db,
        Alert,
        "SELECT * FROM alert WHERE closed_by = ? AND closed_at >= ? AND note = ''"
        " ORDER BY closed_at DESC, id DESC LIMIT 1",
        clinician_id,
        since,
    )


def events(db: Database, alert_id: int) -> list[AlertEvent]:
    """List what happened to an alert, oldest first."""
    return find_all(
        db, AlertEvent, "SELECT * FROM alert_event WHERE alert_id = ? ORDER BY id", alert_id
    )
