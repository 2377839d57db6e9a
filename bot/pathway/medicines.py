"""How many days with medicine the diary tells of, for rules and for a word to the patient."""

from datetime import date, timedelta

from bot.clinic import Clinic
from bot.clinical.diary import (
    DaysTaken,
    days_taken,
    days_told,
    kinds_taken,
    medicine_facts,
    with_told,
)
from bot.clinical.expression import variables
from bot.clinical.protocol import Protocol
from bot.locales import say
from bot.pathway.days import today_of
from bot.storage import answers, findings, forms, patients
from bot.storage.database import Database
from bot.storage.forms import FormKind
from bot.storage.patients import Patient


def counted(db: Database, protocol: Protocol, patient_id: int, today: date) -> DaysTaken:
    """Count the days with medicine up to a patient's day.

    What the baseline told counts until the diary has a whole window of its own.
    """
    rule = protocol.medicine_days
    first = today - timedelta(days=rule.window_days - 1)
    entries = forms.diary_between(db, patient_id, first, today)
    given = answers.settled_of(db, [form.id for form in entries])
    told = [(form.day, kinds_taken(given[form.id])) for form in entries if form.day is not None]
    own = days_taken(rule, told, today)
    before = _told_before(db, patient_id)
    if before is None:
        return own
    told_on, days = before
    first_entry = forms.first_diary_day(db, patient_id)
    return with_told(rule, own, days, told_on=told_on, first_entry=first_entry, today=today)


def _told_before(db: Database, patient_id: int) -> tuple[date, DaysTaken] | None:
    """Give the days with medicine that the newest baseline tells, and the day it was begun."""
    listed = forms.of_kind(db, patient_id, FormKind.BASELINE)
    told = answers.settled_of(db, [form.id for form in listed])
    for form in reversed(listed):
        if "took_any" in told[form.id]:
            zone = patients.by_id(db, patient_id).zone_info
            return form.created_at.astimezone(zone).date(), days_told(told[form.id])
    return None


def spoken_lately(clinic: Clinic, patient: Patient) -> frozenset[str]:
    """Name the rules about days with medicine that spoke within the window they count."""
    about = {
        rule.key
        for rule in clinic.protocol.rules
        if variables(rule.when) & medicine_facts(DaysTaken()).keys()
    }
    since = clinic.now() - timedelta(days=clinic.protocol.medicine_days.window_days)
    return findings.rules_since(clinic.db, patient.id, since) & about


def tip(clinic: Clinic, patient: Patient) -> str:
    """Word the early tip, when the days deserve one and no rule has spoken of them lately."""
    rule = clinic.protocol.medicine_days
    taken = counted(clinic.db, clinic.protocol, patient.id, today_of(clinic, patient))
    if not rule.calls_for_tip(taken) or spoken_lately(clinic, patient):
        return ""
    return say(patient.language, "tip.medicine", count=taken.any, days=rule.window_days)
