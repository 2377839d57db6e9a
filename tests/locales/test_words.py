"""Words: by key and language, with placeholders and plurals, and English where they lack."""

from pathlib import Path

import pytest

from bot.locales import Words, WordsError, has, languages, packaged, say, word_keys

HEADER = """msgid ""
msgstr ""
"Language: {language}\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: {plural}\\n"
"X-Clinically-Reviewed: {reviewed}\\n"
"""
TWO_FORMS = "nplurals=2; plural=(n != 1);"
POLISH = "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);"


def write(
    directory: Path,
    language: str,
    file: str,
    entries: dict[str, str],
    *,
    reviewed: str = "no",
    plural: str = TWO_FORMS,
    more: str = "",
) -> None:
    """Write a file of words."""
    (directory / language).mkdir(exist_ok=True)
    header = HEADER.format(language=language, plural=plural, reviewed=reviewed)
    body = "".join(f'\nmsgid "{key}"\nmsgstr "{text}"\n' for key, text in entries.items())
    (directory / language / file).write_text(header + body + more, encoding="utf-8")


def english(directory: Path) -> None:
    """Write a few English words."""
    write(directory, "en", "clinical.po", {"level": "Call %(number)s now.", "only": "Only here"})
    write(directory, "en", "chat.po", {"hello": "Hello"})


def test_a_text_is_said_with_its_values(tmp_path: Path) -> None:
    english(tmp_path)

    assert Words(tmp_path).say("en", "level", number="112") == "Call 112 now."


def test_a_value_is_never_read_as_a_placeholder(tmp_path: Path) -> None:
    english(tmp_path)

    assert Words(tmp_path).say("en", "level", number="%(number)s 100%") == (
        "Call %(number)s 100% now."
    )


def test_a_placeholder_without_a_value_is_an_error(tmp_path: Path) -> None:
    english(tmp_path)

    with pytest.raises(KeyError, match="number"):
        Words(tmp_path).say("en", "level")


def test_a_key_that_english_lacks_is_an_error(tmp_path: Path) -> None:
    english(tmp_path)
    write(tmp_path, "de", "chat.po", {"extra": "Mehr"})

    with pytest.raises(KeyError, match="nothing"):
        Words(tmp_path).say("de", "nothing")


def test_what_a_language_lacks_is_said_in_english(tmp_path: Path) -> None:
    english(tmp_path)
    write(tmp_path, "de", "chat.po", {"hello": "Hallo"})
    words = Words(tmp_path)

    assert words.say("de", "hello") == "Hallo"
    assert words.say("de", "only") == "Only here"
    assert words.say("sw", "hello") == "Hello"


@pytest.mark.parametrize(
    ("reviewed", "said"),
    [
        ("yes Dr. A. Example, 2026-05-01", "Rufen Sie 112 an."),
        ("no", "Call 112 now."),
        ("", "Call 112 now."),
        ("yesterday", "Call 112 now."),
    ],
)
def test_clinical_words_are_used_once_a_clinician_has_reviewed_them(
    tmp_path: Path, reviewed: str, said: str
) -> None:
    english(tmp_path)
    translated = {"level": "Rufen Sie %(number)s an."}
    write(tmp_path, "de", "clinical.po", translated, reviewed=reviewed)
    write(tmp_path, "de", "chat.po", {"hello": "Hallo"})
    words = Words(tmp_path)

    assert words.say("de", "level", number="112") == said
    assert words.say("de", "hello") == "Hallo"
    assert "level" in words.keys("de")


def test_a_language_without_a_review_mark_is_not_reviewed(tmp_path: Path) -> None:
    english(tmp_path)
    write(tmp_path, "de", "clinical.po", {"only": "Nur hier"})
    path = tmp_path / "de" / "clinical.po"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "Reviewed" not in line), encoding="utf-8")

    assert Words(tmp_path).say("de", "only") == "Only here"


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "1 day"),
        ("en", 0, "0 days"),
        ("en", 2, "2 days"),
        ("pl", 1, "1 dzień"),
        ("pl", 3, "3 dni"),
        ("pl", 5, "5 dni (wiele)"),
        ("pl", 22, "22 dni"),
    ],
)
def test_a_count_picks_the_plural_of_the_language(
    tmp_path: Path, language: str, count: int, said: str
) -> None:
    days = '\nmsgid "days"\nmsgid_plural "days"\n'
    one_two = 'msgstr[0] "%(count)s day"\nmsgstr[1] "%(count)s days"\n'
    write(tmp_path, "en", "chat.po", {}, more=days + one_two)
    three = (
        'msgstr[0] "%(count)s dzień"\nmsgstr[1] "%(count)s dni"\n'
        'msgstr[2] "%(count)s dni (wiele)"\n'
    )
    write(tmp_path, "pl", "chat.po", {}, more=days + three, plural=POLISH)

    assert Words(tmp_path).say(language, "days", count=count) == said


def test_a_count_in_a_text_without_plurals_is_a_value_like_others(tmp_path: Path) -> None:
    write(tmp_path, "en", "chat.po", {"n": "%(count)s of them"})

    assert Words(tmp_path).say("en", "n", count=3) == "3 of them"


def test_empty_and_fuzzy_entries_count_as_missing(tmp_path: Path) -> None:
    english(tmp_path)
    fuzzy = '\n#, fuzzy\nmsgid "hello"\nmsgstr "Servus"\n'
    write(tmp_path, "de", "chat.po", {"only": ""}, more=fuzzy)

    assert Words(tmp_path).keys("de") == frozenset()


def test_a_key_in_two_files_is_an_error(tmp_path: Path) -> None:
    english(tmp_path)
    write(tmp_path, "en", "more.po", {"hello": "Good day"})

    with pytest.raises(WordsError, match="hello stands in another file of en too"):
        Words(tmp_path)


def test_a_key_twice_in_one_file_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, "en", "chat.po", {"a": "x"}, more='\nmsgid "a"\nmsgstr "y"\n')

    with pytest.raises(WordsError, match="a stands there twice"):
        Words(tmp_path)


def test_a_file_that_cannot_be_read_is_an_error_with_its_name(tmp_path: Path) -> None:
    write(tmp_path, "en", "chat.po", {}, more='\nmsgid "a"\nmsgst "y"\n')

    with pytest.raises(WordsError, match=r"chat\.po: Unknown or misformatted"):
        Words(tmp_path)


def test_words_without_the_source_language_are_an_error(tmp_path: Path) -> None:
    write(tmp_path, "de", "chat.po", {"a": "x"})

    with pytest.raises(WordsError, match="no words in the source language, en"):
        Words(tmp_path)


def test_english_comes_first_and_other_directories_are_no_languages(tmp_path: Path) -> None:
    english(tmp_path)
    write(tmp_path, "de", "chat.po", {"hello": "Hallo"})
    (tmp_path / "__pycache__").mkdir()

    assert Words(tmp_path).languages == ("en", "de")
    assert Words(tmp_path).keys("sw") == frozenset()


def test_the_packaged_words_are_there() -> None:
    assert languages()[0] == "en"
    assert has("en", "level.emergency")
    assert not has("en", "level.unknown")
    assert "level.emergency" in word_keys("en")
    assert say("en", "level.emergency", emergency="112").startswith("Call 112 now")


@pytest.mark.parametrize("language", languages())
def test_a_language_has_the_keys_and_placeholders_of_english(language: str) -> None:
    words = packaged()
    english_keys = words.keys("en")
    other = {
        key
        for key in english_keys & words.keys(language)
        if words.placeholders("en", key) != words.placeholders(language, key)
    }

    assert words.keys(language) == english_keys
    assert other == set()
