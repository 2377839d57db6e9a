"""Recording a session: when it ended, and what its check-ins take the place of."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.clinic import Clinic
from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.schedule import first_valid
from bot.pathway import alerts, courses
from bot.pathway.booking import book_check_ins, replan
from bot.pathway.ending import end_unfinished
from bot.pathway.filling import Filling, load
from bot.storage import answers, audit, forms, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient
from bot.storage.sessions import Session

DAY = timedelta(days=1)


def refuse_future(clinic: Clinic, filling: Filling, time: str) -> str:
    """Give the hint for a session time that has not come yet, or nothing."""
    if not _day_is_known(filling):
        return ""  # the day comes first
    with_time = replace(filling, given={**filling.given, "ended_time": time})
    return "hint.time_not_yet" if ended_at(clinic, with_time) > clinic.now() else ""


def _day_is_known(filling: Filling) -> bool:
    ended = filling.given.get("ended")
    return ended in ("today", "yesterday") or (ended == "pick" and "ended_date" in filling.given)


def ended_at(clinic: Clinic, filling: Filling) -> datetime:
    """Work out when the session ended from the answers; the patient's clock counts."""
    given, zone = filling.given, filling.patient.zone_info
    said = answers.newest(clinic.db, filling.form.id)["ended"].at  # what "now" and "today" mean
    if given["ended"] == "now":
        return said
    today = said.astimezone(zone).date()
    day = {"today": today, "yesterday": today - DAY}.get(given["ended"])
    date = day.isoformat() if day else given["ended_date"]
    wall = datetime.fromisoformat(f"{date}T{given['ended_time']}")
    return first_valid(wall.replace(tzinfo=zone))


def record_session(clinic: Clinic, *, filling: Filling) -> Session:
    """Record a session and book its check-ins; a form that was corrected moves its session."""
    form, ended = filling.form, ended_at(clinic, filling)
    if form.session_id is not None:
        return _correct(clinic, filling.patient, form.session_id, ended)
    session = _add(clinic, filling.patient, ended)
    forms.change(clinic.db, form.id, session_id=session.id)
    return session


def record_unfinished(clinic: Clinic, form: Form) -> None:
    """Record a session of which only the end is known, so that its check-ins come."""
    filling = load(clinic, form)
    if filling.given.get("ended") == "now" or "ended_time" in filling.given:
        record_session(clinic, filling=filling)


def _correct(clinic: Clinic, patient: Patient, session_id: int, ended: datetime) -> Session:
    session = sessions.change(clinic.db, session_id, ended_at=ended)
    _note(clinic, patient, session, "session corrected")
    replan(clinic, patient)
    return session


def _add(clinic: Clinic, patient: Patient, ended: datetime) -> Session:
    """Add a session; check-ins are asked of the latest one only."""
    latest = sessions.latest(clinic.db, patient.id)
    is_latest = latest is None or latest.ended_at <= ended
    course = courses.coming(clinic.db, clinic.protocol, patient.id, ended).number
    if is_latest:
        _replace_check_ins(clinic, patient)
    _end_baselines(clinic, patient)
    screening = latest_screening(clinic, patient.id)
    session = sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=ended,
        recorded_at=clinic.now(),
        zone=patient.zone or "UTC",
        screening_class=screening.screening_class if screening else None,
        course=course,
    )
    _note(clinic, patient, session, "session recorded")
    _tell_if_stopped(clinic, patient, screening)
    state = FormState.PLANNED if is_latest else FormState.REPLACED
    book_check_ins(clinic, patient, session, state=state)
    return session


def _note(clinic: Clinic, patient: Patient, session: Session, what: str) -> None:
    about = f"session {session.id}"
    audit.note(clinic.db, at=clinic.now(), by=patient.code, what=what, about=about)


def _replace_check_ins(clinic: Clinic, patient: Patient) -> None:
    """End the check-ins of earlier sessions; extra ones after a result still come."""
    for form in forms.waiting(clinic.db, patient.id):
        if form.kind is FormKind.CHECK_IN and form.after_form_id is None:
            end_unfinished(clinic, form, untouched=FormState.REPLACED, by=patient.code)


def _end_baselines(clinic: Clinic, patient: Patient) -> None:
    """What is told from now on is no baseline any more: treatment has begun."""
    for form in forms.waiting(clinic.db, patient.id):
        if form.kind is FormKind.BASELINE:
            end_unfinished(clinic, form, untouched=FormState.CANCELLED, by=patient.code)


def latest_screening(clinic: Clinic, patient_id: int) -> Form | None:
    """Find the patient's newest answered screening."""
    found = [
        form
        for form in forms.of_patient(clinic.db, patient_id)
        if form.kind is FormKind.SCREENING and form.state is FormState.ANSWERED
    ]
    return found[-1] if found else None


def _tell_if_stopped(clinic: Clinic, patient: Patient, screening: Form | None) -> None:
    """A session in spite of a screening that said stop is for the clinic to know."""
    if screening and screening.screening_class is ScreeningClass.STOP:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["session_after_stop"],
            form_id=screening.id,
        )
