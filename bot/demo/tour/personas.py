"""The people of the tour as data: who comes when, how their headaches are, what they answer."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from pydantic import TypeAdapter

FILE = Path(__file__).with_name("people.toml")
STRICT = {"extra": "forbid"}  # an entry nobody reads is a mistake
Said = str | tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Pattern:
    """How a headache comes: the chance of one on a day, how bad, how long, what is taken."""

    __pydantic_config__ = STRICT
    chance: float
    low: int
    high: int
    duration: str
    medicine: tuple[str, ...]
    disability: str
    weekdays: frozenset[int] = frozenset(range(7))


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An unwanted effect from one day to another, with its grades in equal parts of that time."""

    __pydantic_config__ = STRICT
    symptom: str
    first: float
    last: float
    grades: tuple[int, ...]

    def grade(self, day: float) -> int:
        """Give its grade on a day; 0 when it is not there."""
        if not self.first <= day < self.last:
            return 0
        return self.grades[int((day - self.first) / (self.last - self.first) * len(self.grades))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """Something a person writes on a day of their own accord."""

    __pydantic_config__ = STRICT
    day: float
    says: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Persona:
    """One made-up patient; `flag` is how far the clinic gets with their last alert."""

    __pydantic_config__ = STRICT
    name: str
    code: str
    age: int
    pattern: str
    joins: int
    sessions: tuple[int, ...]
    eases: float = 0.0
    keen: float = 0.95  # the chance that a check-in is answered
    evenings: float = 0.0  # the chance that an evening's question is answered; 0 turns it off
    puts_off: float = 0.0  # the chance that a check-in is put off
    silent_after: float | None = None
    answers: dict[str, Said] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    acts: tuple[Planned, ...] = ()
    flag: str = "closed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Book:
    """Everybody in the tour, and what they have in common."""

    __pydantic_config__ = STRICT
    days: int
    seed: int
    patterns: dict[str, Pattern]
    otherwise: tuple[str, ...]
    usual: dict[str, Said]
    people: tuple[Persona, ...]


@cache
def load_people() -> Book:
    """Read the people of the tour."""
    return TypeAdapter(Book).validate_python(tomllib.loads(FILE.read_text("utf-8")))
