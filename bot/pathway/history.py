"""What is known of a patient before a report: screening, baseline, the last answers."""

from datetime import datetime

from bot.clinical.facts import History, Previous, report_grades
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.storage import answers, findings, forms, sessions
from bot.storage.database import Database
from bot.storage.forms import Form, FormKind

REPORTS_LOOKED_AT = 40
TEXT_POINT = "text"  # the gate screen after free text: a report of red flags only


def history_of(db: Database, protocol: Protocol, form: Form, *, at: datetime) -> History:
    """Gather what rules need to know beside the answers of one form."""
    screening = answers.latest_of_kind(db, form.patient_id, FormKind.SCREENING)
    baseline = answers.latest_of_kind(db, form.patient_id, FormKind.SESSION).get("baseline_nrs")
    latest = sessions.latest(db, form.patient_id)
    reports = _reports(db, protocol, form, at)
    return History(
        screening={key: answer.given for key, answer in screening.items()},
        baseline_nrs=baseline.given if baseline else None,
        previous=_previous(db, reports),
        hours=_hours(latest.ended_at, at) if latest else None,
        symptom_hours=_symptom_hours(db, reports, at),
    )


Report = tuple[Form, dict[str, int], int | None]  # form, grades, pain intensity


def _reports(db: Database, protocol: Protocol, form: Form, at: datetime) -> list[Report]:
    """Read the reports before this one, newest first.

    Read from the oldest on, because a symptom that was there and was not asked about again is
    not gone.
    """
    found: list[Report] = []
    known: dict[str, int] = {}
    listed = forms.last_reports(
        db, form.patient_id, other_than=form.id, before=at, limit=REPORTS_LOOKED_AT
    )
    for earlier in reversed(listed):
        given = answers.settled(db, earlier.id)
        grades = report_grades(protocol, given, Previous(grades=known))
        known |= grades
        if grades or "nrs" in given:
            found.append((earlier, grades, given.get("nrs")))
    return found[::-1]


def _previous(db: Database, reports: list[Report]) -> Previous | None:
    """Take each symptom's newest grade: a report cut short by a red flag hides none of them."""
    if not reports:
        return None
    grades: dict[str, int] = {}
    for _, reported, _ in reports:
        grades = reported | grades
    alarming = {
        symptom
        for finding in findings.of_form(db, reports[0][0].id)
        if finding.level >= TriageLevel.CONTACT_CLINIC
        for symptom in finding.symptom_keys
    }
    nrs = next((value for _, _, value in reports if value is not None), None)
    return Previous(grades=grades, nrs=nrs, alarming=frozenset(alarming))


def _symptom_hours(db: Database, reports: list[Report], now: datetime) -> dict[str, float]:
    """Hours since the session each open symptom belongs to: where it was first reported."""
    first: dict[str, Form] = {}
    ended: set[str] = set()
    for form, grades, _ in reports:
        for symptom, grade in grades.items():
            if grade == 0:
                ended.add(symptom)
            elif symptom not in ended:
                first[symptom] = form
    return {symptom: _hours(_anchor(db, form), now) for symptom, form in first.items()}


def _anchor(db: Database, form: Form) -> datetime:
    if form.session_id is not None:
        return sessions.by_id(db, form.session_id).ended_at
    return form.closed_at or form.created_at


def _hours(start: datetime, now: datetime) -> float:
    return (now - start).total_seconds() / 3600
