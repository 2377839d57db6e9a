"""After an outage: Telegram drops taps it could not deliver, so open questions are asked again."""

from datetime import timedelta

from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.check_ins import prompt
from bot.storage import forms, inbox, patients, sooner
from bot.storage.forms import Form, FormKind
from bot.storage.patients import PatientState

TAPS_LIVE = timedelta(seconds=150)  # how long Telegram keeps a tap nobody fetched
CUT_OFF = timedelta(seconds=50)  # longer than two polls are apart
ASKED_LATELY = timedelta(hours=24)


def heard_from_telegram(clinic: Clinic) -> int:
    """Note that Telegram was heard from; give how many questions were asked again."""
    now = clinic.now()
    last = inbox.last_poll(clinic.db)
    inbox.note_poll(clinic.db, now)
    if last is not None and now - last > CUT_OFF:
        sooner.go_on(clinic.db, now)
    if last is None or now - last <= TAPS_LIVE:
        return 0
    # What was opened after that has not been put yet, so no tap on it is lost.
    waiting = forms.open_since(clinic.db, last - ASKED_LATELY, last + TAPS_LIVE)
    asked = [form for form in waiting if _is_current(clinic, form)]
    for form in asked:
        patient = patients.by_id(clinic.db, form.patient_id)
        intro = say(patient.language, "outage.again")
        prompt(clinic, form, key=f"again:{now:%Y%m%dT%H%M%S}", intro=intro)
    return len(asked)


def _is_current(clinic: Clinic, form: Form) -> bool:
    current = forms.current(clinic.db, form.patient_id)
    return current is not None and current.id == form.id and not _is_paused(clinic, form)


def _is_paused(clinic: Clinic, form: Form) -> bool:
    """A pause stops check-ins, but neither safety nor what the patient began."""
    patient = patients.by_id(clinic.db, form.patient_id)
    return form.kind is FormKind.CHECK_IN and patient.state is PatientState.PAUSED
