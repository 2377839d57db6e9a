"""What the last session left, looked up in the record before the next one."""

from bot.clinic import Clinic
from bot.clinical.before_session import Aftermath
from bot.pathway.history import open_levels
from bot.storage import alerts, forms, sessions
from bot.storage.alerts import AlertEvent
from bot.storage.forms import Form, FormKind


def aftermath_of(clinic: Clinic, form: Form) -> Aftermath:
    """Gather what sessions before a screening have left; nothing before the first."""
    at = form.closed_at or clinic.now()
    before = [one for one in sessions.of_patient(clinic.db, form.patient_id) if one.ended_at <= at]
    if not before:
        return Aftermath()
    return Aftermath(
        sessions=len(before),
        hours=(at - before[-1].ended_at).total_seconds() / 3600,
        open_symptoms=open_levels(clinic.db, clinic.protocol, form.patient_id, at=at),
        alert_open=_is_alert_open(clinic, form.patient_id),
    )


def _is_alert_open(clinic: Clinic, patient_id: int) -> bool:
    """Tell whether an alert waits for a person, for anything but a screening's own answers."""
    alert = alerts.open_of(clinic.db, patient_id)
    events = alerts.events(clinic.db, alert.id) if alert is not None else []
    return any(_counts(clinic, event) for event in events if event.what in ("raised", "joined"))


def _counts(clinic: Clinic, event: AlertEvent) -> bool:
    if event.form_id is None:
        return True
    return forms.by_id(clinic.db, event.form_id).kind is not FormKind.SCREENING
