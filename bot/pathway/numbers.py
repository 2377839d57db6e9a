"""The numbers to turn to: the emergency number of a person's region, and the clinic's phone."""

from bot.chat.advice import Surroundings
from bot.clinic import Clinic
from bot.storage.patients import Patient


def numbers(clinic: Clinic, language: str, patient: Patient | None) -> dict[str, str]:
    """Give what any message may name, as `emergency` and `clinic_phone`."""
    surroundings = Surroundings(
        language=language,
        region=clinic.region(patient.region if patient else None),
        clinic_phone=clinic.settings.clinic_phone,
        clinic_hours=clinic.settings.clinic_hours,
        clinicians=0,
    )
    return {"emergency": surroundings.emergency, "clinic_phone": surroundings.phone}
