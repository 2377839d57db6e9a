"""What is known of a patient before a report: screening, baseline, the last answers."""

from collections.abc import Mapping
from datetime import datetime

from bot.clinical.comparison import SYMPTOMS, grades_before
from bot.clinical.earlier import Earlier, remember, settle
from bot.clinical.facts import History
from bot.clinical.levels import TriageLevel
from bot.clinical.protocol import Protocol
from bot.pathway import courses
from bot.pathway.courses import Course
from bot.pathway.medicines import counted
from bot.storage import alerts, answers, findings, forms, sessions
from bot.storage.database import Database
from bot.storage.forms import Form, FormKind
from bot.storage.patients import Patient

REPORTS_LOOKED_AT = 200  # more than three months bring: a nerve that heals is followed so long
TEXT_POINT = forms.TEXT_POINT


def history_of(
    db: Database, protocol: Protocol, form: Form, patient: Patient, *, at: datetime
) -> History:
    """Gather what rules need to know beside the answers of one form."""
    screening = answers.latest_of_kind(db, form.patient_id, FormKind.SCREENING)
    course = courses.current(db, form.patient_id)
    reports = _reports(db, protocol, form.patient_id, at, other_than=form.id)
    return History(
        screening={key: answer.given for key, answer in screening.items()},
        baseline_nrs=_baseline_nrs(db, course, reports),
        baseline_grades=_baseline_grades(db, protocol, course),
        previous=remember([report for _, report in reports], _alarming(db, reports)),
        hours=_hours(course.sessions[-1].ended_at, at) if course.sessions else None,
        symptom_hours=_symptom_hours(db, reports, at),
        days_taken=counted(db, protocol, form.patient_id, at.astimezone(patient.zone_info).date()),
    )


def _baseline_nrs(db: Database, course: Course, reports: list[tuple[Form, Earlier]]) -> int | None:
    """Give the usual headache before the course, else the last one told before it."""
    usual = courses.usual_headache(db, course)
    if usual is not None or not course.sessions:
        return usual
    begun = course.sessions[0].ended_at
    before = [r.nrs for f, r in reports if f.closed_at is not None and f.closed_at <= begun]
    told = [nrs for nrs in before if nrs is not None]
    return told[-1] if told else None


def _baseline_grades(db: Database, protocol: Protocol, course: Course) -> Mapping[str, int]:
    """Give how bad symptoms were before the course; without a baseline none was there."""
    told = answers.settled_of(db, [form.id for form in course.baselines])
    graded = [told[form.id] for form in course.baselines if SYMPTOMS in told[form.id]]
    return grades_before(protocol, graded[-1]) if graded else {}


def _reports(
    db: Database, protocol: Protocol, patient_id: int, at: datetime, *, other_than: int = 0
) -> list[tuple[Form, Earlier]]:
    """Read the reports up to an instant, oldest first."""
    newest_first = forms.last_reports(
        db, patient_id, other_than=other_than, before=at, limit=REPORTS_LOOKED_AT
    )
    listed = newest_first[::-1]
    given = answers.settled_of(db, [earlier.id for earlier in listed])
    settled = settle(protocol, [given[earlier.id] for earlier in listed])
    return [pair for pair in zip(listed, settled, strict=True) if pair[1].tells]


def _alarming(db: Database, reports: list[tuple[Form, Earlier]]) -> frozenset[str]:
    """Name the symptoms that the newest report alarmed over."""
    return frozenset(
        symptom
        for form, _ in reports[-1:]
        for finding in findings.of_form(db, form.id)
        if finding.level >= TriageLevel.CONTACT_CLINIC
        for symptom in finding.symptom_keys
    )


def open_levels(
    db: Database, protocol: Protocol, patient_id: int, *, at: datetime
) -> dict[str, TriageLevel]:
    """Map each symptom still there when last told, and not closed since, to its level then."""
    told: dict[str, tuple[Form, int]] = {}
    for report, settled in _reports(db, protocol, patient_id, at):
        told |= {symptom: (report, grade) for symptom, grade in settled.grades.items()}
    closed = [one.closed_at for one in alerts.of_patient(db, patient_id) if one.closed_at]
    latest = max(closed, default=None)
    levels = {
        symptom: _level_of(db, report, symptom)
        for symptom, (report, grade) in told.items()
        if grade >= 1 and (latest is None or report.closed_at is None or report.closed_at > latest)
    }
    return {key: level for key, level in levels.items() if level >= TriageLevel.CONTACT_CLINIC}


def _level_of(db: Database, report: Form, symptom: str) -> TriageLevel:
    spoke = [f.level for f in findings.of_form(db, report.id) if symptom in f.symptom_keys]
    return max(spoke, default=TriageLevel.SELF_CARE)


def _symptom_hours(
    db: Database, reports: list[tuple[Form, Earlier]], now: datetime
) -> dict[str, float]:
    """Hours since the session each open symptom belongs to: where it was first reported."""
    first = _first_reports(reports)
    return {symptom: _hours(_anchor(db, form), now) for symptom, form in first.items()}


def first_reports(
    db: Database, protocol: Protocol, patient_id: int, *, at: datetime
) -> dict[str, Form]:
    """Map each symptom that is there to the report it was first told of in, since it was not."""
    return _first_reports(_reports(db, protocol, patient_id, at))


def _first_reports(reports: list[tuple[Form, Earlier]]) -> dict[str, Form]:
    first: dict[str, Form] = {}
    ended: set[str] = set()
    for form, report in reversed(reports):
        for symptom, grade in report.grades.items():
            if grade == 0:
                ended.add(symptom)
            elif symptom not in ended:
                first[symptom] = form
    return first


def _anchor(db: Database, form: Form) -> datetime:
    if form.session_id is not None:
        return sessions.by_id(db, form.session_id).ended_at
    return form.closed_at or form.created_at


def _hours(start: datetime, now: datetime) -> float:
    return (now - start).total_seconds() / 3600
