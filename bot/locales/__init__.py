"""Everything the bot says, by key and language; English is the source."""

from functools import cache
from pathlib import Path

from bot.locales.words import SOURCE_LANGUAGE, Words, WordsError

__all__ = [
    "SOURCE_LANGUAGE",
    "Words",
    "WordsError",
    "has",
    "languages",
    "packaged",
    "say",
    "word_keys",
]


@cache
def packaged() -> Words:
    """Read the words that come with the program, once."""
    return Words(Path(__file__).parent)


def say(language: str, key: str, /, **values: object) -> str:
    """Say something in a language; a `count` also picks the plural form.

    What a language lacks, or has as clinical words that no clinician has reviewed, is said in
    English. Raises KeyError for a key English lacks too, or a placeholder without a value.
    """
    return packaged().say(language, key, **values)


def languages() -> tuple[str, ...]:
    """List the languages there are, English first."""
    return packaged().languages


def has(language: str, key: str) -> bool:
    """Tell whether a language has words of its own for a key."""
    return packaged().has(language, key)


def word_keys(language: str) -> frozenset[str]:
    """List the keys a language has words for."""
    return packaged().keys(language)
