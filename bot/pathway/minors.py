"""Whether a patient is a minor, by the age the screening knows."""

from bot.clinic import Clinic
from bot.clinical.facts import screening_facts
from bot.storage import answers
from bot.storage.forms import FormKind

OF_AGE = 18  # as SC01; where the law says otherwise, the clinic's own policy counts


def is_minor(clinic: Clinic, patient_id: int) -> bool:
    """Tell whether the patient said an age under 18; unknown is no."""
    screening = answers.latest_of_kind(clinic.db, patient_id, FormKind.SCREENING)
    given = {key: answer.given for key, answer in screening.items()}
    age = screening_facts(clinic.protocol, given).get("age")
    return isinstance(age, int) and age < OF_AGE
