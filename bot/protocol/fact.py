"""What a fact is to the checker: the values it can have, and the laws between facts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum, auto

from bot.clinical.expression import variables

YEARS_OF_HOURS = 100_000.0


class Shape(Enum):
    """What kind of value a fact is."""

    NUMBER = auto()
    TRUTH = auto()
    WORD = auto()
    WORDS = auto()  # a list of them


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """The values a fact can have."""

    shape: Shape
    low: float = 0
    high: float = 0
    words: tuple[str, ...] = ()
    alone: frozenset[str] = frozenset()  # words that stand in a list by themselves


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """What always holds between facts; with `about`, only once that fact is there."""

    expression: str
    about: str = ""

    @property
    def names(self) -> frozenset[str]:
        """Every fact the law needs."""
        return variables(self.expression) | ({self.about} if self.about else frozenset())


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The facts that one kind of expression may speak of, and the laws between them."""

    facts: Mapping[str, Fact]
    laws: tuple[Law, ...] = ()
    later: frozenset[str] = frozenset()  # facts that are not known yet at that place

    def only(self, names: Iterable[str]) -> "Vocabulary":
        """Keep these facts; the others come later."""
        wanted = set(names)
        facts = {name: fact for name, fact in self.facts.items() if name in wanted}
        return Vocabulary(facts=facts, laws=self.laws, later=frozenset(self.facts.keys() - wanted))


def number(low: float, high: float) -> Fact:
    """Describe a number between two limits."""
    return Fact(shape=Shape.NUMBER, low=low, high=high)


def word(words: Iterable[str]) -> Fact:
    """Describe one word of several."""
    return Fact(shape=Shape.WORD, words=tuple(words))


TRUTH = Fact(shape=Shape.TRUTH)
HOURS = number(0, YEARS_OF_HOURS)
