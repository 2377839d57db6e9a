"""Check-ins about symptoms that stay: booked with the first report, sent while one is there."""

from collections.abc import Iterator
from typing import Any

from bot.clinic import Clinic
from bot.clinical.ladder import Ladder
from bot.clinical.schedule import Planned, plan_ladder
from bot.pathway.history import first_reports
from bot.pathway.moments import at_preferred_hour
from bot.storage import forms, patients, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient


def book(clinic: Clinic, patient_id: int) -> None:
    """Book the check-ins that the symptoms now there call for, each once."""
    patient = patients.by_id(clinic.db, patient_id)
    first = first_reports(clinic.db, clinic.protocol, patient_id, at=clinic.now())
    for ladder in clinic.protocol.schedule.ladders:
        reports = {first[key].id: first[key] for key in ladder.symptoms if key in first}
        for report in reports.values():
            for planned in _planned(ladder, report, patient):
                _add(clinic, report, planned)


def _planned(ladder: Ladder, report: Form, patient: Patient) -> Iterator[Planned]:
    reported = report.closed_at or report.created_at
    for planned in plan_ladder(ladder, reported, patient.quiet):
        yield at_preferred_hour(planned, patient)


def _add(clinic: Clinic, report: Form, planned: Planned) -> None:
    now = clinic.now()
    if planned.due_at <= now or forms.has_follow_up(clinic.db, report.id, planned.point):
        return
    forms.add(
        clinic.db,
        patient_id=report.patient_id,
        kind=FormKind.CHECK_IN,
        state=FormState.PLANNED,
        session_id=sessions.latest_id(clinic.db, report.patient_id),
        point=planned.point,
        after_form_id=report.id,
        created_at=now,
        **_moments(planned),
    )


def _moments(planned: Planned) -> dict[str, Any]:
    return {
        "due_at": planned.due_at,
        "closes_at": planned.closes_at,
        "expires_at": planned.expires_at,
        "next_at": planned.due_at,
    }


def replan(clinic: Clinic, patient: Patient) -> None:
    """Move the check-ins not yet sent to a new zone, night or hour."""
    for form in forms.waiting(clinic.db, patient.id):
        ladder = _ladder(clinic, form)
        if ladder is None or form.after_form_id is None or form.state is not FormState.PLANNED:
            continue
        report = forms.by_id(clinic.db, form.after_form_id)
        for planned in _planned(ladder, report, patient):
            if planned.point == form.point:
                forms.change(clinic.db, form.id, **_moments(planned))


def _ladder(clinic: Clinic, form: Form) -> Ladder | None:
    return clinic.protocol.schedule.ladder(form.point or "")


def is_called_for(clinic: Clinic, form: Form) -> bool:
    """Tell whether a check-in is to be sent: one of a ladder while its symptom is still there."""
    ladder = _ladder(clinic, form)
    if ladder is None:
        return True
    first = first_reports(clinic.db, clinic.protocol, form.patient_id, at=clinic.now())
    return any(key in first and first[key].id == form.after_form_id for key in ladder.symptoms)


def of_latest_session(clinic: Clinic, form: Form) -> Form:
    """Let what a check-in of a ladder tells anew belong to the latest session."""
    if _ladder(clinic, form) is None:
        return form
    session_id = sessions.latest_id(clinic.db, form.patient_id)
    return forms.change(clinic.db, form.id, session_id=session_id)
