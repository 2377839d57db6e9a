"""What patients read: short, calm, action first, and never the name of a disease."""

import re
from pathlib import Path
from statistics import mean

import pytest

from bot import locales
from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind
from bot.locales import languages, packaged, say
from bot.protocol import load_protocol, required_words
from bot.protocol.entries import questions

PROTOCOL = load_protocol()
KEYS = sorted(required_words(PROTOCOL))
# Told to a patient as a result; screening asks what is known already and may name it.
TOLD = (
    "noticed",
    "do",
    "level",
    "outcome",
    "advice",
    "watch",
    "crisis",
    "point",
    "symptom",
    "grade",
)
VALUES = {
    "emergency": "112",
    "clinic_phone": "+1 555 0100",
    "crisis_line": "988",
    "symptom": "fever",
    "focus": "fever, a new cough",
    "day": "today",
    "days": "28",
    "count": "8",
    "date": "22 Nov 2026",
}
DISEASES = re.compile(
    r"pneumothora|collapsed lung|lung leak|stroke|dissection|thunderclap|mening|sepsis|septic|"
    r"cellulitis|h(a)?ematoma|palsy|neuropath|an(a)?emi|aneurysm|embol|thrombo|\bclots?\b|h(a)?emorrhag|"
    r"anaphyla|epilep|seizure|syncope|migraine|eclampsia|arteritis|infarct|tumou?r|cancer|"
    r"depress|tetanus|diagnos",
    re.IGNORECASE,
)
REASSURING = re.compile(
    r"don'?t worry|do not worry|nothing to worry|nothing serious|harmless|you are fine|"
    r"you are safe|no need to|may be needled|can be needled|safe to needle|perfectly|normal to",
    re.IGNORECASE,
)


def english(key: str) -> str:
    """Say something in English with made-up values."""
    return say("en", key, **VALUES)


def test_every_placeholder_has_a_value_the_chat_gives() -> None:
    used = {name for key in KEYS for name in packaged().placeholders("en", key)}

    assert used == VALUES.keys()
    assert [key for key in KEYS if "%" in english(key)] == []


def test_nothing_told_names_a_disease_or_reassures() -> None:
    told = {key: english(key) for key in KEYS if key.split(".")[0] in TOLD}

    assert {key: text for key, text in told.items() if DISEASES.search(text)} == {}
    assert {key: text for key, text in told.items() if REASSURING.search(text)} == {}


def test_only_expected_effects_are_called_common() -> None:
    common = {
        key for key in KEYS if re.search(r"\bcommon\b|\busual(ly)? (after|goes)", english(key))
    }

    assert common == {"noticed.expected"}


@pytest.mark.parametrize("language", languages())
def test_button_labels_fit_a_phone(language: str) -> None:
    labels = [key for key in KEYS if key.split(".")[0] in ("option", "grade", "symptom", "region")]

    assert {key: label for key in labels if len(label := say(language, key)) > 40} == {}


@pytest.mark.parametrize("language", languages())
def test_questions_fit_a_screen(language: str) -> None:
    texts = {key: say(language, key, **VALUES) for key in KEYS if key.startswith("question.")}

    assert {key: text for key, text in texts.items() if len(text) > 600} == {}


def test_labels_of_one_question_differ() -> None:
    for _, _, question in questions(PROTOCOL):
        labels = [
            say("en", f"option.{question.key}.{option.key}")
            for option in question.options
            if question.kind in (Kind.CHOICE, Kind.SEVERAL)
        ]
        assert len(set(labels)) == len(labels), question.key


def test_grades_of_one_symptom_differ() -> None:
    for symptom in PROTOCOL.symptom_keys:
        assert len({say("en", f"grade.{symptom}.{grade}") for grade in range(5)}) == 5


def test_symptom_names_fit_into_a_sentence() -> None:
    names = [say("en", f"symptom.{key}") for key in PROTOCOL.symptom_keys]

    assert all(name[0].islower() and not name.endswith(".") for name in names)
    assert say("en", "question.grade", symptom="fever") == "How is it: fever?"


@pytest.mark.parametrize("level", [TriageLevel.URGENT, TriageLevel.EMERGENCY])
def test_serious_levels_begin_with_the_action_and_do_not_wait_for_an_answer(
    level: TriageLevel,
) -> None:
    text = english(f"level.{level.value}")

    assert re.match(r"Call 112 now|Get medical help today", text)
    assert text.endswith("Do not wait for a reply here.")


def test_levels_name_whom_to_call() -> None:
    assert "112" in english("level.emergency")
    assert "+1 555 0100" in english("level.urgent")
    assert "+1 555 0100" in english("level.contact_clinic")
    assert all("112" in english(f"level.{level.value}") for level in TriageLevel)


def test_a_crisis_names_the_number_first_then_the_line_then_company() -> None:
    assert english("crisis").startswith("Call 112 now")
    assert "988" in english("crisis.line")
    assert "be with you" in english("crisis.company")


def test_what_to_watch_for_names_breath_neck_nerve_skin_and_the_number() -> None:
    text = english("watch.next_days")

    assert all(word in text for word in ("breathing", "neck", "pins and needles", "skin", "112"))


def test_the_gate_lists_every_line_in_full() -> None:
    text = english("question.gate")

    assert text.count("•") == 10
    for sign in ("breathe", "drooping", "double sight", "neck pain", "swallow", "stiff neck"):
        assert sign in text
    for sign in ("fit", "tongue", "needle is still in", "ending your life", "since we last asked"):
        assert sign in text


def test_nobody_is_told_to_stop_a_medicine() -> None:
    advice = " ".join(english(key) for key in KEYS if key.split(".")[0] in ("do", "reason"))

    assert re.search(r"(?<!not )\bstop (taking|your|the|a) ?\w*(thinner|medicine)", advice) is None
    assert "Do not stop it on your own." in english("reason.SC13.warfarin")


def test_clinical_words_are_plain_enough_for_everybody() -> None:
    texts = {key: english(key) for key in KEYS if key.split(".")[0] in ("question", *TOLD[:7])}
    grades = {key: reading_grade(text) for key, text in texts.items() if len(text.split()) >= 6}

    assert mean(grades.values()) <= 5
    assert {key: grade for key, grade in grades.items() if grade > 8} == {}


def reading_grade(text: str) -> float:
    """Estimate the US school grade of a text (Flesch and Kincaid)."""
    sentences = [part for part in re.split(r"[.!?;:\n•]+", text) if re.search("[a-z]", part)]
    words = re.findall(r"[a-z'-]+", text.lower())
    syllables = sum(_syllables(word) for word in words)
    return 0.39 * len(words) / len(sentences) + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    silent = word.endswith("e") and not word.endswith("le") and groups > 1
    return max(1, groups - silent)


def test_no_clinical_word_is_left_over() -> None:
    text = (Path(locales.__file__).parent / "en" / "clinical.po").read_text(encoding="utf-8")
    written = set(re.findall(r'^msgid "(.+)"$', text, re.MULTILINE))

    assert written == set(KEYS)
