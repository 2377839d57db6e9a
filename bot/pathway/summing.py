"""A course's summary: what was told before it beside what was told after it."""

from dataclasses import replace

from bot.chat.summary import figures
from bot.clinic import Clinic
from bot.clinical.comparison import USUAL
from bot.clinical.summary import Side, Summary, told, with_diary
from bot.locales import say
from bot.pathway import courses
from bot.pathway.courses import Course
from bot.pathway.days import counted_before
from bot.storage import answers, forms
from bot.storage.forms import Form, FormKind


def summary_of(clinic: Clinic, course: Course) -> Summary:
    """Put the two sides of a course side by side; what was not told is missing."""
    follow_up = follow_up_of(clinic, course)
    if follow_up is None:
        return Summary(before=_before(clinic, course), after=Side())
    given = answers.settled(clinic.db, follow_up.id)
    headache, medicine = counted_before(clinic, follow_up)
    return Summary(
        before=_before(clinic, course),
        after=with_diary(told(given), headache, medicine),
        change=given.get("change"),
    )


def follow_up_of(clinic: Clinic, course: Course) -> Form | None:
    """Find the newest follow-up of a course that tells something."""
    if not course.sessions:
        return None
    own = {session.id for session in course.sessions}
    listed = forms.of_kind(clinic.db, course.sessions[0].patient_id, FormKind.FOLLOW_UP)
    given = answers.settled_of(clinic.db, [form.id for form in listed])
    told_of = [f for f in listed if f.session_id in own and USUAL in given[f.id]]
    return told_of[-1] if told_of else None


def course_words(clinic: Clinic, course: Course, language: str) -> str:
    """Word where a course is, and its figures, for a clinician."""
    if not course.sessions:
        return ""
    heading = say(
        language,
        "summary.course",
        course=course.number,
        number=course.sessions[-1].place,
        planned=clinic.protocol.schedule.sessions_in_course,
    )
    return f"{heading}\n{figures(language, summary_of(clinic, course))}"


def _before(clinic: Clinic, course: Course) -> Side:
    baseline = courses.baseline_of(clinic.db, course)
    if baseline is not None:
        return told(answers.settled(clinic.db, baseline.id))
    return replace(Side(), usual=courses.told_with_session(clinic.db, course))
