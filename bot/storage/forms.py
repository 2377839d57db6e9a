"""Forms: every questionnaire put to a patient, from planned to answered or missed."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlite_utils import Database

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage.rows import changed, find, find_all, insert, stamp

TEXT_POINT = "text"  # the gate screen after free text: a report of red flags only
PERSON_POINT = "person"  # a wish to talk to a person: a report in itself


class FormKind(StrEnum):
    """What a form is for."""

    SCREENING = "screening"
    SESSION = "session"
    CHECK_IN = "check_in"
    SAFETY = "safety"
    PROBLEM = "problem"
    DIARY = "diary"
    BASELINE = "baseline"
    FOLLOW_UP = "follow_up"


class FormState(StrEnum):
    """Where a form is; the last seven only change by a correction."""

    PLANNED = "planned"
    OPEN = "open"
    ANSWERED = "answered"
    INCOMPLETE = "incomplete"  # begun, and not finished in time; the answers stand
    SKIPPED = "skipped"  # the patient chose not to answer
    MISSED = "missed"  # sent, and not answered in time
    BOT_WAS_DOWN = "bot_was_down"  # could not be sent in time, through no doing of the patient
    REPLACED = "replaced"  # a later session took its place
    CANCELLED = "cancelled"  # the patient left it or the clinic, or began anew


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """One questionnaire of a patient.

    `due_at` is when it is sent, `closes_at` the end of answering on time, `expires_at` the
    end of answering; `next_at` is the next moment the due sweep must look at it. `asked_at`
    is when it was last put to the patient; a correction leaves `closed_at` as it was. `day` is
    the patient's calendar day that a diary entry is of.
    """

    id: int
    patient_id: int
    kind: FormKind
    state: FormState
    session_id: int | None
    point: str | None
    after_form_id: int | None
    protocol_version: str | None
    protocol_hash: str | None
    created_at: datetime
    due_at: datetime | None
    closes_at: datetime | None
    expires_at: datetime | None
    opened_at: datetime | None
    asked_at: datetime | None
    remind_at: datetime | None
    silence_at: datetime | None
    next_at: datetime | None
    closed_at: datetime | None
    silent: bool
    level: TriageLevel | None
    told: TriageLevel | None
    standing: str  # JSON: the rules above self-care that its answers called for when last judged
    screening_class: ScreeningClass | None
    message_id: int | None
    day: date | None

    @property
    def is_late(self) -> bool:
        """Tell whether it was answered after its window."""
        if self.closed_at is None or self.closes_at is None:
            return False
        return self.state is FormState.ANSWERED and self.closed_at > self.closes_at

    @property
    def highest(self) -> TriageLevel | None:
        """The highest level it ever came to: a correction can lower `level` alone."""
        return max((level for level in (self.level, self.told) if level), default=None)

    @property
    def reports_symptoms(self) -> bool:
        """Tell whether its answers go through triage."""
        return self.kind in (FormKind.CHECK_IN, FormKind.PROBLEM)


def add(db: Database, **values: object) -> Form:
    """Add a form."""
    return by_id(db, insert(db, "form", **values))


def change(db: Database, form_id: int, **values: object) -> Form:
    """Change a form's columns and give the new record; raises LookupError when there is none."""
    return changed(db, Form, "form", form_id, **values)


def by_id(db: Database, form_id: int) -> Form:
    """Find a form by id; raises LookupError when there is none."""
    form = find(db, Form, "SELECT * FROM form WHERE id = ?", form_id)
    if form is None:
        raise LookupError(form_id)
    return form


def current(db: Database, patient_id: int) -> Form | None:
    """Find the open form that was put to the patient last."""
    return next(iter(all_open(db, patient_id)), None)


def all_open(db: Database, patient_id: int) -> list[Form]:
    """List a patient's open forms, the one that was put last first."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE patient_id = ? AND state = 'open'"
        " ORDER BY asked_at DESC, id DESC",
        patient_id,
    )


def waiting(db: Database, patient_id: int) -> list[Form]:
    """List the patient's planned and open forms."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE patient_id = ? AND state IN ('planned', 'open')"
        " ORDER BY coalesce(due_at, created_at), id",
        patient_id,
    )


def of_patient(db: Database, patient_id: int) -> list[Form]:
    """List all forms of a patient, oldest first."""
    return find_all(db, Form, "SELECT * FROM form WHERE patient_id = ? ORDER BY id", patient_id)


