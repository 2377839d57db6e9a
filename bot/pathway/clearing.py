"""Clearing a screening: a clinician's word with its reason, kept beside what was recorded."""

from enum import StrEnum

from bot.chat.clearing import OWN_WORDS, REASONS
from bot.chat.payload import message
from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass
from bot.locales import say
from bot.pathway.post import Post
from bot.pathway.standing import Standing, standing
from bot.storage import audit, clearances, patients
from bot.storage.clearances import Clearance
from bot.storage.clinicians import Clinician
from bot.storage.forms import Form, FormState
from bot.storage.patients import PatientState

LONGEST_WORDS = 500


class Hindrance(StrEnum):
    """Why a screening cannot be cleared."""

    NONE = "none"  # there is no screening
    OPEN = "open"  # not finished
    CLEAR = "clear"  # nothing to clear
    CLEARED = "cleared"
    OVER = "over"  # its answers are too old for a session
    NEWER = "newer"  # there is another screening by now


class NotClearableError(Exception):
    """A screening that cannot be cleared, and why."""

    def __init__(self, why: Hindrance) -> None:
        super().__init__(why.value)
        self.why = why


def clearable(clinic: Clinic, *, patient_id: int) -> Standing:
    """Give the screening that waits for a clinician's word; raises NotClearableError."""
    found = standing(clinic, patient_id)
    if found is None:
        raise NotClearableError(Hindrance.NONE)
    for why, hinders in (
        (Hindrance.OPEN, found.form.state is not FormState.ANSWERED),
        (Hindrance.CLEAR, found.found is ScreeningClass.CLEAR),
        (Hindrance.CLEARED, found.clearance is not None),
        (Hindrance.OVER, not found.is_valid(clinic.now())),
    ):
        if hinders:
            raise NotClearableError(why)
    return found


def clear(
    clinic: Clinic, *, screening: Form, by: Clinician, reason: str, words: str = ""
) -> Clearance:
    """Clear a screening and tell the patient; raises NotClearableError.

    `reason` is one of REASONS, and `words` go with OWN_WORDS alone. The class stays as it was
    recorded; the clearance ends with its validity, another screening, or a changed answer.
    """
    if reason not in REASONS or (reason == OWN_WORDS) is not bool(words.strip()):
        raise ValueError(reason)
    found = clearable(clinic, patient_id=screening.patient_id)
    if found.form.id != screening.id:
        raise NotClearableError(Hindrance.NEWER)
    now = clinic.now()
    given = clearances.add(
        clinic.db,
        form_id=screening.id,
        screening_class=found.found,
        reason=reason,
        words=words.strip()[:LONGEST_WORDS],
        at=now,
        clinician_id=by.id,
    )
    about = f"form {screening.id}"
    audit.note(clinic.db, at=now, by=by.code, what="screening cleared", about=about, detail=reason)
    _tell(clinic, given, screening.patient_id)
    return given


def _tell(clinic: Clinic, given: Clearance, patient_id: int) -> None:
    """Tell the patient that the clinic has looked; what is done is decided in person."""
    patient = patients.by_id(clinic.db, patient_id)
    if patient.chat_id is None or patient.state is PatientState.WITHDRAWN:
        return
    cause = f"clearance:{given.id}"
    post = Post(db=clinic.db, chat_id=patient.chat_id, cause=cause, now=clinic.now())
    post.send(message(say(patient.language, "cleared.patient")))
