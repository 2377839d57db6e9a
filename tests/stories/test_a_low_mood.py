"""A low mood brings one question more, and thoughts of ending one's life end all others."""

import pytest

from bot.clinical.levels import TriageLevel
from tests.house import Chatter, House
from tests.stories.acts import GATE, HEADACHE, NEW_PROBLEM, Replies, answers, had_a_session
from tests.stories.records import check_in, flagged, flags, given, last_answered

ASKED = "thoughts of ending your life?"
LOW: Replies = {
    GATE: "None of these",
    HEADACHE: "3",
    NEW_PROBLEM: ("Weakness", "Feeling low, tearful or anxious"),
    "How is it: weakness": "I drop things",
    "How is it: feeling low": "A bit",
}


@pytest.fixture
async def low(house: House, charlie: Chatter, robin: Chatter) -> Chatter:
    """Bring Robin, weak enough for help today, and asked about thoughts of ending it all."""
    await had_a_session(robin)
    await house.go(hours=3)
    await answers(robin, LOW)
    assert ASKED in robin.last.text
    return robin


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Yes, thoughts only", TriageLevel.URGENT),
        ("Yes, and a plan", TriageLevel.EMERGENCY),
        ("Not sure", TriageLevel.EMERGENCY),
    ],
)
async def test_thoughts_bring_the_crisis_words_and_an_alert_at_the_very_tap(
    charlie: Chatter, low: Chatter, said: str, level: TriageLevel
) -> None:
    seen, told = len(low.from_bot), len(flags(charlie))

    await low.taps(said)

    assert low.from_bot[seen].startswith("Call 112 now if you may act on these thoughts.")
    assert len(flags(charlie)) == told + 1
    assert flagged(low) is level
    assert last_answered(low).level is level
    assert low.last.labels == ["Change an answer", "Talk to a person"]  # no question comes after


async def test_after_thoughts_somebody_asks_within_the_hour(house: House, low: Chatter) -> None:
    await low.taps("Yes, thoughts only")
    seen = len(low.from_bot)

    await house.go(minutes=31)

    assert "Did you get care?" in low.from_bot[seen]


async def test_a_low_mood_without_them_is_only_noted(charlie: Chatter, low: Chatter) -> None:
    told = len(flags(charlie))

    await low.taps("No")

    assert given(low, check_in(low, "h3"))["suicidal"] == "none"
    assert len(flags(charlie)) == told