def of_kind(db: Database, patient_id: int, kind: FormKind) -> list[Form]:
    """List a patient's forms of a kind, oldest first."""
    sql = "SELECT * FROM form WHERE patient_id = ? AND kind = ? ORDER BY id"
    return find_all(db, Form, sql, patient_id, kind)


def has_follow_up(db: Database, form_id: int, point: str) -> bool:
    """Tell whether a form has been followed up in this way."""
    sql = "SELECT 1 FROM form WHERE after_form_id = ? AND point = ?"
    return db.execute(sql, [form_id, point]).fetchone() is not None


def due(db: Database, now: datetime, limit: int) -> list[Form]:
    """List the forms whose next moment has come, oldest first."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE next_at <= ? ORDER BY next_at, id LIMIT ?",
        now,
        limit,
    )


def next_planned(db: Database) -> Form | None:
    """Find the form that is put to its patient next, by itself; the evening diary aside."""
    sql = (
        "SELECT * FROM form WHERE state = 'planned' AND next_at IS NOT NULL AND kind != ?"
        " ORDER BY next_at, id LIMIT 1"
    )
    return find(db, Form, sql, FormKind.DIARY)


def open_since(db: Database, earliest: datetime, latest: datetime) -> list[Form]:
    """List open forms that were opened between two instants."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE state = 'open' AND opened_at >= ? AND opened_at <= ?"
        " ORDER BY id",
        earliest,
        latest,
    )


def last_reports(
    db: Database, patient_id: int, *, limit: int, other_than: int = 0, before: datetime
) -> list[Form]:
    """List reports with answers that were closed before an instant, newest first.

    Red flags that were shown after free text and did not apply are no report: they tell
    nothing of what was reported before.
    """
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE patient_id = ?1 AND id <> ?2 AND closed_at <= ?3"
        " AND state IN ('answered', 'incomplete') AND kind IN ('check_in', 'problem')"
        " AND (point IS NOT ?4 OR coalesce(level, ?5) <> ?5 OR coalesce(told, ?5) <> ?5)"
        " ORDER BY closed_at DESC, id DESC LIMIT ?6",
        patient_id,
        other_than,
        before,
        TEXT_POINT,
        TriageLevel.SELF_CARE,
        limit,
    )


def diary_of(db: Database, patient_id: int, day: date) -> list[Form]:
    """List the diary entries of a day, oldest first."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE patient_id = ? AND day = ? AND kind = 'diary' ORDER BY id",
        patient_id,
        day,
    )


def silent_evenings(db: Database, patient_id: int, limit: int) -> int:
    """Count how many of the newest diary entries, up to a limit, have no answer at all."""
    row = db.execute(
        "SELECT count(*) FROM (SELECT id FROM form WHERE patient_id = ? AND kind = 'diary'"
        " AND opened_at IS NOT NULL ORDER BY opened_at DESC LIMIT ?) AS asked"
        " WHERE NOT EXISTS (SELECT 1 FROM answer WHERE form_id = asked.id)",
        [patient_id, limit],
    ).fetchone()
    return int(row[0])


def first_diary_day(db: Database, patient_id: int) -> date | None:
    """Give the day of the patient's first diary entry that was written."""
    row = db.execute(
        "SELECT min(day) FROM form WHERE patient_id = ? AND kind = 'diary'"
        " AND state IN ('answered', 'incomplete')",
        [patient_id],
    ).fetchone()
    return date.fromisoformat(row[0]) if row[0] else None


def diary_between(db: Database, patient_id: int, first: date, last: date) -> list[Form]:
    """List the diary entries from a day to another, both included."""
    return find_all(
        db,
        Form,
        "SELECT * FROM form WHERE patient_id = ? AND day BETWEEN ? AND ? AND kind = 'diary'"
        " ORDER BY day, id",
        patient_id,
        first,
        last,
    )


def check_ins_between(db: Database, start: datetime, end: datetime) -> int:
    """Count the check-ins that are due from one instant up to another, whatever became of them."""
    sql = (
        "SELECT count(*) FROM form WHERE kind = 'check_in' AND due_at >= ? AND due_at < ?"
        " AND state NOT IN ('cancelled', 'replaced')"
    )
    return int(db.execute(sql, [stamp(start), stamp(end)]).fetchone()[0])
