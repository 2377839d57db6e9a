"""Asking for a person: the clinic is told at once, the patient who reads it and when."""

from datetime import timedelta

from bot.chat.advice import clinic_words
from bot.chat.payload import message
from bot.clinic import Clinic
from bot.clinical.check_in import OTHER_PROBLEM, PROBLEMS
from bot.clinical.levels import TriageLevel
from bot.clinical.schedule import follow_up
from bot.clinical.triage import triage
from bot.pathway import alerts, booking
from bot.pathway.filling import load
from bot.pathway.judging import around
from bot.pathway.post import Post
from bot.pathway.reporting import add_report
from bot.storage import alerts as stored
from bot.storage import audit, forms
from bot.storage.alerts import AlertState
from bot.storage.forms import PERSON_POINT, FormKind
from bot.storage.patients import Patient

AGAIN = timedelta(minutes=10)  # a second tap within it is the same wish


def ask_for_person(clinic: Clinic, *, patient: Patient, post: Post) -> None:
    """Pass on at once that a patient wants to talk to a person, and say what happens now."""
    if not _is_passed_on(clinic, patient):
        _pass_on(clinic, patient)
    surroundings = around(clinic, patient)
    post.send_first(message(clinic_words(surroundings, "person.told", "person.not_told")))


def _pass_on(clinic: Clinic, patient: Patient) -> None:
    """Tell the clinic: the wish means what "something else, or I am worried" does in a report."""
    found = triage(clinic.protocol, {PROBLEMS: [OTHER_PROBLEM]}, complete=False)
    form = add_report(clinic, patient, found, point=PERSON_POINT)
    alerts.raise_alert(
        clinic,
        patient_id=patient.id,
        level=max(found.level, TriageLevel.CONTACT_CLINIC),
        causes=[*found.rules, PERSON_POINT],
        form_id=form.id,
        at_once=True,
    )
    about = f"form {form.id}"
    audit.note(clinic.db, at=clinic.now(), by=patient.code, what="person wanted", about=about)
    entry = follow_up(clinic.protocol.schedule, found.level, found.rules)
    if entry is not None:
        booking.book_follow_up(clinic, filling=load(clinic, form), entry=entry)


def _is_passed_on(clinic: Clinic, patient: Patient) -> bool:
    """Tell whether the same wish was passed on just now and nobody has seen it yet."""
    alert = stored.open_of(clinic.db, patient.id)
    if alert is None or alert.state is not AlertState.RAISED:
        return False
    since = clinic.now() - AGAIN
    reports = forms.of_kind(clinic.db, patient.id, FormKind.PROBLEM)
    return any(form.point == PERSON_POINT and form.created_at > since for form in reports)
