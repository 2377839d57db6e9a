"""A typed text as a lexicon reads it: where its known words stand and phrases with them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from functools import cached_property, lru_cache
from itertools import chain

from bot.clinical.lexicon import CLAUSE_END, Concept, Lexicon, Part, parse
from bot.clinical.spelling import Spelling, read_words

GAP = 3  # other words that may stand where a phrase has "..."
REACH = 10  # how far a phrase may go on from one word to the next, fillers counted
DENIES = 2  # a negator's greatest distance from what it denies, articles not counted
PHRASES = ("unless", "past", "present", "plain_denials")
Match = tuple[int, ...]  # the places of the words of one phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """A lexicon made ready: its phrases taken apart, its lists as sets, its words spelt."""

    phrases: tuple[tuple[Concept, tuple[Part, ...]], ...]
    beginning: dict[str, tuple[int, ...]]  # the places of the phrases that a word can begin
    listed: dict[str, tuple[Part, ...]]
    words: dict[str, frozenset[str]]
    spelling: Spelling


@lru_cache(maxsize=32)
def reader(lexicon: Lexicon) -> Reader:
    """Make a lexicon ready, once."""
    phrases = tuple(
        (concept, parse(phrase, lexicon.groups))
        for concept in lexicon.concepts
        for phrase in concept.phrases
    )
    beginning: dict[str, list[int]] = {}
    for place, (_, parts) in enumerate(phrases):
        for word in parts[0][0].words:
            beginning.setdefault(word, []).append(place)
    listed = {
        name: tuple(parse(phrase, lexicon.groups)[0] for phrase in getattr(lexicon, name))
        for name in PHRASES
    }
    plain = [f.name for f in fields(lexicon) if f.type == tuple[str, ...]]
    words = {name: frozenset(getattr(lexicon, name)) for name in plain if name not in PHRASES}
    known = {w for _, parts in phrases for part in parts for step in part for w in step.words}
    correct = words["correct"] | words["negators"] | words["fillers"]
    return Reader(
        phrases=phrases,
        beginning={word: tuple(places) for word, places in beginning.items()},
        listed=listed,
        words=words,
        spelling=Spelling(known, correct),
    )


class TypedText:
    """One text read with one lexicon.

    What may raise is read with its typing errors; what could silence it, only as typed.
    """

    def __init__(self, lexicon: Lexicon, text: str) -> None:
        """Read a text."""
        self.reader = reader(lexicon)
        self.words, self.questions = read_words(text, lexicon.shortcuts)
        spelling = self.reader.spelling
        meanings = {forms: spelling.meant(forms) for forms in {w.forms for w in self.words}}
        self._meant = [meanings[word.forms] for word in self.words]
        self._said: dict[tuple[str, int], bool] = {}

    @cached_property
    def _places(self) -> dict[str, list[int]]:
        places: dict[str, list[int]] = {}
        for place, known in enumerate(self._meant):
            for word in known:
                places.setdefault(word, []).append(place)
        return places

    def clause(self, place: int) -> int:
        """Give the clause a word stands in."""
        return self.words[place].clause

    def is_one_of(self, place: int, name: str) -> bool:
        """Tell whether a word, as typed, stands in one of the lexicon's lists."""
        return not self.words[place].forms.isdisjoint(self.reader.words[name])

    def phrases(self) -> Iterator[tuple[Concept, tuple[Part, ...]]]:
        """List the phrases that can begin somewhere, in the lexicon's order: most cannot."""
        begun = (self.reader.beginning.get(word, ()) for word in self._places)
        for place in sorted(set(chain.from_iterable(begun))):
            concept, parts = self.reader.phrases[place]
            if not any(part[0].words.isdisjoint(self._places) for part in parts[1:]):
                yield concept, parts

    def matches(self, part: Part) -> Iterator[Match]:
        """Find a phrase everywhere it stands."""
        for place in sorted({p for word in part[0].words for p in self._places.get(word, ())}):
            yield from self._go_on((place,), part[1:])

    def _go_on(self, match: Match, steps: Part) -> Iterator[Match]:
        if not steps or (steps[0].words == CLAUSE_END and self._is_last(match[-1])):
            yield match
            return
        for place in self._reached(match[-1], far=steps[0].far):
            # "My face is not drooping": there the phrase does not stand.
            if self._meant[place] & steps[0].words and not self.is_negated(place, match[-1] + 1):
                yield from self._go_on((*match, place), steps[1:])

    def _is_last(self, place: int) -> bool:
        """Tell whether nothing but fillers follows in the clause."""
        rest = range(place + 1, len(self.words))
        after = next((p for p in rest if not self.is_one_of(p, "fillers")), None)
        return after is None or self.clause(after) != self.clause(place)

    def _reached(self, last: int, *, far: bool) -> Iterator[int]:
        """Give the places at which a phrase may go on."""
        others = 0
        for place in range(last + 1, min(last + 1 + REACH, len(self.words))):
            if self.words[place].stretch != self.words[last].stretch:
                return
            yield place
            others += not self.is_one_of(place, "fillers")
            if others > (GAP if far else 0):
                return

    def is_negated(self, place: int, first: int = 0) -> bool:
        """Tell whether a negator stands close before a place, with only fitting words between."""
        counted = 1
        for before in range(place - 1, first - 1, -1):
            if counted > DENIES or self.clause(before) != self.clause(place):
                return False
            if self.is_one_of(before, "negators"):
                return True
            if not self.is_one_of(before, "articles"):
                if not self.is_one_of(before, "between"):
                    return False
                counted += 1
        return False

    def says(self, name: str, clause: int) -> bool:
        """Tell whether a clause, as typed, holds one of the phrases of a list."""
        known = (name, clause)
        if known not in self._said:
            inside = [word.forms for word in self.words if word.clause == clause]
            listed = self.reader.listed[name]
            self._said[known] = any(stands(part, inside) for part in listed)
        return self._said[known]


def stands(part: Part, inside: list[frozenset[str]]) -> bool:
    """Tell whether a phrase stands in the words of a clause; "..." is up to three words."""
    ends = {place for place, forms in enumerate(inside) if forms & part[0].words}
    for step in part[1:]:
        reach = GAP + 1 if step.far else 1
        ends = {
            place
            for end in ends
            for place in range(end + 1, min(end + 1 + reach, len(inside)))
            if inside[place] & step.words
        }
    return bool(ends)
