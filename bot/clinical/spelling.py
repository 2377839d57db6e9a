"""Typed words as they were meant: case, accents, emoji, repeats, shortcuts and typing errors."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations

# Typed for an apostrophe: straight, curly, modifier, grave, acute, prime, fullwidth.
APOSTROPHES = dict.fromkeys((0x27, 0x2018, 0x2019, 0x2BC, 0x60, 0xB4, 0x2032, 0xFF07))
UNSEEN = ("Mn", "Me", "Cf")  # accents, marks around signs, what joins emoji
PIECE = re.compile(
    r"(?P<word>\w+)|(?P<pause>\.{2,})"
    r"|(?P<end>[.,;:!?()\[\]{}<>\"“”„«»•–—\n\r\x0b\x0c\x85\u2028\u2029]+|(?<=\s)-+(?=\s))"
)
THRICE, TWICE = re.compile(r"(.)\1{2,}"), re.compile(r"(.)\1+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One typed word: the ways to read its repeats, its clause, and its stretch of clauses.

    A pause ("I can't... breathe") ends a clause for negators, and a phrase may go on after it.
    """

    forms: frozenset[str]
    clause: int
    stretch: int


def fold(text: str) -> str:
    """Fold away case, accents and apostrophes; runs of blanks become one."""
    plain = unicodedata.normalize("NFKD", text.translate(APOSTROPHES)).casefold()
    seen = "".join(c for c in plain if unicodedata.category(c) not in UNSEEN)
    return re.sub(r"[^\S\n\r\x0b\x0c\x85\u2028\u2029]+", " ", seen.replace("_", " "))


def expand(text: str, shortcuts: Mapping[str, str]) -> str:
    """Write shortcuts out, the longest first; one that ends in a sign needs no blank after it."""
    if not shortcuts:
        return text
    return _pattern(tuple(shortcuts)).sub(lambda found: f" {shortcuts[found[0]]} ", text)


@lru_cache(maxsize=32)
def _pattern(shortcuts: tuple[str, ...]) -> re.Pattern[str]:
    listed = "|".join(re.escape(short) for short in sorted(shortcuts, key=len, reverse=True))
    return re.compile(rf"(?<!\w)(?:{listed})(?:(?!\w)|(?<=\W))")


def read_words(text: str, shortcuts: Mapping[str, str]) -> tuple[list[Word], frozenset[int]]:
    """Split a text into words; also give the numbers of the clauses that are questions."""
    words: list[Word] = []
    questions: set[int] = set()
    clause = stretch = 0
    for piece in PIECE.finditer(expand(fold(text), shortcuts)):
        if piece["word"]:
            words.append(Word(forms=_forms(piece["word"]), clause=clause, stretch=stretch))
            continue
        if "?" in piece[0]:
            questions.add(clause)
        clause += 1
        stretch += piece["pause"] is None
    return words, frozenset(questions)


def _forms(word: str) -> frozenset[str]:
    """Read repeated letters once and twice: "sooo" is "so" and "soo"."""
    once, twice = THRICE.sub(r"\1", word), THRICE.sub(r"\1\1", word)
    return frozenset({once, twice, TWICE.sub(r"\1", word)})


def allowed(word: str) -> int:
    """Tell how many typing errors a known word may have."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2


class Spelling:
    """The known words, found again from words with typing errors."""

    def __init__(self, known: Iterable[str], correct: Iterable[str]) -> None:
        """Take the known words, and correct ones that are never one of them misspelt."""
        self._known = frozenset(known)
        self._correct = frozenset(correct)
        self._longest = max(map(len, self._known), default=0) + 2
        self._shortened: defaultdict[str, set[str]] = defaultdict(set)
        for word in self._known:
            for short in _shortenings(word, allowed(word)):
                self._shortened[short].add(word)

    def meant(self, forms: frozenset[str]) -> frozenset[str]:
        """Find the known words a typed word can stand for."""
        exact = forms & self._known
        if exact or forms & self._correct:
            return exact
        return frozenset(word for form in forms for word in self._near(form))

    def _near(self, form: str) -> Iterator[str]:
        if len(form) > self._longest:
            return
        # Two words within n errors of each other have a shortening by n letters in common.
        near = {word for short in _shortenings(form, 2) for word in self._shortened.get(short, ())}
        yield from (word for word in near if distance(form, word) <= allowed(word))


def _shortenings(word: str, most: int) -> Iterator[str]:
    for count in range(min(most, len(word)) + 1):
        for kept in combinations(word, len(word) - count):
            yield "".join(kept)


def distance(one: str, other: str) -> int:
    """Count the typing errors between two words: a letter more, less, wrong, or two swapped."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i]
        for j, wanted in enumerate(other, start=1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != wanted))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == wanted:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
    return row[-1]
