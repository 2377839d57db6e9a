"""Conditions in plain words."""

import pytest

from bot.handbook.conditions import in_words
from bot.handbook.reader import Reader
from bot.handbook.syntax import NotPlainError, parse
from bot.protocol import load_protocol

READER = Reader(protocol=load_protocol())


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        ("fever >= 2", ["fever: grade 2 or more"]),
        ("fever >= 4", ["fever: grade 4"]),
        ("fever == 1", ["fever: grade 1"]),
        (
            "nrs >= 7 && fever >= 2",
            ["headache now, of 10: 7 or more; **and** fever: grade 2 or more"],
        ),
        (
            "fever == 3 || bleedrisk",
            ["fever: grade 3", "takes a blood thinner or bleeds easily, or it is not known"],
        ),
        (
            "fever == 3 && (cough == 1 || bleedrisk)",
            [
                "fever: grade 3; **and** (a new cough: grade 1; **or** "
                "takes a blood thinner or bleeds easily, or it is not known)"
            ],
        ),
        ("gate == 'breath'", ["a red flag: “Hard to breathe, or chest pain”"]),
        ("safe != 'yes'", ["“Are you safe right now?”: anything but “Yes”"]),
        (
            "chest_sudden in ['yes', 'unsure']",
            ["“Did the pain start all at once?”: “Yes” or “Not sure”"],
        ),
        (
            "!('none' in SC13)",
            ["“Do you take a blood thinner? Tick all that you take.”: not “None of these”"],
        ),
        ("!bleedrisk", ["not (takes a blood thinner or bleeds easily, or it is not known)"]),
        ("SC01", ["“How old are you, in years?”"]),
        ("SC01 < 12", ["“How old are you, in years?”: less than 12"]),
        ("fever_new", ["fever: there, and more than before treatment"]),
        ("fever_rising", ["fever: there at the last check-in, and worse now"]),
        ("fever_rise >= 1", ["fever, up since the last check-in by: 1 or more"]),
        ("fever_before >= 1", ["fever at the last check-in: grade 1 or more"]),
        ("fever_t > 72.0", ["time since the session it belongs to: more than 3 days"]),
        ("t <= 24.0", ["time since the session: 24 hours or less"]),
        ("delta <= -2", ["headache below the usual one: 2 or more"]),
        ("pregnant_weeks >= 20", ["weeks of pregnancy: 20 or more"]),
        (
            "size(unimproved) >= 1",
            ["symptoms at clinic level last time that are no better: 1 or more"],
        ),
        ("last_level in ['urgent']", ["the last level: urgent: medical help the same day"]),
        ("stage != 'during'", ["the stage of the course: anything but during"]),
        ("point in ['h3', 'd7']", ["the check-in: 3 hours after or 7 days after"]),
        ("'R78' in rules", ["rules that spoke: “R78”"]),
        ("SC03 == 'yes' ? SC03_weeks : 0", []),
        ("fever + cough >= 2", []),
    ],
)
def test_a_condition_is_said_in_plain_words(condition: str, words: list[str]) -> None:
    assert in_words(READER, condition) == words


@pytest.mark.parametrize("broken", ["(fever", "fever >=", "x in [1, 2", "size(", "a b", "&& a"])
def test_what_is_not_plain_is_refused(broken: str) -> None:
    with pytest.raises(NotPlainError):
        parse(broken)
