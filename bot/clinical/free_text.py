"""Free text: red-flag phrases are found in whatever a patient types; text only ever raises."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.clinical.denial import is_denied, is_history, is_plain_denial, is_unsure
from bot.clinical.levels import TriageLevel
from bot.clinical.lexicon import Concept, Lexicon, Part, PhraseKind
from bot.clinical.typed_text import Match, TypedText

# The rules a red flag is kept under: any phrase; a plan to end one's life; thoughts of it.
TEXT_RULE, PLAN_RULE, THOUGHTS_RULE = "R24", "R20", "R44"


@dataclass(frozen=True, slots=True, kw_only=True)
class RedFlag:
    """One red flag that a text tells of."""

    concept: str
    level: TriageLevel
    message: str
    is_crisis: bool

    @property
    def rule(self) -> str:
        """The key of the rule it is kept under."""
        if not self.is_crisis:
            return TEXT_RULE
        return PLAN_RULE if self.level is TriageLevel.EMERGENCY else THOUGHTS_RULE


def search(lexicons: Iterable[Lexicon], text: str) -> tuple[RedFlag, ...]:
    """List the red flags in a text, each once, most urgent first.

    Every lexicon is searched: people write in the language that comes to them.
    """
    found: dict[str, RedFlag] = {}
    for lexicon in lexicons:
        for flag in _flags(TypedText(lexicon, text)):
            if flag.concept not in found or found[flag.concept].level < flag.level:
                found[flag.concept] = flag
    return tuple(sorted(found.values(), key=lambda flag: -flag.level.rank))


def _flags(text: TypedText) -> Iterator[RedFlag]:
    for concept, parts in text.phrases():
        levels = [_highest(text, concept, part) for part in parts]
        told = [level for level in levels if level is not None]
        if len(told) == len(parts):
            yield RedFlag(
                concept=concept.key,
                level=min(told),
                message=concept.message,
                is_crisis=concept.kind is PhraseKind.CRISIS,
            )


def _highest(text: TypedText, concept: Concept, part: Part) -> TriageLevel | None:
    """Give the highest level of a phrase over all the places where it stands."""
    highest: TriageLevel | None = None
    for match in text.matches(part):
        level = _level(text, concept, match)
        if level is concept.level:
            return level
        highest = level or highest
    return highest


def _level(text: TypedText, concept: Concept, match: Match) -> TriageLevel | None:
    """Tell how serious a phrase is where it stands; None when it says nothing there."""
    if concept.kind is PhraseKind.CRISIS:
        if is_plain_denial(text, match):
            return None
        lowered = is_unsure(text, match) or is_history(text, match)
        return min(concept.level, TriageLevel.URGENT) if lowered else concept.level
    if is_history(text, match) or (concept.kind is PhraseKind.NOUN and is_denied(text, match)):
        return None
    return concept.level
