"""Acknowledging and closing an alert: by button, by a clinician only."""

from bot.chat.flags import REASONS, reasons
from bot.chat.taps import Act, Tap
from bot.pathway import alerts
from bot.pathway.rights import Right
from bot.storage import alerts as stored
from bot.storage import patients
from bot.storage.alerts import Alert
from bot.telegram.command import Tapping
from bot.telegram.visit import Visit


def tapped(visit: Visit, tap: Tap) -> None:
    """Take a tap on an alert's button."""
    try:
        alert = stored.by_id(visit.clinic.db, tap.number)
    except LookupError:
        visit.toast = visit.say("tap.over")
        return
    if tap.first != str(alert.round):
        _show(visit, alert, "flag.newer")  # there is more to see than on the old message
        return
    _ACTS[tap.act](visit, alert, tap)


def _acknowledge(visit: Visit, alert: Alert, tap: Tap) -> None:
    _show(visit, alerts.acknowledge(visit.clinic, alert=alert, by=visit.colleague))


def _close(visit: Visit, alert: Alert, tap: Tap) -> None:
    if tap.second not in REASONS:
        patient = patients.by_id(visit.clinic.db, alert.patient_id)
        visit.post.replace(reasons(alert, patient, visit.language))
        return
    _show(visit, alerts.close(visit.clinic, alert=alert, by=visit.colleague, reason=tap.second))


def _show(visit: Visit, alert: Alert, toast: str = "") -> None:
    visit.toast = visit.say(toast or f"flag.{alert.state.value}.toast")
    visit.post.replace(alerts.shown(visit.clinic, alert, visit.language))


_ACTS = {Act.ACKNOWLEDGE: _acknowledge, Act.CLOSE: _close}
TAPS = dict.fromkeys(_ACTS, Tapping(run=tapped, right=Right.ACT_ON_ALERTS, about="alert"))
