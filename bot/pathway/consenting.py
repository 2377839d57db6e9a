"""What patients agree to: the words, who has agreed to them as they are now, asking anew.

A patient who agreed to other words is frozen: nothing is asked, and nothing new kept but what
may be urgent, until they have answered the new ones.
"""

import hashlib
from functools import cache

from bot.chat import enrolment as words
from bot.chat.payload import Payload
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.storage import audit, consents, dropped, patients, posted
from bot.storage.consents import Consent, Words
from bot.storage.database import transaction
from bot.storage.patients import Patient, PatientState


def text_for(clinic: Clinic, patient: Patient) -> str:
    """Word the consent as this patient sees it."""
    settings = clinic.settings
    return words.consent_text(
        patient.language,
        clinic_name=settings.clinic_name,
        clinic_hours=settings.clinic_hours,
        contact=settings.privacy_contact or settings.clinic_phone,
        emergency=around(clinic, patient).emergency,
    )


def request(clinic: Clinic, patient: Patient) -> Payload:
    """Ask for consent; who agreed to earlier words is told that they have changed."""
    intro = say(patient.language, "consent.changed") if is_frozen(clinic, patient) else ""
    return words.consent(patient.language, text_for(clinic, patient), intro)


def agree(clinic: Clinic, *, patient: Patient, update_id: int) -> None:
    """Store that the patient agreed to the text as it stands."""
    language, now = patient.language, clinic.now()
    consents.give(
        clinic.db,
        patient_id=patient.id,
        now=now,
        version=say(language, "consent.version"),
        text_hash=_hash(text_for(clinic, patient)),
        terms_hash=_terms(clinic, language),
        language=language,
        update_id=update_id,
    )
    about = f"patient {patient.code}"
    audit.note(clinic.db, at=now, by=patient.code, what="consent given", about=about)


def has_agreed(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether a patient agreed to any words and has not taken that back."""
    return consents.in_force(clinic.db, patient.id) is not None


def holds(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether a patient agreed to the words as they are now."""
    given = consents.in_force(clinic.db, patient.id)
    return given is not None and is_current(clinic, given)


def is_frozen(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether a patient agreed to words that have changed since."""
    given = consents.in_force(clinic.db, patient.id)
    return given is not None and not is_current(clinic, given)


def frozen(clinic: Clinic) -> list[Patient]:
    """List the patients who have not answered the words as they are now."""
    if all(is_current(clinic, words) for words in consents.words_in_force(clinic.db)):
        return []  # nobody needs to be looked at one by one
    here = (p for p in patients.everyone(clinic.db) if p.state is not PatientState.WITHDRAWN)
    return [patient for patient in here if is_frozen(clinic, patient)]


def ask_everybody(clinic: Clinic) -> None:
    """Ask each patient whose words have changed, once for each text and not in the night."""
    with transaction(clinic.db):
        for patient in frozen(clinic):
            _stop_prompts(clinic, patient)
            if patient.reachable:
                _ask_once(clinic, patient)


def _ask_once(clinic: Clinic, patient: Patient) -> None:
    cause = f"consent:{patient.id}:{words.mark(_terms(clinic, patient.language))}"
    if patient.chat_id is None or posted.is_known(clinic.db, f"{cause}:1"):
        return
    now, about = clinic.now(), f"patient {patient.code}"
    post = Post(db=clinic.db, chat_id=patient.chat_id, cause=cause, now=patient.quiet.shift(now))
    post.send(request(clinic, patient))
    audit.note(clinic.db, at=now, by="rules", what="consent asked anew", about=about)


def _stop_prompts(clinic: Clinic, patient: Patient) -> None:
    if patient.chat_id is not None:
        dropped.all_prompts(clinic.db, patient.chat_id, "consent asked anew")


def is_current(clinic: Clinic, given: Consent | Words) -> bool:
    """Tell whether a consent is to the words as they are now."""
    if given.terms_hash is None:  # given before the hash was kept
        return given.version == say(given.language, "consent.version")
    return given.terms_hash == _terms(clinic, given.language)


def _terms(clinic: Clinic, language: str) -> str:
    """Give the hash of what is agreed to: the words, and whose clinic it is.

    Opening hours, contact and emergency number are told in the text; that they change asks
    nobody anew.
    """
    return _terms_of(clinic.settings.clinic_name, language)


@cache
def _terms_of(clinic_name: str, language: str) -> str:
    told = {"clinic_hours": "–", "contact": "–", "emergency": "–"}
    return _hash(words.consent_text(language, clinic_name=clinic_name, **told))


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
