"""What an export is made from: stored records with all that belongs to each of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any, overload
from zoneinfo import ZoneInfo

from bot.clinical.levels import ScreeningClass, TriageLevel


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """How far a de-identified record's instants lie before the true ones, and its true clock."""

    zone: str | None
    by: timedelta

    def local(self, instant: datetime) -> datetime:
        """Tell the patient's true clock, moved; without a zone, so in UTC by name."""
        wall = (instant + self.by).astimezone(ZoneInfo(self.zone or "UTC"))
        return wall.replace(tzinfo=UTC) - self.by


@dataclass(frozen=True, slots=True, kw_only=True)
class OfPatient:
    """Anything of one patient, whose clock its times are told by; UTC until a zone is known."""

    patient: str  # the code
    zone: str | None
    moved: Moved | None = None  # what is de-identified

    @overload
    def local(self, instant: datetime) -> datetime: ...
    @overload
    def local(self, instant: datetime | None) -> datetime | None: ...
    def local(self, instant: datetime | None) -> datetime | None:
        """Turn an instant into the patient's local time."""
        if instant is None:
            return None
        if self.moved is not None:
            return self.moved.local(instant)
        return instant.astimezone(ZoneInfo(self.zone or "UTC"))

    def local_date(self, instant: datetime) -> date:
        """Give the patient's date at an instant."""
        return self.local(instant).date()


@dataclass(frozen=True, slots=True, kw_only=True)
class PatientRecord(OfPatient):
    """A patient with the newest consent."""

    state: str
    language: str
    region: str | None
    joined_at: datetime
    consented_at: datetime | None
    consent_version: str | None
    withdrawn_at: datetime | None
    sessions: int
    reachable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ConsentRecord(OfPatient):
    """One consent: to which text, in which language, since when, and when it was taken back."""

    version: str
    text_hash: str
    language: str
    given_at: datetime
    withdrawn_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerRecord(OfPatient):
    """One answer as it was given, whether or not it still counts; None takes one back."""

    form: int
    kind: str
    question: str
    value: Any
    answered_at: datetime
    by: str
    final: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """The answer to one question that counts, and how many before it no longer do."""

    value: Any
    at: datetime
    by: str
    corrections: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered(OfPatient):
    """Anything with answers; `corrections` counts answers changed or taken back."""

    given: Mapping[str, Given]
    corrections: int

    def value(self, question: str) -> Any:
        """Give the answer to a question, or None."""
        given = self.given.get(question)
        return given.value if given else None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRecord(Answered):
    """A session with the answers it was recorded by; `zone` is the one of that time."""

    number: int
    course: int
    place: int  # in the course, by time
    ended_at: datetime
    recorded_at: datetime
    screening_class: ScreeningClass | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A rule that spoke on a form, with the symptoms it spoke of."""

    rule: str
    level: TriageLevel
    undecided: bool
    symptoms: tuple[str, ...]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FormRecord(Answered):
    """A form with its answers, its findings and the session it belongs to."""

    form: int  # its number among this patient's, in the order they were made
    kind: str
    state: str
    point: str | None
    session: int | None  # the session's number
    course: int | None  # of that session
    session_ended_at: datetime | None
    created_at: datetime
    due_at: datetime | None
    closes_at: datetime | None
    opened_at: datetime | None
    closed_at: datetime | None
    level: TriageLevel | None
    screening_class: ScreeningClass | None
    protocol_version: str | None
    protocol_hash: str | None
    day: date | None  # of a diary entry
    findings: tuple[Spoken, ...]
    cleared_at: datetime | None = None  # of a screening, by the clinician of this code
    cleared_by: str | None = None
    clearing_reason: str | None = None
    clearing_words: str | None = None

    @property
    def is_late(self) -> bool:
        """Tell whether it was answered after its window."""
        if self.state != "answered" or self.closed_at is None or self.closes_at is None:
            return False
        return self.closed_at > self.closes_at

    @property
    def answered_at(self) -> datetime | None:
        """When it was answered; for one never finished, when the last answer came."""
        if self.state == "answered":
            return self.closed_at
        return max((given.at for given in self.given.values()), default=None)

    @property
    def moment(self) -> datetime:
        """When it was answered, else sent, else due."""
        return self.answered_at or self.opened_at or self.due_at or self.created_at

    @property
    def dated(self) -> date:
        """The patient's date that it belongs to, which a span of dates applies to."""
        if self.kind == "diary":  # before entries had days, the one it was begun on
            return self.day or self.local_date(self.created_at)
        ended = self.closed_at if self.kind == "screening" else None
        return self.local_date(ended or self.moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class AlertRecord(OfPatient):
    """An alert with its causes and what became of it; people are clinician codes."""

    alert: int  # the flag number
    number: int  # among this patient's
    level: TriageLevel
    state: str
    raised_at: datetime
    causes: tuple[str, ...]
    forms: tuple[int, ...]  # the numbers of the forms it came from
    first_delivered_at: datetime | None
    acknowledged_at: datetime | None
    acknowledged_by: str | None
    closed_at: datetime | None
    closed_by: str | None
    action: str | None
    reason: str | None
    sendings: int
    note: str | None = None  # what the clinician wrote who closed it


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageRecord(OfPatient):
    """What a patient wrote in their own words, beside any question."""

    message: int  # its number among this patient's
    written_at: datetime
    text: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplyRecord(OfPatient):
    """What the clinic wrote to a patient through the bot; `by` is a clinician's code."""

    reply: int  # its number among those to this patient
    written_at: datetime
    by: str
    text: str | None
