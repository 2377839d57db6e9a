"""The course a patient is in: its sessions and its baseline, and what is known of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.clinical.comparison import USUAL
from bot.clinical.protocol import Protocol
from bot.storage import answers, forms, sessions
from bot.storage.database import Database
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.sessions import Session

WAITING = (FormState.PLANNED, FormState.OPEN)


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One course: its sessions by time, and the forms begun before the first was recorded."""

    number: int
    sessions: tuple[Session, ...]
    baselines: tuple[Form, ...]


def numbered(db: Database, patient_id: int, number: int) -> Course:
    """Give a course by its number; one that has not begun has no sessions yet."""
    return _numbered(db, patient_id, number, sessions.of_patient(db, patient_id))


def _numbered(db: Database, patient_id: int, number: int, every: Sequence[Session]) -> Course:
    own = tuple(session for session in every if session.course == number)
    before = [session.recorded_at for session in every if session.course < number]
    begun = min((session.recorded_at for session in own), default=None)
    baselines = tuple(
        form
        for form in forms.of_kind(db, patient_id, FormKind.BASELINE)
        if all(form.created_at > moment for moment in before)
        and (begun is None or form.created_at <= begun)
    )
    return Course(number=number, sessions=own, baselines=baselines)


def of_session(db: Database, session_id: int) -> Course:
    """Give the course of a session."""
    session = sessions.by_id(db, session_id)
    return numbered(db, session.patient_id, session.course)


def current(db: Database, patient_id: int) -> Course:
    """Give the course of the latest session, or the first that is still to begin."""
    every = sessions.of_patient(db, patient_id)
    return _numbered(db, patient_id, every[-1].course if every else 1, every)


def coming(db: Database, protocol: Protocol, patient_id: int, at: datetime) -> Course:
    """Give the course that a session ending at an instant belongs to."""
    course = _around(db, patient_id, at)
    earlier = [session for session in course.sessions if session.ended_at <= at]
    is_new = bool(earlier) and protocol.course_plan.begins_anew(
        planned=protocol.schedule.sessions_in_course,
        sessions=len(course.sessions),
        since_last=at - earlier[-1].ended_at,
        followed_up=is_followed_up(db, protocol, course),
    )
    later = any(session.ended_at > at for session in course.sessions)
    return numbered(db, patient_id, course.number + 1) if is_new and not later else course


def _around(db: Database, patient_id: int, at: datetime) -> Course:
    """Give the course of the last session before an instant, else that of the first after it."""
    every = sessions.of_patient(db, patient_id)
    before = [session for session in every if session.ended_at <= at]
    nearest = before[-1:] or every[:1]
    return _numbered(db, patient_id, nearest[0].course if nearest else 1, every)


def is_followed_up(db: Database, protocol: Protocol, course: Course) -> bool:
    """Tell whether the check-in that the follow-up comes after is over for the last session."""
    last = course.sessions[-1]
    return any(
        form.session_id == last.id
        and form.point == protocol.course_plan.follow_up
        and form.state not in WAITING
        for form in forms.of_kind(db, last.patient_id, FormKind.CHECK_IN)
    )


def baseline_of(db: Database, course: Course) -> Form | None:
    """Find a course's newest baseline that tells the usual headache."""
    told = answers.settled_of(db, [form.id for form in course.baselines])
    usable = [form for form in course.baselines if USUAL in told[form.id]]
    return usable[-1] if usable else None


def usual_headache(db: Database, course: Course) -> int | None:
    """Give the usual headache before a course: from its baseline, else from a session of it."""
    baseline = baseline_of(db, course)
    if baseline is not None:
        return int(answers.settled(db, baseline.id)[USUAL])
    return told_with_session(db, course)


def told_with_session(db: Database, course: Course, *, other_than: int = 0) -> int | None:
    """Give the usual headache as told when a session of a course was recorded."""
    if not course.sessions:
        return None
    own = {session.id for session in course.sessions}
    listed = [
        form.id
        for form in forms.of_kind(db, course.sessions[0].patient_id, FormKind.SESSION)
        if form.session_id in own and form.id != other_than
    ]
    told = answers.settled_of(db, listed)
    values = [told[form]["baseline_nrs"] for form in listed if "baseline_nrs" in told[form]]
    return int(values[-1]) if values else None


def is_wanted(db: Database, protocol: Protocol, patient_id: int, at: datetime) -> bool:
    """Tell whether a baseline can still be given: before a course's first session."""
    return not coming(db, protocol, patient_id, at).sessions


def is_missing(db: Database, protocol: Protocol, patient_id: int, at: datetime) -> bool:
    """Tell whether the baseline is still to be asked: wanted, and never left unfinished."""
    course = coming(db, protocol, patient_id, at)
    over = [form for form in course.baselines if form.state is not FormState.OPEN]
    return not course.sessions and not over
