"""How hard the words are to read: school grade 7 at most, sentence by sentence."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import textstat

from bot.locales import SOURCE_LANGUAGE, packaged, say, word_keys

HIGHEST_GRADE = 7
FEWEST_WORDS = 5  # a label is no sentence: the measure makes "Estonia" a grade 32
NOT_READ = "typed."  # what patients type, as the bot knows it
PLACEHOLDER = re.compile(r"%\(\w+\)s")
BREAK = re.compile(r"(?<=[.!?:;])\s+|\n+")
EXCEPTIONS: dict[str, str] = tomllib.loads(
    (Path(__file__).parent / "reading_exceptions.toml").read_text(encoding="utf-8")
)


def sentences(key: str) -> Iterator[str]:
    """Give the sentences of a key, in its first form, with a short word for what is filled in."""
    filled = dict.fromkeys(packaged().placeholders(SOURCE_LANGUAGE, key), "it")
    for sentence in BREAK.split(say(SOURCE_LANGUAGE, key, **filled)):
        if len(sentence.split()) >= FEWEST_WORDS:
            yield sentence


def hard() -> dict[str, list[str]]:
    """Find the sentences above the grade, by key."""
    found: dict[str, list[str]] = {}
    for key in sorted(word_keys(SOURCE_LANGUAGE)):
        for sentence in () if key.startswith(NOT_READ) else sentences(key):
            if textstat.textstat.flesch_kincaid_grade(sentence) > HIGHEST_GRADE:
                found.setdefault(key, []).append(sentence)
    return found


HARD = hard()


def test_every_sentence_reads_at_grade_seven_or_has_a_reason() -> None:
    assert {key: found for key, found in HARD.items() if key not in EXCEPTIONS} == {}


def test_every_exception_is_still_needed() -> None:
    assert EXCEPTIONS.keys() - HARD.keys() == set()


def test_every_exception_says_why() -> None:
    assert [key for key, reason in EXCEPTIONS.items() if len(reason.split()) < 3] == []


def test_the_measure_tells_hard_from_easy() -> None:
    easy = textstat.textstat.flesch_kincaid_grade("Sit down and call the clinic.")
    hard = textstat.textstat.flesch_kincaid_grade(
        "Immediate consultation with a qualified practitioner is recommended."
    )

    assert easy < HIGHEST_GRADE < hard
