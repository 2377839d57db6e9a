"""Typed text as an answer: what a question does not accept is never read as one."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.typed import is_word, plain, read
from bot.clinical.check_in import check_in_questions
from bot.clinical.questionnaire import Kind, Option, Question
from bot.locales import languages
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
TODAY = date(2026, 11, 2)
QUESTIONS: dict[str, Question] = {
    question.key: question
    for question in (
        *(*PROTOCOL.screening, *PROTOCOL.session, *PROTOCOL.safety, *PROTOCOL.diary),
        *check_in_questions(
            PROTOCOL, focus=(), still_open=frozenset(symptom.key for symptom in PROTOCOL.symptoms)
        ),
    )
}
SCALE = QUESTIONS["nrs"]


@pytest.mark.parametrize("text", [*map(str, range(11)), "+3", "10/10", "0 / 10", " 5 ", "٣", "٠٧"])
def test_a_whole_number_on_the_scale_is_read(text: str) -> None:
    reading = read(text, SCALE, "en", TODAY)

    assert reading.value == int(text.split("/")[0])
    assert reading.hint == ""


@pytest.mark.parametrize("text", ["11", "100", "11/10", "9999", "٤٢"])
def test_a_number_off_the_scale_gets_the_range(text: str) -> None:
    assert read(text, SCALE, "en", TODAY).hint == "hint.number_range"
    assert read(text, SCALE, "en", TODAY).value is None


@pytest.mark.parametrize("text", ["-1", "7.5", "7,5", "-0", "12345", "0.0", "+1.5"])
def test_a_number_that_is_not_whole_is_never_rounded(text: str) -> None:
    assert read(text, SCALE, "en", TODAY).hint == "hint.whole_number"
    assert read(text, SCALE, "en", TODAY).value is None


@pytest.mark.parametrize(
    "text",
    ["", " ", "seven", "7 8", "1e1", "0x7", "7/100", "7-8", "½", "Ⅶ", "7️⃣", "-", "NaN", "inf"],
)
def test_what_is_no_number_is_left_to_be_heard_as_words(text: str) -> None:
    reading = read(text, SCALE, "en", TODAY)

    assert (reading.value, reading.hint) == (None, "")


CHOICE = Question(
    key="like_usual",
    kind=Kind.CHOICE,
    source="",
    options=(Option(key="yes"), Option(key="no"), Option(key="unsure")),
)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("Yes, like my usual headache", "yes"),
        ("yes LIKE my usual headache!!", "yes"),
        ("yes", "yes"),
        ("No", "no"),
        ("no, it feels different", "no"),
        ("not sure", "unsure"),
        ("don’t know", "unsure"),
        ("I don't know", "unsure"),
        ("y", None),  # one letter could be the beginning of anything
        ("yes but worse", None),
        ("No!", "no"),
        ("perhaps", None),
        ("", None),
    ],
)
def test_an_option_is_read_by_its_label_or_a_beginning_that_fits_no_other(
    text: str, value: str | None
) -> None:
    assert read(text, CHOICE, "en", TODAY).value == value


def test_a_beginning_that_fits_two_options_is_not_guessed() -> None:
    areas = QUESTIONS["areas"]

    assert read("neck", areas, "en", TODAY).value is None
    assert read("back of the", areas, "en", TODAY).value is None
    assert read("back of the h", areas, "en", TODAY).value == ["back_of_head"]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("temples", ["temples"]),
        ("Temples, forehead; shoulders", ["temples", "forehead", "shoulders"]),
        ("temples, temples", ["temples"]),
        ("temples,,\n;forehead", ["temples", "forehead"]),
        ("temples and forehead", None),
        ("temples, and my knee", None),
    ],
)
def test_several_options_are_read_together_or_not_at_all(
    text: str, value: list[str] | None
) -> None:
    assert read(text, QUESTIONS["areas"], "en", TODAY).value == value


def test_none_beside_another_option_is_asked_again() -> None:
    reading = read("none of these, dizzy", QUESTIONS["reactions"], "en", TODAY)

    assert (reading.value, reading.hint) == (None, "hint.none_and_more")


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("34", 34),
        ("1992-11-02", 34),
        ("1992-11-03", 33),
        ("2.11.1992", 34),
        ("03.11.1992", 33),
        ("2004-02-29", 22),
        ("12", 12),
        ("2014-11-03", 11),  # 11 years and 11 months
    ],
)
def test_an_age_is_read_from_years_or_a_date_of_birth(text: str, value: int) -> None:
    assert read(text, QUESTIONS["SC01"], "en", TODAY).value == value


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("2026-11-03", "hint.birth_date"),
        ("1800-01-01", "hint.birth_date"),
        ("999", "hint.number_range"),
        ("34.5", "hint.whole_number"),
    ],
)
def test_an_age_that_cannot_be_is_asked_again(text: str, hint: str) -> None:
    assert read(text, QUESTIONS["SC01"], "en", TODAY).hint == hint


@pytest.mark.parametrize(
    ("text", "value", "hint"),
    [
        ("2026-11-02", "2026-11-02", ""),
        ("1.11.2026", "2026-11-01", ""),
        ("2026-1-1", "2026-01-01", ""),
        ("2026-11-03", None, "hint.future"),
        ("2026-02-30", None, "hint.date"),
        ("2026-13-01", None, "hint.date"),
        ("yesterday", None, ""),
        ("the 3rd", None, "hint.date"),
        ("11/02/2026", None, "hint.date"),  # a month or a day first: not guessed
    ],
)
def test_a_date_is_read_or_explained(text: str, value: str | None, hint: str) -> None:
    reading = read(text, QUESTIONS["ended_date"], "en", TODAY)

    assert (reading.value, reading.hint) == (value, hint)


@pytest.mark.parametrize(
    ("text", "value", "hint"),
    [
        ("14:30", "14:30", ""),
        ("9.05", "09:05", ""),
        ("14h30", "14:30", ""),
        ("0:00", "00:00", ""),
        ("23:59", "23:59", ""),
        ("24:00", None, "hint.time"),
        ("12:60", None, "hint.time"),
        ("9", None, "hint.time"),
        ("9 pm", None, "hint.time"),
        ("noon", None, ""),
    ],
)
def test_a_time_is_read_or_explained(text: str, value: str | None, hint: str) -> None:
    reading = read(text, QUESTIONS["ended_time"], "en", TODAY)

    assert (reading.value, reading.hint) == (value, hint)


OWN_WORDS = replace(QUESTIONS["SC11"], kind=Kind.TEXT)


@pytest.mark.parametrize(
    ("text", "value", "hint"),
    [
        ("asthma, since 2019", "asthma, since 2019", ""),
        ("  two\nlines ", "two\nlines", ""),
        ("No!", "no", ""),
        ("not SURE", "unsure", ""),
        ("dunno", "dunno", ""),
        ("no idea what it is called", "no idea what it is called", ""),
        ("7", "7", ""),
        ("é" * 500, "é" * 500, ""),
        ("é" * 501, None, "hint.too_long"),
        (" " * 501, None, ""),
    ],
)
def test_own_words_are_kept_as_they_are_unless_they_are_an_offered_answer(
    text: str, value: str | None, hint: str
) -> None:
    reading = read(text, OWN_WORDS, "en", TODAY)

    assert (reading.value, reading.hint) == (value, hint)


LABELS = st.sampled_from(
    ["yes", "no", "none", "none of these", "not sure", "back", "done", "7", "2026-11-01", "14:30"]
)
TEXTS = st.one_of(
    st.text(max_size=40),
    LABELS,
    st.integers().map(str),
    st.floats().map(str),
    st.from_regex(r"\d{1,4}[-./:,;]\d{1,2}([-./:,;]\d{1,4})?", fullmatch=True),
    st.lists(LABELS, max_size=4).map(", ".join),
)


@given(text=TEXTS, key=st.sampled_from(sorted(QUESTIONS)), language=st.sampled_from(languages()))
def test_nothing_is_read_that_the_question_does_not_accept(
    text: str, key: str, language: str
) -> None:
    reading = read(text, QUESTIONS[key], language, TODAY)

    assert reading.value is None or QUESTIONS[key].accepts(reading.value)
    assert not (reading.value is not None and reading.hint)


@given(low=st.integers(-5, 5), span=st.integers(0, 20), number=st.integers(-50, 50))
def test_a_number_is_read_as_itself_or_not_at_all(low: int, span: int, number: int) -> None:
    question = replace(SCALE, low=low, high=low + span)

    value = read(str(number), question, "en", TODAY).value

    assert value in (None, number)
    assert (value is not None) == (number >= 0 and question.accepts(number))


@given(text=st.text(max_size=30))
def test_folding_a_text_twice_changes_nothing_more(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@pytest.mark.parametrize(
    "text", ["stop", "STOP", " Stop. ", "Stop!!!", "ｓｔｏｐ", "🛑 stop", "quit"]
)
def test_stop_is_understood_however_it_is_written(text: str) -> None:
    assert is_word(text, "en", "typed.stop")


@pytest.mark.parametrize("text", ["stop it hurts", "don't stop", "it will not stop", "", "stopp"])
def test_a_sentence_with_stop_in_it_is_not_a_wish_to_leave(text: str) -> None:
    assert not is_word(text, "en", "typed.stop")
