"""More than can be answered: every word is kept and searched, and one alert stands for all."""

from bot.clinic import Clinic
from bot.clinical.free_text import RedFlag
from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.pathway.starting import keep_words
from bot.storage import alerts as stored_alerts
from bot.storage.alerts import AlertState
from bot.storage.floods import MINUTE
from bot.storage.patients import Patient


def keep(clinic: Clinic, *, patient: Patient, text: str, update_id: int, first: bool) -> None:
    """Keep words; the clinic hears of the first, and again once it has looked."""
    keep_words(clinic, patient=patient, text=text, update_id=update_id)
    alert = stored_alerts.open_of(clinic.db, patient.id)
    if first or alert is None or alert.state is not AlertState.RAISED:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["message"],
            form_id=None,
        )


def is_heeded(clinic: Clinic, *, patient: Patient, flags: tuple[RedFlag, ...]) -> bool:
    """Tell whether these red flags were put before the clinic within the last minute."""
    alert = stored_alerts.open_of(clinic.db, patient.id)
    if alert is None or alert.state is not AlertState.RAISED:
        return False
    since = clinic.now() - MINUTE
    told = [event for event in stored_alerts.events(clinic.db, alert.id) if event.at >= since]
    causes = {cause for event in told for cause in event.cause.split()}
    return {f"text:{flag.concept}" for flag in flags} <= causes
