"""Acknowledging and closing an alert: by button; a note in own words may follow."""

from datetime import timedelta

from bot.chat.flags import ACTIONS, REASONS, actions, reasons
from bot.chat.taps import Act, Tap
from bot.pathway import alerts
from bot.pathway.rights import Right
from bot.storage import alerts as stored
from bot.storage import patients
from bot.storage.alerts import Alert, AlertState
from bot.telegram.command import Tapping
from bot.telegram.visit import Visit

NOTE_AWAITED = timedelta(minutes=15)  # after this, words are no note any more


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
    action, reason = tap.second, "".join(tap.words[2:3])
    patient = patients.by_id(visit.clinic.db, alert.patient_id)
    if alert.state is AlertState.CLOSED:
        _show(visit, alert)
    elif action not in ACTIONS:
        visit.post.replace(actions(alert, patient, visit.language))
    elif reason not in REASONS:
        visit.post.replace(reasons(alert, patient, visit.language, action))
    else:
        _show(
            visit,
            alerts.close(
                visit.clinic, alert=alert, by=visit.colleague, action=action, reason=reason
            ),
        )
        visit.reply("flag.add_note", number=alert.id)


def typed(visit: Visit, words: str) -> bool:
    """Keep what is written after closing an alert as its note; False when none is awaited.

    Whoever is a patient here, too, may be telling of a red flag: then nothing is taken.
    """
    member = visit.clinician
    if member is None or visit.patient is not None:
        return False
    since = visit.clinic.now() - NOTE_AWAITED
    alert = stored.awaiting_note(visit.clinic.db, member.id, since)
    if alert is None:
        return False
    alerts.add_note(visit.clinic, alert=alert, by=member, note=words)
    visit.reply("flag.noted", number=alert.id)
    return True


def _show(visit: Visit, alert: Alert, toast: str = "") -> None:
    visit.toast = visit.say(toast or f"flag.{alert.state.value}.toast")
    visit.post.replace(alerts.shown(visit.clinic, alert, visit.language))


_ACTS = {Act.ACKNOWLEDGE: _acknowledge, Act.CLOSE: _close}
TAPS = dict.fromkeys(_ACTS, Tapping(run=tapped, right=Right.ACT_ON_ALERTS, about="alert"))
