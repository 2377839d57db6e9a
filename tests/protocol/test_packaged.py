"""The packaged protocol: complete, sourced, and with words for all it says."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from bot.clinical.levels import TriageLevel
from bot.clinical.questionnaire import Kind, Question
from bot.clinical.triage import triage
from bot.locales import languages, word_keys
from bot.protocol import check, load_protocol, report_lines, required_words, unanswered_grades
from bot.protocol.entries import entries
from tests.protocol.copies import change, copy_to

PROTOCOL = load_protocol()
MARK = re.compile(r"\[(S|D|G|V\d+[a-z]?)\]")


def test_it_has_no_fault_and_every_language_has_its_words() -> None:
    words = {language: word_keys(language) for language in languages()}

    assert report_lines(check(PROTOCOL, words=words)) == []


def test_every_entry_says_where_it_comes_from() -> None:
    without = [entry.name for entry in entries(PROTOCOL) if not MARK.search(entry.source)]

    assert without == []


def test_it_asks_the_items_of_the_review_of_the_guidelines_and_the_red_flags_of_headache() -> None:
    asked = {question.key.partition("_")[0] for question in PROTOCOL.screening}
    outcomes = {outcome.key for question in PROTOCOL.screening for outcome in question.outcomes}

    assert PROTOCOL.screening[0].key == "PRE1"  # what the last session left comes before all else
    assert {f"SC{number:02}" for number in (*range(1, 14), *range(20, 41))} <= asked
    assert {f"HF{number:02}" for number in range(1, 16)} <= asked | outcomes
    assert {f"HF{number:02}" for number in range(1, 16)} - asked == {"HF02", "HF14"}


def test_it_asks_about_these_side_effects() -> None:
    assert set(PROTOCOL.symptom_keys) == {
        *("bruising", "bleeding", "swelling", "neck_swelling", "soreness", "dizziness"),
        *("fainting", "nausea", "tingling", "numbness", "electric_shock", "weakness"),
        *("infection", "fever", "breathlessness", "chest_pain", "cough"),
        *("fatigue", "rash", "mood"),
    }
    local = {symptom.key for symptom in PROTOCOL.symptoms if symptom.local}
    assert local == {"bruising", "bleeding", "soreness"}


def test_red_flags_come_first_and_can_be_answered_with_not_sure() -> None:
    gate = PROTOCOL.check_in[0]

    assert gate.key == "gate"
    assert gate.kind is Kind.CHOICE
    assert {"none", "unsure", "suicidal"} <= {option.key for option in gate.options}


def test_every_red_flag_sign_can_be_told_and_has_a_rule_of_its_own() -> None:
    told = {
        option.key
        for group in PROTOCOL.signs
        if group.kind is Kind.SEVERAL
        for option in group.options
        if not option.alone
    }
    rules = " ".join(rule.when for rule in PROTOCOL.rules)

    assert told == {
        *("face_droop", "one_side_weak", "speech", "double_vision", "vision_loss"),
        *("balance_lost", "face_numb", "eyelid_or_pupil", "sudden_headache"),
        *("neck_pain_sudden", "stiff_neck", "light_rash", "confused", "seizure"),
        *("hard_to_swallow", "voice_change", "cough_blood", "blue_lips"),
        *("face_tongue_swelling", "both_limbs_weak", "bladder_bowel", "very_unwell"),
        *("needle_left", "head_injury", "positional_headache", "cough_headache"),
        *("jaw_scalp", "red_painful_eye", "palpitations", "blurred_sight"),
        *("upper_belly_pain", "sudden_face_hand_swelling"),
    }
    assert [sign for sign in told if f"'{sign}'" not in rules] == []


@pytest.mark.parametrize(
    "group", [g for g in PROTOCOL.signs if g.kind is Kind.SEVERAL], ids=lambda group: group.key
)
def test_a_sign_is_no_lower_than_not_sure_of_its_group_but_for_four(group: Question) -> None:
    def level(sign: str) -> TriageLevel:
        facts = {"t": 3.0, "bleedrisk": False, "delta": 0, "age": 40, group.key: [sign]}
        return triage(PROTOCOL, facts, complete=False).level

    below = {o.key for o in group.options if level(o.key) < level("unsure")} - {"none"}

    assert below <= {"cough_headache", "jaw_scalp", "palpitations", "voice_change"}
    assert all(level(key) >= TriageLevel.CONTACT_CLINIC for key in below)


def test_numbers_from_general_knowledge_wait_for_the_clinic() -> None:
    unconfirmed = {region.key for region in PROTOCOL.regions if region.verified_on is None}
    general = {r.key for r in PROTOCOL.regions if r.source.startswith("[G]")}

    assert unconfirmed == general
    assert {"us", "gb", "de"} & unconfirmed == set()


@pytest.mark.parametrize(
    ("region", "number"),
    [("us", "911"), ("gb", "999"), ("de", "112"), ("au", "000"), ("xx", "112")],
)
def test_a_region_has_its_number(region: str, number: str) -> None:
    found = PROTOCOL.region(region)

    assert found is not None
    assert found.emergency == number


def test_crisis_lines_stand_where_there_is_one() -> None:
    lines = {region.key: region.crisis_line for region in PROTOCOL.regions if region.crisis_line}

    assert lines == {
        "us": "988",
        "ca": "988",
        "gb": "116 123",
        "ie": "116 123",
        "au": "13 11 14",
    }


def test_only_a_faint_that_did_not_come_and_itching_at_the_spots_are_left_unanswered() -> None:
    assert unanswered_grades(PROTOCOL) == (("fainting", 1), ("rash", 1))


def test_grades_that_no_rule_answers_are_listed(tmp_path: Path) -> None:
    directory = copy_to(tmp_path)
    change(directory, "rules.toml", "(nausea >= 1 && nausea_t > 72.0)", "nausea == 3")

    assert ("nausea", 1) in unanswered_grades(load_protocol(directory))


def test_missing_words_are_named_with_the_entry_that_needs_them() -> None:
    there = required_words(PROTOCOL).keys() - {"grade.fever.2", "noticed.dizzy"}

    assert report_lines(check(PROTOCOL, words={"de": there})) == [
        "de/clinical.po · grade.fever.2 · has no words, and fever needs them · "
        'add  msgid "grade.fever.2"  with its words',
        "de/clinical.po · noticed.dizzy · has no words, and R72 needs them · "
        'add  msgid "noticed.dizzy"  with its words',
    ]


def test_a_protocol_without_words_to_compare_is_checked_all_the_same() -> None:
    broken = replace(PROTOCOL, rules=PROTOCOL.rules[1:])

    assert [fault.problem for fault in check(broken)] == ["no rule answers this red flag"]
