"""What a clinician does about a flag: acknowledge it, close it with an action and a reason."""

from bot.chat.flags import ACTIONS, REASONS
from bot.pathway import alerts
from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.pages.patient import again
from bot.portal.reply import NotFound, Onward, Reply
from bot.portal.visit import Visit
from bot.storage import alerts as stored
from bot.storage.alerts import Alert, AlertState
from bot.storage.patients import Patient


def acknowledge(visit: Visit) -> Reply:
    """Note that a person has seen the flag as it stands."""
    patient, alert = _named(visit)
    if _has_more(visit, alert):
        return again(visit, patient, {"flag": "portal.flag.newer"})
    alerts.acknowledge(visit.clinic, alert=alert, by=visit.person)
    return _back(patient, "acknowledged")


def resolve(visit: Visit) -> Reply:
    """Close the flag with what was found and done."""
    patient, alert = _named(visit)
    if alert.state is AlertState.CLOSED:
        return _back(patient, "already")
    if _has_more(visit, alert):
        return again(visit, patient, {"flag": "portal.flag.newer"})
    action, reason, note = (
        visit.fields.get(name, "") for name in ("action", "reason", "closing_note")
    )
    errors = {
        **({} if action in ACTIONS else {"action": "portal.flag.choose_action"}),
        **({} if reason in REASONS else {"reason": "portal.flag.choose_reason"}),
    }
    if errors:
        return again(visit, patient, errors)
    alerts.close(
        visit.clinic, alert=alert, by=visit.person, action=action, reason=reason, note=note
    )
    return _back(patient, "resolved")


def _named(visit: Visit) -> tuple[Patient, Alert]:
    """Find the flag, which must be this patient's; raises NotFound."""
    patient = visit.patient()
    try:
        alert = stored.by_id(visit.clinic.db, visit.number())
    except LookupError:
        raise NotFound from None
    if alert.patient_id != patient.id:
        raise NotFound
    return patient, alert


def _has_more(visit: Visit, alert: Alert) -> bool:
    """Tell whether something came up since the page was drawn: it must be read first."""
    return visit.fields.get("round") != str(alert.round)


def _back(patient: Patient, done: str) -> Reply:
    return Onward(to=f"/patients/{patient.code}?done={done}")


PATH = "/patients/{code}/alerts/{number}"
PAGES = (
    Page(path=f"{PATH}/acknowledge", run=acknowledge, right=Right.ACT_ON_ALERTS, method="POST"),
    Page(path=f"{PATH}/resolve", run=resolve, right=Right.ACT_ON_ALERTS, method="POST"),
)
