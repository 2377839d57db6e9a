"""What charts show, read off the records of one patient."""

from collections.abc import Iterable, Sequence
from datetime import date

from bot.charts.facts import ChartFacts, Counts, Entry, Graded, Mark, Missed
from bot.clinical.diary import days_taken, kinds_taken
from bot.clinical.protocol import Protocol
from bot.export.courses import SymptomReport
from bot.export.records import FormRecord, SessionRecord
from bot.export.summaries import CourseRecord

TOLD = {"check_in": "nrs", "problem": "nrs", "diary": "nrs_worst"}  # the headache, by form
REPORTS = ("check_in", "problem")
UNANSWERED = ("missed", "skipped", "bot_was_down")
SHORTEST = 14  # days that a chart shows at least


def charted(
    protocol: Protocol,
    forms: Sequence[FormRecord],
    sessions: Iterable[SessionRecord],
    symptoms: Iterable[SymptomReport],
    courses: Sequence[CourseRecord],
    *,
    since: date | None,
    until: date,
) -> ChartFacts:
    """Gather what charts show from a day to another; without a first day, from the first entry.

    Everything is of one patient, in the order it is read for exports.
    """
    entries = [entry for form in forms for entry in _entries(form)]
    missed = [one for form in forms for one in _missed(form)]
    marks = [_mark(session) for session in sessions]
    days = [e.day for e in entries] + [m.day for m in missed]
    days += [mark.ended_at.date() for mark in marks]
    latest_start = date.fromordinal(until.toordinal() - SHORTEST + 1)
    first = since or min([*days, latest_start])
    return ChartFacts(
        first=first,
        last=until,
        entries=tuple(sorted((e for e in entries if first <= e.day <= until), key=_when)),
        missed=tuple(
            sorted((m for m in missed if first <= m.day <= until), key=lambda one: one.day)
        ),
        sessions=tuple(
            sorted(
                (mark for mark in marks if first <= mark.ended_at.date() <= until),
                key=lambda mark: mark.ended_at,
            )
        ),
        usual=courses[-1].summary.before.usual if courses else None,
        symptoms=protocol.symptom_keys,
        reports=tuple(_reports(forms, symptoms, first, until)),
        medicine=_medicine(protocol, forms, until),
    )


def _when(entry: Entry) -> tuple[date, str]:
    return entry.day, entry.at.isoformat()


def _day(form: FormRecord) -> date:
    """Give the day a form is of: of an unanswered one, the day it was due."""
    instant = form.due_at if form.state in UNANSWERED and form.due_at else form.moment
    return form.day or form.local_date(instant)


def _entries(form: FormRecord) -> Iterable[Entry]:
    """Give the headache that a form tells."""
    told = form.given.get(TOLD.get(form.kind, ""))
    if told is None:
        return
    yield Entry(
        day=_day(form),
        at=form.local(told.at),
        value=told.value,
        kind=form.kind,
        point=_point(form),
        late=form.is_late,
        corrected=told.corrections > 0,
    )


def _missed(form: FormRecord) -> Iterable[Missed]:
    if form.kind in TOLD and form.state in UNANSWERED:
        yield Missed(day=_day(form), kind=form.kind, point=_point(form), why=form.state)


def _point(form: FormRecord) -> str | None:
    return form.point if form.kind == "check_in" else None


def _mark(session: SessionRecord) -> Mark:
    return Mark(
        number=session.number,
        course=session.course,
        place=session.place,
        ended_at=session.local(session.ended_at),
    )


def _reports(
    forms: Sequence[FormRecord], symptoms: Iterable[SymptomReport], first: date, last: date
) -> Iterable[Graded]:
    """Give each report with its grades, also one that was not answered."""
    reports = [form for form in forms if form.kind in REPORTS]
    grades: dict[int, dict[str, int]] = {form.form: {} for form in reports}
    for told in symptoms:
        if told.grade is not None and told.form.form in grades:
            grades[told.form.form][told.symptom] = told.grade
    for form in reports:
        over = form.state in UNANSWERED or form.state in ("answered", "incomplete")
        if over and first <= _day(form) <= last:
            yield Graded(
                at=form.local(form.moment),
                kind=form.kind,
                point=_point(form),
                session=form.session,
                answered=form.state not in UNANSWERED,
                grades=grades[form.form],
            )


def _medicine(protocol: Protocol, forms: Sequence[FormRecord], last: date) -> Counts | None:
    """Count the days with medicine that the diary tells of up to a day."""
    rule = protocol.medicine_days
    first = date.fromordinal(last.toordinal() - rule.window_days + 1)
    told = [
        (form.day, kinds_taken({key: given.value for key, given in form.given.items()}))
        for form in forms
        if form.kind == "diary" and form.day is not None and "nrs_worst" in form.given
    ]
    filled = {day for day, _ in told if first <= day <= last}
    if not filled:
        return None
    taken = days_taken(rule, told, last)
    return Counts(
        window=rule.window_days,
        filled=len(filled),
        any=taken.any,
        simple=taken.simple,
        strong=taken.strong,
    )
