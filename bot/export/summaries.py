"""Following each patient from course to course: what was told before each, and after."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby
from typing import Any

from bot.clinical.comparison import USUAL
from bot.clinical.protocol import Protocol
from bot.clinical.summary import Side, Summary, counted_until, told, with_diary
from bot.export.records import FormRecord


@dataclass(slots=True, kw_only=True)
class CourseForms:
    """The forms of one course."""

    sessions: list[FormRecord] = field(default_factory=list)
    baseline: FormRecord | None = None
    follow_up: FormRecord | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CourseRecord:
    """One course of a patient with both of its sides."""

    patient: str
    course: int
    sessions: int
    baseline: FormRecord | None
    follow_up: FormRecord | None
    summary: Summary

    @property
    def day(self) -> date | None:
        """The patient's date of the newer side, if there is one."""
        form = self.follow_up or self.baseline
        return None if form is None else form.local_date(form.moment)


def summaries_of(protocol: Protocol, forms: Iterable[FormRecord]) -> Iterator[CourseRecord]:
    """Put together each patient's courses; a patient's forms must come together."""
    for patient, listed in groupby(forms, key=lambda form: form.patient):
        own = list(listed)
        entries = [
            (form.day, {key: given.value for key, given in form.given.items()})
            for form in own
            if form.kind == "diary" and form.day is not None and "nrs_worst" in form.given
        ]
        for number, course in sorted(_courses(own).items()):
            yield CourseRecord(
                patient=patient,
                course=number,
                sessions=len(course.sessions),
                baseline=course.baseline,
                follow_up=course.follow_up,
                summary=_summary(protocol, course, entries),
            )


def _courses(forms: list[FormRecord]) -> dict[int, CourseForms]:
    """Sort forms by course; a baseline is of the course that begins after it."""
    found: dict[int, CourseForms] = {}
    sessions = [form for form in forms if form.kind == "session" and form.course is not None]
    for form in sessions:
        found.setdefault(form.course or 1, CourseForms()).sessions.append(form)
    for form in forms:
        if form.kind == "baseline" and USUAL in form.given:
            begun = [s.course or 1 for s in sessions if s.moment < form.created_at]
            found.setdefault(max(begun, default=0) + 1, CourseForms()).baseline = form
        elif form.kind == "follow_up" and form.course is not None and USUAL in form.given:
            found.setdefault(form.course, CourseForms()).follow_up = form
    return found


def _summary(
    protocol: Protocol, course: CourseForms, entries: list[tuple[date, dict[str, Any]]]
) -> Summary:
    before = _told(course.baseline) if course.baseline else _told_with_session(course)
    if course.follow_up is None:
        return Summary(before=before, after=Side())
    form = course.follow_up
    windows = (protocol.course_plan.window_days, protocol.medicine_days.window_days)
    last = date.fromordinal(form.local_date(form.created_at).toordinal() - 1)
    headache, medicine = counted_until(windows, entries, last)
    return Summary(
        before=before,
        after=with_diary(_told(form), headache, medicine),
        change=form.value("change"),
    )


def _told_with_session(course: CourseForms) -> Side:
    """Without a baseline, the usual headache may have been told when a session was recorded."""
    values = [s.value("baseline_nrs") for s in course.sessions if "baseline_nrs" in s.given]
    return Side(usual=values[-1] if values else None)


def _told(form: FormRecord) -> Side:
    return told({key: given.value for key, given in form.given.items()})
