"""The days of the headache diary: which day it is, and which can still be written."""

from datetime import date, timedelta

from bot.clinic import Clinic
from bot.clinical.diary import DiaryTimes, times_of
from bot.storage import forms
from bot.storage.forms import FormState
from bot.storage.patients import Patient

DAY = timedelta(days=1)
WRITTEN = (FormState.ANSWERED, FormState.INCOMPLETE)


def today_of(clinic: Clinic, patient: Patient) -> date:
    """Give the day it is for a patient."""
    return clinic.now().astimezone(patient.zone_info).date()


def times(clinic: Clinic, patient: Patient, day: date) -> DiaryTimes:
    """Give the instants of a day's entry at the patient's own hour, or the usual one."""
    evening = clinic.protocol.evening
    return times_of(evening, day, patient.diary_hour or evening.hour, patient.quiet)


def is_free(clinic: Clinic, patient: Patient, day: date) -> bool:
    """Tell whether a day the patient was here for has no entry yet and is not locked."""
    joined = patient.joined_at.astimezone(patient.zone_info).date()
    entries = forms.diary_of(clinic.db, patient.id, day)
    written = any(form.state in WRITTEN for form in entries)
    return day >= joined and not written and clinic.now() < times(clinic, patient, day).expires_at
