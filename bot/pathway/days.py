"""The days of the headache diary: which day it is, and which can still be written."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from bot.clinic import Clinic
from bot.clinical.comparison import DaysFilled
from bot.clinical.diary import Counted, DiaryTimes, times_of
from bot.clinical.summary import counted_until
from bot.storage import answers, forms, patients
from bot.storage.database import Database
from bot.storage.forms import Form, FormState
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


def told_by_day(
    db: Database, patient_id: int, first: date, last: date
) -> list[tuple[date, Mapping[str, Any]]]:
    """List what each diary entry from a day to another tells, if it tells the worst headache."""
    listed = forms.diary_between(db, patient_id, first, last)
    told = answers.settled_of(db, [form.id for form in listed])
    return [
        (form.day, told[form.id])
        for form in listed
        if form.day is not None and "nrs_worst" in told[form.id]
    ]


def counted_before(clinic: Clinic, form: Form) -> tuple[Counted, Counted]:
    """Count the days with headache and with medicine before the day a follow-up was begun on."""
    protocol, zone = clinic.protocol, patients.by_id(clinic.db, form.patient_id).zone_info
    last = form.created_at.astimezone(zone).date() - DAY
    windows = (protocol.course_plan.window_days, protocol.medicine_days.window_days)
    entries = told_by_day(clinic.db, form.patient_id, last - max(windows) * DAY, last)
    return counted_until(windows, entries, last)


def days_filled(clinic: Clinic, form: Form) -> DaysFilled:
    """Tell on how many of those days the diary has an entry."""
    headache, medicine = counted_before(clinic, form)
    return DaysFilled(headache=headache.filled, medicine=medicine.filled)
