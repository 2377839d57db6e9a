"""The pages written from the protocol: current, complete, and honest about what is missing."""

import re
from pathlib import Path

import pytest

from bot.clinical.free_text import TEXT_RULE
from bot.handbook import PAGES, Reader
from bot.protocol import load_protocol
from bot.protocol.cases.flags import gate_lines, sign_groups
from bot.protocol.entries import entries
from bot.protocol.left_out import left_out

DOCS = Path(__file__).parents[2] / "docs"
PROTOCOL = load_protocol()
LEFT_OUT = left_out()
READER = Reader(protocol=PROTOCOL, left_out=LEFT_OUT)
CONTENT = PAGES["clinical-content.md"](READER)
CASES = PAGES["protocol.md"](READER)

# What a whole protocol holds: each is an entry, or is told to be left out.
SCREENING = [f"SC{n:02}" for n in (*range(1, 14), *range(20, 40))]
SCREENING += ["SC40_country", "SC40_state", "SC40_who"]
PLACES = ("ca", "ny", "or", "wa", "hi", "other_state", "elsewhere")
HEADACHE = [f"HF{n:02}" for n in range(1, 16)]
RULES = [f"R{n:02}" for n in (*range(1, 26), *range(30, 52), 53, *range(60, 88), *range(90, 93))]
SYMPTOMS = (
    *("bruising", "bleeding", "swelling", "neck_swelling", "soreness", "fatigue", "dizziness"),
    *("fainting", "nausea", "tingling", "numbness", "electric_shock", "weakness", "infection"),
    *("fever", "breathlessness", "chest_pain", "cough", "rash", "mood"),
)
FLAGS = (
    *("face_droop", "one_side_weak", "speech", "double_vision", "vision_loss", "balance_lost"),
    *("face_numb", "eyelid_or_pupil", "sudden_headache", "neck_pain_sudden", "stiff_neck"),
    *("light_rash", "confused", "seizure", "hard_to_swallow", "voice_change", "cough_blood"),
    *("blue_lips", "face_tongue_swelling", "both_limbs_weak", "bladder_bowel", "very_unwell"),
    *("needle_left", "head_injury", "positional_headache", "cough_headache", "jaw_scalp"),
    *("red_painful_eye", "palpitations", "blurred_sight", "upper_belly_pain"),
    *("sudden_face_hand_swelling", "suicidal"),
)
FACTS = (
    *("bleedrisk", "immune_low", "pregnant_weeks", "lung_disease", "heart_disease", "diabetes"),
    *("epilepsy", "age", "needle_fear", "past_faint", "symptoms_before", "baseline_nrs"),
    "headache_pattern",
)
DIARY = (
    *("nrs", "nrs_worst", "duration", "medicine", "medicine_helped", "days_last_14", "location"),
    "quality",
    *("associated", "disability", "neck_movement", "sleep", "triggers", "change"),
    "medicine_days",
)
POINTS = ("h3", "h24", "h48", "h72", "d7", "d14")
WHOLE = (*SCREENING, *PLACES, *HEADACHE, *RULES, *SYMPTOMS, *FLAGS, *FACTS, *DIARY, *POINTS)
SHIPPED = {entry.key for entry in entries(PROTOCOL) if entry.table != "free_text"}
SHIPPED |= {*gate_lines(PROTOCOL), *sign_groups(PROTOCOL), TEXT_RULE}


@pytest.mark.parametrize("name", PAGES)
def test_a_page_in_docs_is_current(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == PAGES[name](READER), "run: make docs"


@pytest.mark.parametrize("entry", list(entries(PROTOCOL)), ids=lambda entry: str(entry.name))
def test_every_entry_stands_on_the_page_with_its_source(entry: object) -> None:
    key, source = getattr(entry, "key", ""), getattr(entry, "source", "")

    assert source.replace("|", "\\|") in CONTENT
    assert key == "validity" or re.search(rf"\b{key}\b", CONTENT)


def test_everything_a_whole_protocol_holds_is_there_or_told_to_be_left_out() -> None:
    told = {entry.id for entry in LEFT_OUT}

    assert [key for key in WHOLE if key not in SHIPPED | told] == []
    assert len(WHOLE) == len(set(WHOLE))


def test_nothing_that_is_there_is_told_to_be_left_out() -> None:
    ids = [entry.id for entry in LEFT_OUT]

    assert [key for key in ids if key in SHIPPED] == []
    assert len(ids) == len(set(ids))


def test_everything_left_out_stands_on_the_page_with_its_reason() -> None:
    for entry in LEFT_OUT:
        assert f"| `{entry.id}` | {entry.what} | {entry.reason} |" in CONTENT


def test_a_red_flag_is_asked_within_a_line_that_the_gate_has() -> None:
    lines = {entry.asked_within for entry in LEFT_OUT if entry.asked_within}

    assert lines <= set(gate_lines(PROTOCOL))


def test_what_we_chose_ourselves_comes_first_and_only_that() -> None:
    first, _, _ = CONTENT.partition("## 2. ")
    rows = [line for line in first.splitlines() if line.endswith("| ☐ |")]
    own = [entry for entry in entries(PROTOCOL) if re.search(r"\[[DG]\]", entry.source)]

    assert len(rows) == len(own)
    assert "| `R40` |" in first
    assert "| `SC06` |" not in first


def test_every_rule_is_told_in_words() -> None:
    for rule in PROTOCOL.rules:
        _, _, about = CONTENT.partition(f"#### {rule.key}\n\n")
        assert about.startswith("Speaks when "), rule.key


def test_numbers_that_are_not_confirmed_come_first() -> None:
    _, _, numbers = CONTENT.partition("## 13. ")
    marks = re.findall(r"\| (\*\*not yet\*\*|yes|\d{4}-\d{2}-\d{2}) \|", numbers)

    assert marks == sorted(marks)
    assert len(marks) == len(PROTOCOL.regions)


def test_every_key_of_a_case_stands_on_its_page() -> None:
    questions = [question.key for question in (*PROTOCOL.screening, *PROTOCOL.safety)]
    facts = [derived.key for derived in PROTOCOL.derived]
    flags = [line for line in gate_lines(PROTOCOL) if line != "unsure"]

    for key in (*questions, *facts, *flags, *PROTOCOL.symptom_keys, "nrs", "baseline_nrs"):
        assert f"| `{key}` |" in CASES, key
