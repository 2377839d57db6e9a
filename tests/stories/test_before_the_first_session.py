"""The baseline: how things are before the first session, and what that means for later."""

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import (
    ALREADY,
    SHORT_BASELINE,
    USUAL,
    USUAL_SESSION,
    Replies,
    answers,
    had_a_session,
    has,
    is_screened,
    is_well,
)
from tests.stories.records import (
    alert,
    causes,
    check_in,
    flagged,
    flags,
    forms_of,
    given,
    history,
    last_form,
    rules,
    taps,
)

WHOLE: Replies = {
    USUAL: "5",
    ALREADY: ("Pins and needles",),
    "How is it: pins and needles": "Now and then, faint",
    "how bad was your worst headache": "8",
    "last 14 days": "9",
    "How long does your headache last": "4 to 24 hours",
    "hold you back": "I have to stop some things",
    "last 28 days": "6",
    "plain pain pill": "4",
    "triptan, ergot": "2",
    "Turn your head": ("Left: stiff", "Up: very limited"),
    "Where is your headache": "Temple",
    "How does it feel": "Pressing",
    "What else comes with it": ("Light is too bright",),
    "bring your headache on": ("Stress", "My periods"),
    "How do you sleep": "So-so",
}


def baselines(robin: Chatter) -> list[FormState]:
    """List the states of the patient's baselines."""
    return [form.state for form in forms_of(robin, FormKind.BASELINE)]


async def test_it_is_offered_after_the_first_screening(robin: Chatter) -> None:
    await is_screened(robin)
    assert robin.last.labels == ["Change an answer", "Tell how my headaches are now"]

    await robin.taps("Tell how my headaches are now")
    await answers(robin, WHOLE)

    assert given(robin, last_form(robin)) == {
        "nrs_usual": 5,
        "symptoms_before": ["tingling"],
        "tingling": 1,
        "nrs_worst_week": 8,
        "days_last_14": 9,
        "duration_usual": "up_to_24h",
        "disability_usual": "stopped_some",
        "took_any": 6,
        "took_simple": 4,
        "took_strong": 2,
        "neck_movement": ["left_stiff", "up_limited"],
        "location_usual": "temple",
        "quality_usual": "pressing",
        "associated_usual": ["light"],
        "triggers": ["stress", "periods"],
        "sleep_usual": "ok",
    }
    assert alert(robin) is None


async def test_it_is_not_offered_after_stop(robin: Chatter) -> None:
    await is_screened(robin, {"any swelling": "Yes"})

    assert robin.last.labels == ["Change an answer", "Talk to a person"]


async def test_it_is_offered_until_it_is_told(robin: Chatter) -> None:
    await robin.says("/baseline")
    await answers(robin, WHOLE)
    await is_screened(robin)

    assert robin.last.labels == ["Change an answer"]


async def test_the_rest_is_skipped_with_one_tap(house: House, robin: Chatter) -> None:
    await robin.says("/baseline")
    assert "Skip the rest" not in robin.last.labels
    before = taps(house)

    await robin.taps("3", "None of these", "Skip the rest")

    assert taps(house) - before == 3
    assert baselines(robin) == [FormState.ANSWERED]
    assert "This is how things were before" in robin.last.text


async def test_the_first_session_asks_for_it_and_then_goes_on(robin: Chatter) -> None:
    await robin.says("/session")
    assert "before it" in robin.last.text

    await answers(robin, SHORT_BASELINE)
    assert "When did the session end" in robin.last.text
    await answers(robin, USUAL_SESSION)

    assert "Session 1 of 4 is noted" in robin.last.text
    assert "baseline_nrs" not in given(robin, last_form(robin, FormKind.SESSION))


async def test_who_leaves_it_is_asked_for_the_usual_headache_alone(robin: Chatter) -> None:
    await robin.says("/session")
    await robin.says("/cancel")
    await robin.says("/session")
    await robin.taps("Just now", "Shoulders", "Done", "None of these")
    assert "7 days before your first session" in robin.last.text

    await robin.taps("6")

    assert baselines(robin) == [FormState.CANCELLED]
    assert given(robin, last_form(robin, FormKind.SESSION))["baseline_nrs"] == 6


