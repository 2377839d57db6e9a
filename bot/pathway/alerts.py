"""Alerts: raised with the answer, sent until a person acknowledges, closed with a reason."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.flags import flag
from bot.chat.payload import Payload
from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.pathway import crisis, duty
from bot.pathway.minors import is_minor
from bot.storage import alerts, audit, dropped, outbox, patients
from bot.storage.alerts import Alert, AlertState
from bot.storage.clinicians import Clinician
from bot.storage.outbox import Lane

EVERYBODY = 1_000
LONGEST_NOTE = 2_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """One sending of an alert nobody acknowledged: when, and to how many in duty order."""

    after: timedelta
    clinicians: int


def _minutes(*steps: tuple[int, int]) -> tuple[Sending, ...]:
    return tuple(Sending(after=timedelta(minutes=m), clinicians=c) for m, c in steps)


# The next clinician after 30 minutes, all after 60: this project's own choice [D], for the
# clinic to sign off. The last gap repeats until somebody acknowledges.
_SOON = _minutes(
    (0, 1), (10, 1), (20, 1), (30, 2), (40, 2), (50, 2), (60, EVERYBODY), (90, EVERYBODY)
)
_LATER = _minutes((0, 1), (30, 2), (60, EVERYBODY), (300, EVERYBODY))
SENDINGS = {
    TriageLevel.EMERGENCY: _SOON,
    TriageLevel.URGENT: _SOON,
    TriageLevel.CONTACT_CLINIC: _LATER,
}


def raise_alert(
    clinic: Clinic,
    *,
    patient_id: int,
    level: TriageLevel,
    causes: list[str],
    form_id: int | None,
    at_once: bool = False,
) -> Alert:
    """Put something before the clinic: a new alert, or one more cause on the open one.

    Levels latch. A cause that joins an acknowledged alert raises it again, since nobody has
    seen it yet; with `at_once`, so does one that joins an alert still being sent.
    """
    db, now = clinic.db, clinic.now()
    alert = alerts.open_of(db, patient_id)
    if alert is None:
        alert = alerts.add(
            db,
            patient_id=patient_id,
            form_id=form_id,
            level=level,
            state=AlertState.RAISED,
            raised_at=now,
            since=now,
        )
        what = "raised"
    else:
        what = "joined"
    alerts.note(db, alert.id, now, what, cause=" ".join(causes), level=level, form_id=form_id)
    audit.note(db, at=now, by="rules", what=f"alert {what}", about=f"alert {alert.id}")
    being_sent = level <= alert.level and alert.state is AlertState.RAISED
    if what == "joined" and being_sent and not at_once:
        return alerts.change(db, alert.id, round=alert.round + 1)  # what was shown is old now
    return _send_anew(clinic, alert, max(level, alert.level), first=what == "raised")


def _send_anew(clinic: Clinic, alert: Alert, level: TriageLevel, *, first: bool) -> Alert:
    alert = alerts.change(
        clinic.db,
        alert.id,
        level=level,
        round=alert.round if first else alert.round + 1,
        state=AlertState.RAISED,
        since=clinic.now(),
        acknowledged_at=None,
        acknowledged_by=None,
    )
    return send(clinic, alert, step=0)


def send(clinic: Clinic, alert: Alert, *, step: int) -> Alert:
    """Send an alert as its step says and book the next step."""
    db, now = clinic.db, clinic.now()
    steps = SENDINGS[alert.level]
    reach = steps[min(step, len(steps) - 1)].clinicians
    told = duty.on_duty(clinic)[:reach]
    for clinician in told:
        _queue(clinic, alert, clinician)
    if step and told and reach > steps[min(step, len(steps)) - 1].clinicians:
        alerts.note(db, alert.id, now, "escalated", level=alert.level)
    return alerts.change(
        db, alert.id, sendings=alert.sendings + 1, next_at=_time_of(alert, step + 1, now)
    )


def _time_of(alert: Alert, step: int, now: datetime) -> datetime:
    steps = SENDINGS[alert.level]
    if step < len(steps):
        return max(alert.since + steps[step].after, now)
    return now + (steps[-1].after - steps[-2].after)


def step_at(alert: Alert, now: datetime) -> int:
    """Tell which step of its sendings an alert has come to by now."""
    waited = now - alert.since
    return sum(step.after <= waited for step in SENDINGS[alert.level]) - 1


def _queue(clinic: Clinic, alert: Alert, clinician: Clinician) -> None:
    dropped.alert(clinic.db, alert.id, clinician.chat_id)
    outbox.queue(
        clinic.db,
        dkey=f"alert:{alert.id}:{clinician.id}:{alert.sendings + 1}",
        lane=Lane.ALERT,
        chat_id=clinician.chat_id,
        method="sendMessage",
        payload=shown(clinic, alert, clinician.language),
        due_at=clinic.now(),
        alert_id=alert.id,
    )


def shown(clinic: Clinic, alert: Alert, language: str) -> Payload:
    """Build an alert as clinicians see it."""
    patient = patients.by_id(clinic.db, alert.patient_id)
    return flag(alert, patient, language, minor=is_minor(clinic, patient.id))


def acknowledge(clinic: Clinic, *, alert: Alert, by: Clinician) -> Alert:
    """Note that a person has seen an alert: it is not sent again. Twice is the same as once."""
    if alert.state is not AlertState.RAISED:
        return alert
    now = clinic.now()
    alerts.note(clinic.db, alert.id, now, "acknowledged", clinician_id=by.id)
    audit.note(clinic.db, at=now, by=by.code, what="alert acknowledged", about=f"alert {alert.id}")
    crisis.tell_it_was_read(clinic, alert)
    return alerts.change(
        clinic.db,
        alert.id,
        state=AlertState.ACKNOWLEDGED,
        acknowledged_at=now,
        acknowledged_by=by.id,
        next_at=None,
    )


def release(clinic: Clinic, *, acknowledged_by: Clinician) -> None:
    """Raise again what somebody acknowledged who is not there any more, and hurry the rest."""
    db, now = clinic.db, clinic.now()
    alerts.hurry(db, now)
    for alert in alerts.acknowledged_by(db, acknowledged_by.id):
        alerts.note(db, alert.id, now, "released", clinician_id=acknowledged_by.id)
        audit.note(db, at=now, by="rules", what="alert released", about=f"alert {alert.id}")
        _send_anew(clinic, alert, alert.level, first=False)


def close(
    clinic: Clinic, *, alert: Alert, by: Clinician, action: str, reason: str, note: str = ""
) -> Alert:
    """Close an alert with what was done and why that is enough, and a note in own words.

    Closing one that is closed changes nothing. The note stays in the record: no message and no
    log has it.
    """
    if alert.state is AlertState.CLOSED:
        return alert
    now = clinic.now()
    cause = f"{action} {reason}"
    alerts.note(clinic.db, alert.id, now, "closed", cause=cause, clinician_id=by.id)
    audit.note(
        clinic.db,
        at=now,
        by=by.code,
        what="alert closed",
        about=f"alert {alert.id}",
        detail=cause,
    )
    return alerts.change(
        clinic.db,
        alert.id,
        state=AlertState.CLOSED,
        closed_at=now,
        closed_by=by.id,
        action=action,
        reason=reason,
        note=note.strip()[:LONGEST_NOTE],
        next_at=None,
    )


def add_note(clinic: Clinic, *, alert: Alert, by: Clinician, note: str) -> Alert:
    """Keep a clinician's own words with a closed alert that has none."""
    about = f"alert {alert.id}"
    audit.note(clinic.db, at=clinic.now(), by=by.code, what="alert noted", about=about)
    return alerts.change(clinic.db, alert.id, note=note.strip()[:LONGEST_NOTE])
