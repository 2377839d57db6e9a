"""Words read from gettext PO files: a directory per language, every *.po in it together."""

import gettext
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from io import StringIO
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import PoFileError, read_po

SOURCE_LANGUAGE = "en"
CLINICAL = "clinical.po"
KEY = re.compile(r'^msgid "(.+)"$', re.MULTILINE)
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
REVIEWED = re.compile(r'^"X-Clinically-Reviewed:\s*yes\b', re.MULTILINE)


class WordsError(Exception):
    """Words that cannot be read, or that say one thing twice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Language:
    """One language: its words by key, in as many forms as its plurals need."""

    forms: Mapping[str, tuple[str, ...]]
    plural: Callable[[int], int]
    unreviewed: frozenset[str]  # clinical words no clinician has looked at in this language


class Words:
    """All words of a directory of languages."""

    def __init__(self, directory: Path) -> None:
        """Read every language; raises WordsError when a file is broken or a key stands twice."""
        found = {path.name: path for path in sorted(directory.iterdir()) if any(path.glob("*.po"))}
        self._languages = {tag: _read_language(path) for tag, path in found.items()}
        if SOURCE_LANGUAGE not in self._languages:
            raise WordsError(f"{directory} has no words in the source language, {SOURCE_LANGUAGE}")

    @property
    def languages(self) -> tuple[str, ...]:
        """Every language, the source language first."""
        return tuple(sorted(self._languages, key=lambda tag: (tag != SOURCE_LANGUAGE, tag)))

    def keys(self, language: str) -> frozenset[str]:
        """List the keys a language has words for; none for a language that is not there."""
        found = self._languages.get(language)
        return frozenset(found.forms) if found else frozenset()

    def has(self, language: str, key: str) -> bool:
        """Tell whether a language has words of its own for a key."""
        found = self._languages.get(language)
        return found is not None and key in found.forms

    def placeholders(self, language: str, key: str) -> frozenset[str]:
        """Name the placeholders in all forms of a key."""
        return frozenset(PLACEHOLDER.findall(" ".join(self._languages[language].forms[key])))

    def say(self, language: str, key: str, /, **values: object) -> str:
        """Say something; see `bot.locales.say`."""
        speaker = self._speaker(language, key)
        forms = speaker.forms[key]
        count = values.get("count")
        form = speaker.plural(count) if isinstance(count, int) and len(forms) > 1 else 0
        return forms[form] % values

    def _speaker(self, language: str, key: str) -> Language:
        chosen = self._languages.get(language)
        source = self._languages[SOURCE_LANGUAGE]
        if chosen is None or key not in chosen.forms or key in chosen.unreviewed:
            return source
        return chosen


def _read_language(directory: Path) -> Language:
    forms: dict[str, tuple[str, ...]] = {}
    unreviewed: frozenset[str] = frozenset()
    plural = "(n != 1)"
    for path in sorted(directory.glob("*.po")):
        text = path.read_text(encoding="utf-8")
        catalog = _parse(path, text)
        words = _forms(catalog)
        if twice := forms.keys() & words.keys():
            raise WordsError(
                f"{path}: {min(twice)} stands in another file of {directory.name} too"
            )
        forms |= words
        plural = catalog.plural_expr
        if path.name == CLINICAL and not _is_reviewed(text):
            unreviewed = frozenset(words)
    if directory.name == SOURCE_LANGUAGE:
        unreviewed = frozenset()  # there is nothing to fall back on
    return Language(forms=forms, plural=gettext.c2py(plural), unreviewed=unreviewed)


def _parse(path: Path, text: str) -> Catalog:
    # Babel keeps the first of two entries with one key and says nothing.
    twice = [key for key, times in Counter(KEY.findall(text)).items() if times > 1]
    if twice:
        raise WordsError(f"{path}: {min(twice)} stands there twice")
    try:
        return read_po(StringIO(text), abort_invalid=True)
    except PoFileError as error:
        raise WordsError(f"{path}: {error}") from error


def _forms(catalog: Catalog) -> dict[str, tuple[str, ...]]:
    """Take the words that are there: empty and fuzzy entries count as missing."""
    words: dict[str, tuple[str, ...]] = {}
    for message in catalog:
        key = message.id if isinstance(message.id, str) else message.id[0]
        said = message.string or ""
        texts = (said,) if isinstance(said, str) else tuple(said)
        if key and all(texts) and not message.fuzzy:
            words[key] = texts
    return words


def _is_reviewed(text: str) -> bool:
    """Read the review mark from a file's header, which Babel does not hand on."""
    header, _, _ = text.partition("\n\n")
    return REVIEWED.search(header) is not None
