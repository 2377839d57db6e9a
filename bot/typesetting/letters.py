"""Which letters our fonts have, and words for those that they do not have."""

import unicodedata
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path

from bot.locales import say

COVERED = Path(__file__).parent / "fonts" / "covered.txt"
MARKS = ("Mn", "Mc")
# What has no shape of its own: control and format characters, half letters, enclosing marks.
SHAPELESS = ("Cc", "Cf", "Cs", "Me")
JOINERS = "\u200c\u200d"  # Persian is not written without them
VARIANTS = "\ufe0e\ufe0f"  # whether an emoji is coloured
RIGHT_TO_LEFT = ("R", "AL")
NOTICE = 30  # about as long as the words that say how much was cut
SKIN_TONE = range(0x1F3FB, 0x1F400)


@cache
def fonts_by_letter() -> Mapping[str, frozenset[str]]:
    """Read which of our fonts have a letter, in every weight."""
    found: dict[str, frozenset[str]] = {}
    for line in COVERED.read_text("ascii").splitlines():
        font, _, spans = line.partition(": ")
        for span in spans.split():
            first, _, last = span.partition("-")
            for code in range(int(first, 16), int(last or first, 16) + 1):
                found[chr(code)] = found.get(chr(code), frozenset()) | {font}
    return found


def showable(text: str, language: str) -> str:
    """Give a text on one line, with words in brackets for what our fonts cannot show."""
    whole = unicodedata.normalize("NFC", " ".join(text.split()))
    kept = "".join(letter for letter in whole if not _is_left_out(letter))
    runs = groupby(_judged(kept), key=itemgetter(1))
    listed = [(shown, "".join(letter for letter, _ in run)) for shown, run in runs]
    return "".join(run if shown else _words_for(run, language) for shown, run in listed)


def _judged(text: str) -> Iterator[tuple[str, bool]]:
    """Tell of each letter whether it can be shown: a mark only by the font of what it is on."""
    fonts: frozenset[str] = frozenset()
    for letter in text:
        own = fonts_by_letter().get(letter, frozenset())
        fonts = fonts & own if _goes_with_the_one_before(letter) else own
        yield letter, bool(fonts)


def clipped(text: str, limit: int, language: str) -> str:
    """Cut a text to about so many letters at a space, and say how much is left out.

    What is hardly longer stays whole: the words about it would take as much room.
    """
    if len(text) <= limit + NOTICE:
        return text
    kept = text[:limit]
    at_space = kept.rfind(" ")
    kept = kept[: at_space if at_space > limit * 0.8 else limit].rstrip()
    return f"{kept} {say(language, 'page.cut', count=len(text) - len(kept))}"


def is_right_to_left(text: str) -> bool:
    """Tell whether the first letter with a direction is read from right to left."""
    sides = map(unicodedata.bidirectional, text)
    return next((side for side in sides if side in ("L", *RIGHT_TO_LEFT)), "L") != "L"


def _goes_with_the_one_before(letter: str) -> bool:
    return unicodedata.category(letter) in MARKS or letter in JOINERS


def _is_left_out(letter: str) -> bool:
    shapeless = unicodedata.category(letter) in SHAPELESS and letter not in JOINERS
    return shapeless or letter in VARIANTS or ord(letter) in SKIN_TONE


def _words_for(run: str, language: str) -> str:
    """Name symbols one by one; of letters, tell how many there are."""
    told = []
    for is_symbol, letters in groupby(run, key=_is_symbol):
        listed = list(letters)
        if is_symbol:
            told += [f"[{unicodedata.name(letter).casefold()}]" for letter in listed]
        else:
            told.append(say(language, "page.unshown", count=len(listed)))
    return " ".join(told)


def _is_symbol(letter: str) -> bool:
    return unicodedata.category(letter).startswith("S") and bool(unicodedata.name(letter, ""))
