"""Following each symptom from report to report, as triage does: what is open, and since when."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.clinical.facts import Previous, report_grades
from bot.clinical.protocol import Protocol
from bot.export.records import FormRecord

LAST_TIME = ("answered", "incomplete")  # what triage, too, takes for the report before


@dataclass(frozen=True, slots=True, kw_only=True)
class AfterSession:
    """The session something belongs to."""

    number: int
    ended_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SymptomReport:
    """What one report says of one symptom, and the session that symptom belongs to.

    `first` is the report that it came in; None when it is not there and was not last time.
    """

    form: FormRecord
    symptom: str
    grade: int | None
    trend: str | None
    session: AfterSession | None
    first: FormRecord | None

    @property
    def patient(self) -> str:
        """The patient's code."""
        return self.form.patient

    @property
    def asked(self) -> bool:
        """Tell whether the grade was asked for by name."""
        return self.symptom in self.form.given

    @property
    def hours_since_session(self) -> float | None:
        """Hours from the end of the symptom's session to the report, to one decimal."""
        if self.session is None:
            return None
        return round((self.form.moment - self.session.ended_at).total_seconds() / 3600, 1)


@dataclass(slots=True)
class Course:
    """One patient's symptoms so far: the newest grade of each, and when it began.

    `first` has the report that each came in, `began_after` the session before that.
    """

    patient: str
    grades: dict[str, int] = field(default_factory=dict)
    began_after: dict[str, AfterSession | None] = field(default_factory=dict)
    first: dict[str, FormRecord] = field(default_factory=dict)


def reports_of(protocol: Protocol, forms: Iterable[FormRecord]) -> Iterator[SymptomReport]:
    """Take reports apart into symptoms; each patient's must come together, the oldest first."""
    course = Course(patient="")
    for form in forms:
        if form.patient != course.patient:
            course = Course(patient=form.patient)
        answers = {key: given.value for key, given in form.given.items()}
        grades = report_grades(protocol, answers, Previous(grades=course.grades))
        for symptom in protocol.symptom_keys:
            trend = answers.get(f"{symptom}_trend")
            if symptom in grades or trend is not None:
                yield SymptomReport(
                    form=form,
                    symptom=symptom,
                    grade=grades.get(symptom),
                    trend=trend,
                    session=course.began_after.get(symptom, _session_of(form)),
                    first=course.first.get(symptom, form if grades.get(symptom) else None),
                )
        if form.state in LAST_TIME:
            _go_on(course, form, grades)


def _go_on(course: Course, form: FormRecord, grades: dict[str, int]) -> None:
    """Carry a report that is over to the next."""
    course.grades |= grades
    for symptom, grade in grades.items():
        if grade == 0:
            course.began_after.pop(symptom, None)
            course.first.pop(symptom, None)
        else:
            course.first.setdefault(symptom, form)
            course.began_after.setdefault(symptom, _session_of(form))


def _session_of(form: FormRecord) -> AfterSession | None:
    if form.session is None or form.session_ended_at is None:
        return None
    return AfterSession(number=form.session, ended_at=form.session_ended_at)
