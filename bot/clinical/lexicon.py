"""The shape of a lexicon: the red-flag phrases of one language, and the words that deny them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import STRICT

CRISIS_MESSAGE = "crisis"  # message key of thoughts of ending one's life
CLAUSE_END = frozenset({"."})
_GROUP = re.compile(r"\{(\w+)\}")


class PhraseKind(StrEnum):
    """What may deny a phrase: a thing can be denied, a deed cannot, a crisis hardly ever."""

    NOUN = "noun"  # "no chest pain", "the swelling in my neck is normal"
    VERB = "verb"  # "can't breathe": a "no" before it belongs to something else
    CRISIS = "crisis"  # only a plain denial counts, and the mention of it stays a mention


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept:
    """One red flag in all the ways people write it; how a phrase is written: see the lexicon."""

    __pydantic_config__ = STRICT
    key: str
    level: TriageLevel
    message: str
    kind: PhraseKind
    phrases: tuple[str, ...]
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Lexicon:
    """The red flags of one language with what it takes to read them.

    `shortcuts` and `groups` are read while phrases and texts are; all other lists hold single
    words, but for `unless`, `past`, `present` and `plain_denials`, which hold phrases.
    """

    __pydantic_config__ = STRICT
    key: str  # the language's tag
    source: str
    concepts: tuple[Concept, ...]
    shortcuts: Mapping[str, str] = field(hash=False)  # as typed → as meant
    groups: Mapping[str, tuple[str, ...]] = field(hash=False)  # {name} in a phrase
    fillers: tuple[str, ...]  # may stand anywhere inside a phrase
    correct: tuple[str, ...]  # words of their own, never another word misspelt
    negators: tuple[str, ...]
    between: tuple[str, ...]  # may stand between a negator and what it denies
    articles: tuple[str, ...]  # as `between`, and not counted
    unless: tuple[str, ...]  # make a denial none: "never had chest pain like this"
    copulas: tuple[str, ...]
    positives: tuple[str, ...]
    others: tuple[str, ...]  # people who are not the patient
    selves: tuple[str, ...]  # the patient
    past: tuple[str, ...]
    present: tuple[str, ...]
    plain_denials: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One place of a phrase: the words that fit, and whether others may come before them."""

    words: frozenset[str]
    far: bool


Part = tuple[Step, ...]


def parse(phrase: str, groups: Mapping[str, tuple[str, ...]]) -> tuple[Part, ...]:
    """Take a phrase apart: parts anywhere in a text, each of steps in their order.

    Raises KeyError for a group that is not there and ValueError for a part without a word.
    """
    written = _GROUP.sub(lambda name: "|".join(groups[name[1]]), phrase)
    return tuple(_part(part) for part in written.split("&"))


def _part(written: str) -> Part:
    steps, far = [], False
    for step in written.split():
        if step != "...":
            steps.append(Step(words=frozenset(step.split("|")), far=far))
        far = step == "..."
    if not steps or far:
        raise ValueError(written)
    return tuple(steps)
