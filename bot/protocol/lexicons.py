"""Lexicons: every red-flag phrase can be read, is serious, and is found where it stands."""

from collections.abc import Iterator
from functools import lru_cache

from bot.clinical.free_text import search
from bot.clinical.levels import TriageLevel
from bot.clinical.lexicon import CLAUSE_END, CRISIS_MESSAGE, Concept, Lexicon, PhraseKind, parse
from bot.clinical.protocol import Protocol
from bot.protocol.fault import Fault

Problem = tuple[str, str]  # what is wrong, what to write instead


def lexicon_faults(protocol: Protocol) -> Iterator[Fault]:
    """Find lexicons and phrases that could not do their work."""
    if not protocol.free_text:
        yield _fault("free_text", ("has no language", "take one over from the packaged protocol"))
    for lexicon in protocol.free_text:
        yield from _of(lexicon)


@lru_cache(maxsize=8)  # a clinic's changed protocol mostly keeps the lexicons, which take longest
def _of(lexicon: Lexicon) -> tuple[Fault, ...]:
    faults = unreadable = list(_unreadable(lexicon))
    for concept in lexicon.concepts:
        name = f"{lexicon.key} · {concept.key}"
        problems = list(_problems(concept))
        problems += [] if unreadable else _unfound(lexicon, concept)
        faults = faults + [_fault(name, problem) for problem in problems]
    return (*faults, *([] if unreadable else _denials(lexicon)))


def _fault(entry: str, problem: Problem) -> Fault:
    return Fault(file="free_text", entry=entry, problem=problem[0], remedy=problem[1])


def _unreadable(lexicon: Lexicon) -> Iterator[Fault]:
    lists = ("unless", "past", "present", "plain_denials")
    written = [(name, phrase) for name in lists for phrase in getattr(lexicon, name)]
    written += [
        (concept.key, phrase) for concept in lexicon.concepts for phrase in concept.phrases
    ]
    for key, phrase in written:
        try:
            parse(phrase, lexicon.groups)
        except KeyError as error:
            problem = f"the phrase '{phrase}' names the group {error}, which is not there"
            yield _fault(f"{lexicon.key} · {key}", (problem, "add it to [free_text.groups]"))
        except ValueError:
            problem = f"the phrase '{phrase}' cannot be read"
            remedy = "write words in order; ... and & only between words"
            yield _fault(f"{lexicon.key} · {key}", (problem, remedy))


def _problems(concept: Concept) -> Iterator[Problem]:
    if concept.level < TriageLevel.URGENT:
        yield (
            f"its level is {concept.level.value}, which is no red flag",
            "write urgent or emergency",
        )
    if not concept.phrases:
        yield "has no phrases", 'add phrases = ["…", …]'
    if (concept.kind is PhraseKind.CRISIS) != (concept.message == CRISIS_MESSAGE):
        yield (
            f"is of kind '{concept.kind}' with the message '{concept.message}'",
            f"kind 'crisis' and message '{CRISIS_MESSAGE}' go together",
        )


def _unfound(lexicon: Lexicon, concept: Concept) -> Iterator[Problem]:
    """Look for each phrase in a text that says just that."""
    for phrase in concept.phrases:
        for text in _ways_to_write(lexicon, phrase):
            found = {flag.concept: flag.level for flag in search([lexicon], text)}
            if found.get(concept.key) is not concept.level:
                yield (
                    f"the phrase '{phrase}' is not found in the text '{text}'",
                    "a shortcut may change its words, or a negator or denial silence it",
                )
                break


def _denials(lexicon: Lexicon) -> Iterator[Fault]:
    """A plain denial that leaves something standing denies nothing."""
    for phrase in lexicon.plain_denials:
        for text in _ways_to_write(lexicon, phrase):
            if search([lexicon], text):
                problem = f"the plain denial '{phrase}' does not silence '{text}'"
                yield _fault(lexicon.key, (problem, "take out what is more than a denial"))
                break


def _ways_to_write(lexicon: Lexicon, phrase: str) -> Iterator[str]:
    """Write a phrase so often that each of its words is met."""
    steps = [step for part in parse(phrase, lexicon.groups) for step in part]
    words = [sorted(step.words) for step in steps if step.words != CLAUSE_END]
    for turn in range(max(map(len, words))):
        yield " ".join(choices[turn % len(choices)] for choices in words)
