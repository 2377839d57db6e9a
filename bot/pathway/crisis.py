"""Thoughts of ending one's life: how long they are kept in mind, and who has seen them."""

from datetime import datetime, timedelta

from bot.chat.advice import CRISIS
from bot.chat.payload import message
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.numbers import numbers
from bot.pathway.post import Post
from bot.storage import alerts, patients
from bot.storage.alerts import Alert
from bot.storage.outbox import Lane

KEPT_IN_MIND = timedelta(hours=24)  # [D] needs a clinician's sign-off


def is_recent(clinic: Clinic, patient_id: int) -> bool:
    """Tell whether a patient told of such thoughts lately and no person has closed the flag."""
    alert = alerts.open_of(clinic.db, patient_id)
    return alert is not None and _speaks_of_it(clinic, alert, clinic.now() - KEPT_IN_MIND)


def _speaks_of_it(clinic: Clinic, alert: Alert, since: datetime) -> bool:
    rules = {rule.key for rule in clinic.protocol.rules if rule.message == CRISIS}
    return any(
        not rules.isdisjoint(event.cause.split())
        for event in alerts.events(clinic.db, alert.id)
        if event.at >= since
    )


def tell_it_was_read(clinic: Clinic, alert: Alert) -> None:
    """Tell a patient in a crisis that a person has seen it; the numbers still come first."""
    patient = patients.by_id(clinic.db, alert.patient_id)
    if patient.chat_id is None or not _speaks_of_it(clinic, alert, alert.since):
        return
    post = Post(
        db=clinic.db,
        chat_id=patient.chat_id,
        cause=f"read:{alert.id}:{alert.round}",
        now=clinic.now(),
        lane=Lane.REPLY,
    )
    known = numbers(clinic, patient.language, patient)
    post.send(message(say(patient.language, "crisis.read", **known)))
