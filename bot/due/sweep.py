"""The due sweep: whatever has come due is done, oldest first; a bad row never stops the rest."""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.pathway import alerts, check_ins, digests
from bot.storage import alerts as stored_alerts
from bot.storage import clinicians, due_times, forms
from bot.storage.alerts import Alert
from bot.storage.clinicians import Clinician
from bot.storage.database import Database, DatabaseError, savepoint, transaction
from bot.storage.forms import Form

log = logging.getLogger(__name__)

BATCH = 200
PUSHED_BY = timedelta(minutes=5)  # a row that fails is tried again then


def sweep(clinic: Clinic) -> int:
    """Do everything that is due now and give its number."""
    total = 0
    while done := sweep_batch(clinic):
        total += done
    return total


def sweep_batch(clinic: Clinic) -> int:
    """Do what has been due longest in one transaction and give its number; 0 when all is done."""
    with transaction(clinic.db):
        due = forms.due(clinic.db, clinic.now(), BATCH)
        for form in due:
            _do(clinic, form, check_ins.advance, forms.change)
        flagged = stored_alerts.due(clinic.db, clinic.now())
        for alert in flagged:
            _do(clinic, alert, _send_again, stored_alerts.change)
        waiting = _digests(clinic)
        for member in waiting:
            _do(clinic, member, digests.send, _put_off_digest)
    return len(due) + len(flagged) + len(waiting)


def _digests(clinic: Clinic) -> list[Clinician]:
    """List whose digest is due or not booked; where a clinic wants none, whose booking to end."""
    due = clinicians.digests_due(clinic.db, clinic.now())
    wanted = clinic.settings.digest_hour is not None
    return due if wanted else [member for member in due if member.digest_at is not None]


def _put_off_digest(db: Database, member_id: int, *, next_at: datetime) -> None:
    clinicians.change(db, member_id, digest_at=next_at)


def _send_again(clinic: Clinic, alert: Alert) -> None:
    alerts.send(clinic, alert, step=max(1, alerts.step_at(alert, clinic.now())))


def _do(
    clinic: Clinic,
    row: Form | Alert | Clinician,
    act: Callable[..., object],
    change: Callable[..., object],
) -> None:
    for is_last in (False, True):
        try:
            with savepoint(clinic.db):
                act(clinic, row)
            return
        except Exception as error:  # the others that are due must not wait for it
            if isinstance(error, DatabaseError):
                if not clinic.db.conn.in_transaction:
                    raise
                if not is_last:
                    continue  # a disk that stumbles once says nothing about the row
            _push(clinic, row, error, change)
            return


def _push(
    clinic: Clinic,
    row: Form | Alert | Clinician,
    error: Exception,
    change: Callable[..., object],
) -> None:
    """Put off what failed."""
    log.error("%s %s could not be done: %s", type(row).__name__, row.id, type(error).__name__)
    change(clinic.db, row.id, next_at=clinic.now() + PUSHED_BY)
    if isinstance(row, Form) and row.next_at is not None:
        _tell_clinic(clinic, row)


def _tell_clinic(clinic: Clinic, form: Form) -> None:
    """Tell the clinic once that a form could not be judged: nobody else would hear of it."""
    with savepoint(clinic.db):
        cause = f"not_judged:{form.id}"
        alert = stored_alerts.open_of(clinic.db, form.patient_id)
        told = stored_alerts.events(clinic.db, alert.id) if alert is not None else []
        if not any(cause in event.cause.split() for event in told):
            alerts.raise_alert(
                clinic,
                patient_id=form.patient_id,
                level=TriageLevel.CONTACT_CLINIC,
                causes=[cause],
                form_id=form.id,
            )


def next_moment(clinic: Clinic) -> datetime | None:
    """Tell when something comes due next."""
    return due_times.earliest(clinic.db)
