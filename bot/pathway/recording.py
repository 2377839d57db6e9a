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
from bot.pathway.standing import Standing, standing
from bot.storage import answers, audit, forms, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient
from bot.storage.sessions import Session

DAY = timedelta(days=1)
ALL_THE_SAME = "all_the_same"  # the point of a session that no clinician cleared


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
    if not _end_is_known(filling):
        return filling.form.created_at  # somebody treated all the same, who then said no more
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
    session = _add(clinic, filling.patient, ended, is_told=form.point == ALL_THE_SAME)
    forms.change(clinic.db, form.id, session_id=session.id)
    return session


def record_unfinished(clinic: Clinic, form: Form) -> None:
    """Record a session of which only the end is known, so that its check-ins come.

    Who was treated all the same gets them even with no answer: counted from when that was told.
    """
    filling = load(clinic, form)
    if _end_is_known(filling) or form.point == ALL_THE_SAME:
        record_session(clinic, filling=filling)


def _end_is_known(filling: Filling) -> bool:
    return filling.given.get("ended") == "now" or "ended_time" in filling.given


def _correct(clinic: Clinic, patient: Patient, session_id: int, ended: datetime) -> Session:
    session = sessions.change(clinic.db, session_id, ended_at=ended)
    _note(clinic, patient, session, "session corrected")
    replan(clinic, patient)
    return session


def _add(clinic: Clinic, patient: Patient, ended: datetime, *, is_told: bool) -> Session:
    """Add a session; check-ins are asked of the latest one only."""
    latest = sessions.latest(clinic.db, patient.id)
    is_latest = latest is None or latest.ended_at <= ended
    course = courses.coming(clinic.db, clinic.protocol, patient.id, ended).number
    if is_latest:
        _replace_check_ins(clinic, patient)
    _end_baselines(clinic, patient)
    screening = standing(clinic, patient.id)
    session = sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=ended,
        recorded_at=clinic.now(),
        zone=patient.zone or "UTC",
        screening_class=screening.found if screening else None,
        course=course,
    )
    _note(clinic, patient, session, "session recorded")
    if screening is not None and not is_told:
        tell_if_held_back(clinic, patient, screening)
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


def tell_if_held_back(clinic: Clinic, patient: Patient, screening: Standing) -> None:
    """Alert the clinic to a session without the clinician's word that was needed."""
    if screening.found > ScreeningClass.CLEAR and screening.clearance is None:
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["session_not_cleared"],
            form_id=screening.form.id,
            at_once=True,
        )
