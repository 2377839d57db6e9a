"""The shape of a clinical protocol: everything a clinic may change without touching code."""

from dataclasses import dataclass, field, replace
from datetime import date as Date
from typing import Literal

from bot.clinical.course import CoursePlan
from bot.clinical.diary import Evening, MedicineDays
from bot.clinical.jurisdiction import Jurisdiction, Jurisdictions
from bot.clinical.levels import TriageLevel
from bot.clinical.lexicon import Lexicon
from bot.clinical.questionnaire import STRICT, Question
from bot.clinical.schedule import FollowUp, Point, Schedule
from bot.clinical.screens import Screen
from bot.clinical.usual import Usual

# When rules are run: a patient's check-in or problem report, no answer to a check-in, or the
# answers to "did you get care, are you safe?".
Occasion = Literal["report", "silence", "safety"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Symptom:
    """One side effect, graded 0–4 in its own words; `local` ones are common where needles went."""

    __pydantic_config__ = STRICT
    key: str
    source: str
    local: bool = False
    advice: tuple[str, ...] = ()
    follow_ups: tuple[Question, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Something people can do by themselves; symptoms and rules name it."""

    __pydantic_config__ = STRICT
    key: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A sourced condition over facts and the level it raises; it never lowers one."""

    __pydantic_config__ = STRICT
    key: str
    when: str
    level: TriageLevel
    message: str
    source: str
    applies_to: Occasion = "report"
    advice: tuple[str, ...] = ()  # at self-care, beside that of the symptoms


@dataclass(frozen=True, slots=True, kw_only=True)
class DerivedFact:
    """A fact triage needs, worked out of screening answers; `unknown` stands in when unasked."""

    __pydantic_config__ = STRICT
    key: str
    expression: str
    source: str
    unknown: bool | int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """The numbers to call in a region; nobody has checked one where its day is missing."""

    __pydantic_config__ = STRICT
    key: str
    emergency: str
    source: str
    verified_on: Date | None = None  # the emergency number
    crisis_line: str = ""
    crisis_verified_on: Date | None = None

    @property
    def unchecked_line(self) -> str:
        """The crisis line, if there is one and nobody has checked it."""
        return "" if self.crisis_verified_on else self.crisis_line

    @property
    def is_checked(self) -> bool:
        """Tell whether everything shown for it has been checked."""
        return self.verified_on is not None and not self.unchecked_line

    def confirmed_on(self, day: Date) -> "Region":
        """Count everything shown for it as checked on a day."""
        return replace(self, verified_on=day, crisis_verified_on=day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing /about tells under a topic; `date` is when it was held against its source."""

    __pydantic_config__ = STRICT
    topic: str
    key: str
    source: str
    date: Date


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """How long screening answers stay good, in hours."""

    __pydantic_config__ = STRICT
    every_session_hours: int
    other_hours: int
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Protocol:
    """A whole clinical protocol, its version and the hash of its content."""

    __pydantic_config__ = STRICT
    key: str
    version: str
    validity: Validity
    screening: tuple[Question, ...]
    session: tuple[Question, ...]
    check_in: tuple[Question, ...]
    signs: tuple[Question, ...]  # red flags in groups, asked after the symptoms
    safety: tuple[Question, ...]
    diary: tuple[Question, ...]
    course: tuple[Question, ...]  # compared before and after a course
    course_plan: CoursePlan
    evening: Evening
    medicine_days: MedicineDays
    symptoms: tuple[Symptom, ...]
    advice: tuple[Advice, ...]
    derived: tuple[DerivedFact, ...]
    rules: tuple[Rule, ...]
    schedule: Schedule
    regions: tuple[Region, ...]
    jurisdictions: Jurisdictions
    free_text: tuple[Lexicon, ...]  # red-flag phrases, by language
    about: tuple[Statement, ...]
    screens: tuple[Screen, ...] = ()  # screening questions put together
    usual: tuple[Usual, ...] = ()
    content_hash: str = field(default="")

    def __hash__(self) -> int:
        return hash(self.content_hash)  # of all of it: what is worked out from it is kept for it

    def symptom(self, key: str) -> Symptom:
        """Find a symptom by key; raises KeyError when the protocol has none of that name."""
        for symptom in self.symptoms:
            if symptom.key == key:
                return symptom
        raise KeyError(key)

    def rule(self, key: str) -> Rule:
        """Find a rule by key; raises KeyError when the protocol has none of that name."""
        for rule in self.rules:
            if rule.key == key:
                return rule
        raise KeyError(key)

    def region(self, key: str) -> Region | None:
        """Find a region by key."""
        return next((region for region in self.regions if region.key == key), None)

    @property
    def topics(self) -> tuple[str, ...]:
        """The topics of /about in the order of the protocol."""
        return tuple(dict.fromkeys(statement.topic for statement in self.about))

    @property
    def symptom_keys(self) -> tuple[str, ...]:
        """All symptom keys in the order of the protocol."""
        return tuple(symptom.key for symptom in self.symptoms)


__all__ = [
    "Advice",
    "CoursePlan",
    "DerivedFact",
    "Evening",
    "FollowUp",
    "Jurisdiction",
    "Jurisdictions",
    "Lexicon",
    "MedicineDays",
    "Occasion",
    "Point",
    "Protocol",
    "Region",
    "Rule",
    "Schedule",
    "Screen",
    "Statement",
    "Symptom",
    "Usual",
    "Validity",
]
