"""Who can be reached: patients and clinicians who block the bot, and come back."""

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.pathway import alerts, diary, duty, regions
from bot.pathway.check_ins import prompt
from bot.storage import alerts as stored
from bot.storage import audit, clinicians, dropped, forms, patients
from bot.storage.forms import FormKind
from bot.storage.outbox import Lane
from bot.storage.patients import Patient


def set_reachable(clinic: Clinic, *, chat_id: int, reachable: bool) -> None:
    """Note whether a private chat takes messages, for whoever it belongs to."""
    clinician = clinicians.by_chat(clinic.db, chat_id)
    if clinician is not None and clinician.reachable is not reachable:
        clinicians.set_reachable(clinic.db, clinician.id, reachable=reachable)
        _note(clinic, reachable, f"clinician {clinician.code}")
        if reachable:
            tell_the_only_one(clinic, clinician.id)
            regions.ask_clinic(clinic)
    patient = patients.by_chat(clinic.db, chat_id)
    if patient is None or patient.reachable is reachable:
        return
    patient = patients.change(clinic.db, patient.id, reachable=reachable)
    _note(clinic, reachable, f"patient {patient.code}")
    (_find if reachable else _lose)(clinic, patient, chat_id)
    diary.keep_going(clinic, patient)


def _note(clinic: Clinic, reachable: bool, about: str) -> None:
    what = "reachable" if reachable else "unreachable"
    audit.note(clinic.db, at=clinic.now(), by="telegram", what=what, about=about)


def tell_the_only_one(clinic: Clinic, clinician_id: int) -> None:
    """Send every alert that waits at once, if nobody but this clinician can be reached."""
    if [person.id for person in duty.on_duty(clinic)] == [clinician_id]:
        stored.hurry(clinic.db, clinic.now())


def _find(clinic: Clinic, patient: Patient, chat_id: int) -> None:
    """Put the open question of a check-in again: it may never have come."""
    form = forms.current(clinic.db, patient.id)
    if form is None or form.due_at is None:
        return
    if patient.is_prompted or form.kind is FormKind.SAFETY:
        key = f"back:{clinic.now():%Y%m%dT%H%M%S}"
        prompt(clinic, form, key=key, intro=say(patient.language, "check_in.back"))


def _lose(clinic: Clinic, patient: Patient, chat_id: int) -> None:
    """Stop what waits for the chat; the clinic is told where safety may hang on it."""
    dropped.for_chat(clinic.db, chat_id, "unreachable", tuple(Lane))
    last = forms.last_reports(clinic.db, patient.id, before=clinic.now(), limit=1)
    highest = last[0].highest if last else None
    worried = highest is not None and highest >= TriageLevel.CONTACT_CLINIC
    if worried or stored.open_of(clinic.db, patient.id) is not None:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["unreachable"],
            form_id=None,
        )
