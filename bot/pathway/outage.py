"""After an outage: Telegram drops taps it could not deliver, so open questions are asked again."""

from datetime import timedelta

from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.check_ins import prompt
from bot.storage import forms, inbox, patients

TAPS_LIVE = timedelta(seconds=150)  # how long Telegram keeps a tap nobody fetched
ASKED_LATELY = timedelta(hours=24)


def heard_from_telegram(clinic: Clinic) -> int:
    """Note that Telegram was heard from; give how many questions were asked again."""
    now = clinic.now()
    last = inbox.last_poll(clinic.db)
    inbox.note_poll(clinic.db, now)
    if last is None or now - last <= TAPS_LIVE:
        return 0
    waiting = forms.open_since(clinic.db, last - ASKED_LATELY, now)
    for form in waiting:
        patient = patients.by_id(clinic.db, form.patient_id)
        intro = say(patient.language, "outage.again")
        prompt(clinic, form, key=f"again:{now:%Y%m%dT%H%M%S}", intro=intro)
    return len(waiting)