async def test_after_the_first_session_it_is_too_late(robin: Chatter) -> None:
    await robin.says("/baseline")
    await answers(robin, WHOLE)
    saved = robin.last
    await had_a_session(robin)

    await robin.says("/baseline")
    assert "cannot be answered now" in robin.last.text
    robin.person.taps("Change an answer", message=saved)
    await robin.house.settle()

    assert baselines(robin) == [FormState.ANSWERED]
    assert "closed" in robin.last.text


async def test_one_begun_and_left_ends_with_the_session(robin: Chatter) -> None:
    await robin.says("/session")
    session = forms_of(robin, FormKind.SESSION)[0]
    await robin.taps("5")

    for word in ("a:{}:ended:now", "t:{}:areas:jaw_face", "d:{}:areas", "a:{}:reactions:none"):
        robin.person.taps("", data=word.format(session.id))
        await robin.house.settle()

    assert baselines(robin) == [FormState.INCOMPLETE]
    assert check_in(robin, "h3").state is FormState.PLANNED


@pytest.mark.parametrize(
    ("before", "level"),
    [("Now and then, faint", TriageLevel.SELF_CARE), (None, TriageLevel.CONTACT_CLINIC)],
)
async def test_tingling_that_was_there_before_is_not_new(
    house: House, robin: Chatter, before: str | None, level: TriageLevel
) -> None:
    told: Replies = {ALREADY: ("Pins and needles",), "How is it:": before} if before else {}
    await had_a_session(robin, told)

    await house.go(days=14, hours=1)
    await has(robin, "Pins and needles", "Now and then, faint")

    assert check_in(robin, "d14").level is level
    assert ("R61" in rules(robin, check_in(robin, "d14"))) is (before is None)


async def test_breathlessness_that_was_there_before_is_no_emergency_until_it_is_worse(
    house: House, robin: Chatter
) -> None:
    told: Replies = {
        ALREADY: ("Shortness of breath",),
        "How is it:": "A little, only when active",
    }
    await had_a_session(robin, told)
    await house.go(days=2)
    await has(robin, "Shortness of breath", "A little, only when active")
    assert "R01" not in rules(robin, check_in(robin, "h48"))

    await house.go(days=1)
    await robin.taps("None of these", "3", "No new problem", "When walking on the flat")

    assert "R01" in rules(robin, check_in(robin, "h72"))


@pytest.mark.parametrize(
    ("symptom", "how", "level"),
    [
        ("Shortness of breath", "Cannot finish a sentence", TriageLevel.EMERGENCY),
        ("Weakness", "Cannot lift, grip", TriageLevel.URGENT),
        ("Weakness", "I drop things", TriageLevel.CONTACT_CLINIC),
        ("Less feeling in the skin", "A bigger patch", None),
    ],
)
async def test_what_is_strong_already_reaches_the_clinic(
    charlie: Chatter, robin: Chatter, symptom: str, how: str, level: TriageLevel | None
) -> None:
    await robin.says("/baseline")
    await robin.taps("3", symptom, "Done", how)

    assert flagged(robin) is level
    assert len(flags(charlie)) == (level is not None)


async def test_an_emergency_before_the_session_is_followed_by_are_you_safe(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/session")
    seen = len(robin.from_bot)
    await robin.taps("3", "Shortness of breath", "Done", "Cannot finish a sentence")
    assert robin.from_bot[seen].startswith("Call 112 now")
    await charlie.taps("Acknowledge")

    await house.go(minutes=31)

    assert "Did you get care?" in robin.last.text


async def test_many_days_with_medicine_before_treatment_count(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/baseline")
    await answers(robin, {**WHOLE, "last 28 days": "16", "plain pain pill": "9"})

    assert causes(robin) == ["R81"]
    assert any("talk with your clinician" in text for text in robin.from_bot)


async def test_an_answer_can_be_changed_until_the_first_session(robin: Chatter) -> None:
    await robin.says("/baseline")
    await answers(robin, WHOLE)

    await robin.taps("Change an answer", "Think of the last 7 days", "7")

    assert history(robin, last_form(robin), "nrs_usual") == [5, None, 7]


async def test_the_usual_headache_told_is_what_later_ones_are_compared_with(
    house: House, robin: Chatter
) -> None:
    await had_a_session(robin, {USUAL: "5"})
    await house.go(hours=3)
    await is_well(robin, 5)

    assert "like_usual" not in given(robin, check_in(robin, "h3"))
