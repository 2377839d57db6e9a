"""Free text: every red flag is found however it is typed, and nothing else silences one."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinical.free_text import RedFlag, search
from bot.clinical.levels import TriageLevel
from bot.protocol import load_protocol

LEXICONS = load_protocol().free_text
SENTENCES: dict[str, dict[str, list[str]]] = tomllib.loads(
    (Path(__file__).parent / "free_text_sentences.toml").read_text(encoding="utf-8")
)
SILENT = SENTENCES["none"]
MESSAGES = {concept.message for lexicon in LEXICONS for concept in lexicon.concepts}


def found(text: str) -> tuple[RedFlag, ...]:
    """Search a text with the packaged lexicons."""
    return search(LEXICONS, text)


def level(text: str) -> TriageLevel:
    """Give the highest level of a text, self-care for one without a red flag."""
    return max((flag.level for flag in found(text)), default=TriageLevel.SELF_CARE)


def concepts(text: str) -> set[str]:
    """Name the red flags of a text."""
    return {flag.concept for flag in found(text)}


def told(of_level: str) -> list[tuple[str, str]]:
    """List each sentence that must raise a level with the message it must have."""
    return [(message, s) for message, listed in SENTENCES[of_level].items() for s in listed]


@pytest.mark.parametrize(("message", "sentence"), told("emergency"))
def test_an_emergency_is_found_in_words(message: str, sentence: str) -> None:
    flags = {(flag.message, flag.level) for flag in found(sentence)}

    assert (message, TriageLevel.EMERGENCY) in flags


@pytest.mark.parametrize(("message", "sentence"), told("urgent"))
def test_what_is_urgent_is_found_in_words_and_is_not_called_more(
    message: str, sentence: str
) -> None:
    assert message in {flag.message for flag in found(sentence)}
    assert level(sentence) is TriageLevel.URGENT


@pytest.mark.parametrize("sentence", [s for listed in SILENT.values() for s in listed])
def test_what_is_denied_or_harmless_raises_nothing(sentence: str) -> None:
    assert found(sentence) == ()


def test_the_sentences_cover_every_message_and_are_many() -> None:
    raising = [pair for of_level in ("emergency", "urgent") for pair in told(of_level)]

    assert {message for message, _ in raising} == MESSAGES
    assert len(raising) >= 250


def test_every_concept_of_the_lexicon_is_met_by_a_sentence() -> None:
    sentences = [s for of_level in ("emergency", "urgent") for _, s in told(of_level)]
    met = {concept for sentence in sentences for concept in concepts(sentence)}

    assert met == {concept.key for lexicon in LEXICONS for concept in lexicon.concepts}


@pytest.mark.parametrize("sentence", [s for _, s in told("emergency")])
@pytest.mark.parametrize("change", [str.upper, str.title, lambda s: s.replace("'", "’")])
def test_capitals_and_apostrophes_change_nothing(sentence: str, change) -> None:  # type: ignore[no-untyped-def]
    assert level(change(sentence)) is TriageLevel.EMERGENCY


@pytest.mark.parametrize(
    "downplayed",
    [
        "just a tiny bit short of breath, really nothing",
        "my chest is only a little bit tight",
        "maybe slightly slurred speech, I am sure it is fine",
        "probably nothing but my face is sort of drooping",
    ],
)
def test_words_that_play_down_change_nothing(downplayed: str) -> None:
    assert level(downplayed) is TriageLevel.EMERGENCY


@pytest.mark.parametrize(
    ("denied", "told_all_the_same"),
    [
        ("no rash all over", "no rash all over before"),
        ("no chest pain", "no, chest pain"),
        ("I never had chest pain", "I never had chest pain like this"),
        ("not short of breath", "not only short of breath"),
        ("the chest pain is normal", "is the chest pain normal"),
        ("the chest pain is normal", "the chest pain is normal?"),
        ("my neck is not swollen", "my neck is not just swollen"),
        ("no seizure", "no... a seizure"),
        ("not suicidal", "not suicidal but I think of suicide"),
        ("my mother had a seizure last year", "my mother has a seizure"),
        ("my mother had a seizure last year", "my mother had a seizure just now"),
        ("my mother had a seizure last year", "I had a seizure last year"),
    ],
)
def test_a_denial_is_narrow(denied: str, told_all_the_same: str) -> None:
    assert level(denied) is TriageLevel.SELF_CARE
    assert level(told_all_the_same) >= TriageLevel.URGENT


@pytest.mark.parametrize("before", ["no ", "not ", "without ", "doesn't ", "never "])
@pytest.mark.parametrize("deed", ["can't breathe", "hard to breathe", "cannot swallow"])
def test_a_negator_never_blocks_what_a_person_cannot_do(before: str, deed: str) -> None:
    assert level(before + deed) is TriageLevel.EMERGENCY


@pytest.mark.parametrize(
    ("mention", "rule"),
    [
        ("I will kill myself", "R20"),
        ("suicide", "R20"),
        ("I am not going to kill myself", "R44"),
        ("my brother committed suicide when he was young", "R44"),
        ("I want to die", "R44"),
    ],
)
def test_any_mention_of_suicide_is_a_crisis(mention: str, rule: str) -> None:
    (flag,) = found(mention)

    assert flag.is_crisis
    assert flag.rule == rule
    assert (flag.level is TriageLevel.EMERGENCY) is (rule == "R20")


def test_other_red_flags_are_kept_under_the_rule_of_free_text() -> None:
    (needle,) = found("the needle is still in")

    assert (needle.rule, needle.is_crisis) == ("R24", False)


def test_the_most_urgent_stands_first_and_each_stands_once() -> None:
    flags = found("can't feel my arm. chest hurts! my chest hurts, the needle is still in")

    assert [flag.concept for flag in flags] == ["chest_hurts", "needle_left", "cannot_feel"]


def test_two_signs_may_stand_in_different_sentences() -> None:
    assert concepts("I have a fever. And my neck is so stiff") == {"fever_and_neck"}
    assert concepts("My neck is so stiff. No fever.") == set()


@pytest.mark.parametrize("length", [4, 5, 7])
def test_short_words_may_have_one_error(length: int) -> None:
    words = {4: "face is nubm", 5: "chst pain", 7: "cant brethe"}

    assert level(words[length]) is TriageLevel.EMERGENCY


def test_long_words_may_have_two_errors() -> None:
    assert concepts("neck sweling") == {"neck_swelling"}
    assert concepts("neck swelllingz") == {"neck_swelling"}
    assert concepts("neck swexxixg") == set()


def test_without_a_lexicon_nothing_is_found() -> None:
    assert search((), "I cannot breathe") == ()


ANY_TEXT = st.text(max_size=300) | st.lists(
    st.sampled_from(
        [
            *("no", "not", "my", "mother", "had", "last", "year", "is", "normal", "cant", "w/"),
            *(
                "breathe",
                "chest",
                "pain",
                "...",
                "?",
                ",",
                "kill",
                "myself",
                "neck",
                "fever",
                "😭",
            ),
        ]
    ),
    max_size=20,
).map(" ".join)


@given(ANY_TEXT)
def test_any_text_can_be_searched(text: str) -> None:
    assert all(flag.level >= TriageLevel.URGENT for flag in found(text))


@given(ANY_TEXT, ANY_TEXT)
def test_another_sentence_never_lowers_the_level(text: str, more: str) -> None:
    assert level(f"{text}\n{more}") >= max(level(text), level(more))


@given(st.sampled_from([s for _, s in told("emergency")]), ANY_TEXT)
def test_no_words_before_or_after_hide_a_red_flag(sentence: str, more: str) -> None:
    assert level(f"{more}\n{sentence}\n{more}") is TriageLevel.EMERGENCY


@pytest.mark.parametrize("words", ["chest pain ", "no chest pain ", "he had pain ", "a", "of "])
def test_the_longest_text_can_be_searched(words: str) -> None:
    text = (words * 4096)[:4091] + ".kms"

    assert level(text) is TriageLevel.EMERGENCY
