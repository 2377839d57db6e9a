"""Another way to the clinic: for urgent flags that reach no clinician on Telegram."""

from datetime import datetime, timedelta

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.storage import alerts, audit
from bot.storage.alerts import Alert, AlertState

UNHEARD_AFTER = timedelta(minutes=4)  # with the minute between two looks: told within five
RAISES = ("raised", "joined", "released")
AGAIN_AFTER = timedelta(minutes=30)


def unheard(clinic: Clinic) -> list[Alert]:
    """List urgent flags that reached nobody for minutes and were not told elsewhere lately."""
    now = clinic.now()
    return [
        alert
        for alert in alerts.all_open(clinic.db)
        if alert.state is AlertState.RAISED
        and alert.level >= TriageLevel.URGENT
        and (alert.told_elsewhere_at is None or alert.told_elsewhere_at <= now - AGAIN_AFTER)
        and (_waits_since(clinic, alert) or now) <= now - UNHEARD_AFTER
    ]


def _waits_since(clinic: Clinic, alert: Alert) -> datetime | None:
    """Tell since when a flag waits for its first clinician, at the level it has risen to."""
    since: datetime | None = None
    known: TriageLevel | None = None
    for event in alerts.events(clinic.db, alert.id):
        level = event.level or alert.level
        if event.what == "acknowledged":
            since, known = None, None
        elif event.what == "delivered":
            since = None
        elif event.what in RAISES and (known is None or level > known):
            since, known = since or event.at, level
    return since


def words(clinic: Clinic, flags: list[Alert]) -> str:
    """Say how many flags wait: no patient, no level, no word of health."""
    return say(clinic.settings.clinic_language, "elsewhere.unheard", count=len(flags))


def note_told(clinic: Clinic, flags: list[Alert]) -> None:
    """Note that the clinic was told of flags on the other way."""
    now = clinic.now()
    for alert in flags:
        alerts.change(clinic.db, alert.id, told_elsewhere_at=now)
        about = f"alert {alert.id}"
        audit.note(clinic.db, at=now, by="rules", what="alert told elsewhere", about=about)
