"""Where a patient's newest screening stands: its class, how long it counts, who cleared it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass
from bot.pathway.filling import load
from bot.pathway.outcome import outcome_of
from bot.storage import answers, clearances, forms
from bot.storage.answers import Answer
from bot.storage.clearances import Clearance
from bot.storage.forms import Form, FormKind, FormState


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """The newest screening that tells something.

    `mark` is the newest answer on it: a clearance given before that answer counts no more.
    """

    form: Form
    found: ScreeningClass
    valid_until: datetime
    mark: int
    clearance: Clearance | None

    def is_valid(self, now: datetime) -> bool:
        """Tell whether its answers are young enough for a session."""
        return now < self.valid_until

    def holds_back(self, now: datetime) -> bool:
        """Tell whether a clinician's word is needed and not given."""
        return self.found > ScreeningClass.CLEAR and not self.clearance and self.is_valid(now)


def standing(clinic: Clinic, patient_id: int) -> Standing | None:
    """Find where a patient's newest screening stands; one left unfinished never says clear."""
    for form in reversed(forms.of_kind(clinic.db, patient_id, FormKind.SCREENING)):
        found = _class_of(clinic, form)
        if form.state is FormState.ANSWERED or found > ScreeningClass.CLEAR:
            return _standing(clinic, form, found)
    return None


def _class_of(clinic: Clinic, form: Form) -> ScreeningClass:
    """Give the class as recorded, or what the answers of an open screening come to so far."""
    recorded = form.screening_class or ScreeningClass.CLEAR
    if form.state is not FormState.OPEN:
        return recorded
    filling = load(clinic, form)
    outcome = outcome_of(clinic, filling, complete=False)
    return max(recorded, outcome.screening_class)


def _standing(clinic: Clinic, form: Form, found: ScreeningClass) -> Standing:
    newest = answers.newest(clinic.db, form.id)
    return Standing(
        form=form,
        found=found,
        valid_until=_valid_until(clinic, form, newest),
        mark=max((answer.id for answer in newest.values()), default=0),
        clearance=_that_stands(clinic, form, found, newest),
    )


def _that_stands(
    clinic: Clinic, form: Form, found: ScreeningClass, newest: Mapping[str, Answer]
) -> Clearance | None:
    """Give the clearance of a screening as it is: one given before a changed answer is over."""
    given = clearances.newest(clinic.db, form.id)
    if given is None or given.screening_class < found:
        return None
    return given if all(answer.at <= given.at for answer in newest.values()) else None


def _valid_until(clinic: Clinic, form: Form, newest: Mapping[str, Answer]) -> datetime:
    """Give when the oldest answer that is asked before every session has had its time."""
    changing = {q.key for q in clinic.protocol.screening if q.every_session}
    moments = [answer.at for key, answer in newest.items() if key in changing]
    start = min(moments, default=form.closed_at or form.created_at)
    return start + timedelta(hours=clinic.protocol.validity.every_session_hours)
