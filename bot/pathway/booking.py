"""Booking what comes after a session: its check-ins, and extra ones after a result."""

from datetime import datetime, timedelta
from typing import Any

from bot.chat.payload import paragraphs
from bot.chat.when import moment_words
from bot.clinic import Clinic
from bot.clinical.schedule import FollowUp, Planned, plan
from bot.locales import say
from bot.pathway import diary, ladders
from bot.pathway.filling import Filling
from bot.pathway.judging import around
from bot.pathway.moments import at_preferred_hour
from bot.storage import forms, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient
from bot.storage.sessions import Session


def _planned(clinic: Clinic, patient: Patient, session: Session) -> tuple[Planned, ...]:
    booked = plan(clinic.protocol.schedule, session.ended_at, patient.quiet)
    return tuple(at_preferred_hour(planned, patient) for planned in booked)


def book_check_ins(
    clinic: Clinic, patient: Patient, session: Session, *, state: FormState = FormState.PLANNED
) -> None:
    """Book the check-ins of a session."""
    for planned in _planned(clinic, patient, session):
        forms.add(
            clinic.db,
            patient_id=patient.id,
            kind=FormKind.CHECK_IN,
            session_id=session.id,
            point=planned.point,
            created_at=clinic.now(),
            **_moments(clinic, planned, state),
        )


def replan(clinic: Clinic, patient: Patient) -> None:
    """Move the check-ins not yet sent to a new zone, night, hour or end of their session."""
    diary.replan(clinic, patient)
    ladders.replan(clinic, patient)
    movable = {
        (form.session_id, form.point): form
        for form in forms.of_patient(clinic.db, patient.id)
        if _is_movable(form)
    }
    for session in sessions.of_patient(clinic.db, patient.id):
        for planned in _planned(clinic, patient, session):
            form = movable.get((session.id, planned.point))
            if form is not None:
                forms.change(clinic.db, form.id, **_moments(clinic, planned, FormState.PLANNED))


def _is_movable(form: Form) -> bool:
    """Tell whether a check-in waits for its time, or had been over before it was booked."""
    never_asked = form.state is FormState.CANCELLED and form.closed_at == form.created_at
    regular = form.kind is FormKind.CHECK_IN and form.after_form_id is None
    return regular and (form.state is FormState.PLANNED or never_asked)


def _moments(clinic: Clinic, planned: Planned, state: FormState) -> dict[str, Any]:
    """Give a check-in's times and its state at the start."""
    now = clinic.now()
    if state is FormState.PLANNED and planned.expires_at <= now:
        # A session recorded days later: what could no longer be answered is not asked.
        state = FormState.CANCELLED
    waits = state is FormState.PLANNED
    return {
        "state": state,
        "due_at": planned.due_at,
        "closes_at": planned.closes_at,
        "expires_at": planned.expires_at,
        "next_at": planned.due_at if waits else None,
        "closed_at": None if waits else now,
        "silent": planned.silent,
    }


def book_follow_up(clinic: Clinic, *, filling: Filling, entry: FollowUp) -> Form | None:
    """Book an extra check-in, unless a regular one comes as soon."""
    form, now = filling.form, clinic.now()
    due = now + timedelta(hours=entry.due)
    if entry.quiet_hours:
        due = filling.patient.quiet.shift(due)
    if forms.has_follow_up(clinic.db, form.id, entry.key):
        return None  # the form was corrected; what it called for is booked
    kind = FormKind(entry.questionnaire)
    if kind is FormKind.CHECK_IN and _comes_anyway(clinic, filling.patient.id, due):
        return None
    return forms.add(
        clinic.db,
        patient_id=filling.patient.id,
        kind=kind,
        state=FormState.PLANNED,
        session_id=form.session_id or sessions.latest_id(clinic.db, filling.patient.id),
        point=entry.key,
        after_form_id=form.id,
        created_at=now,
        due_at=due,
        closes_at=now + timedelta(hours=entry.expires),
        expires_at=now + timedelta(hours=entry.expires),
        next_at=due,
    )


def _comes_anyway(clinic: Clinic, patient_id: int, due: datetime) -> bool:
    return any(
        form.state is FormState.PLANNED
        and form.kind is FormKind.CHECK_IN
        and form.due_at is not None
        and form.due_at <= due
        and ladders.is_called_for(clinic, form)
        for form in forms.waiting(clinic.db, patient_id)
    )


def session_words(clinic: Clinic, session: Session, language: str) -> str:
    """Name a session by its place in the course; one beyond the plan by its place alone."""
    planned = clinic.protocol.schedule.sessions_in_course
    key = "session.of_course" if session.place <= planned else "session.beyond"
    return say(language, key, number=session.place, planned=planned)


def booked_words(clinic: Clinic, patient: Patient, session: Session) -> str:
    """Tell when the check-ins will come, in the patient's own time."""
    language = patient.language
    times = [
        say(
            language,
            "session.check_in_line",
            when=moment_words(form.due_at, patient.zone_info, language),
            point=say(language, f"point.{form.point}"),
        )
        for form in forms.waiting(clinic.db, patient.id)
        if form.session_id == session.id and form.due_at and form.after_form_id is None
    ]
    noted = "session.recorded" if times else "session.recorded_only"
    return paragraphs(
        say(language, noted, session=session_words(clinic, session, language)),
        "\n".join(times),
        say(language, "session.any_time", emergency=around(clinic, patient).emergency),
    )
