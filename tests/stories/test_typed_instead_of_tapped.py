"""Every button can be written instead: labels, numbers, "not sure", "back"."""

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.well import asked_of, well
from bot.storage.forms import FormKind, FormState
from tests.house import PROTOCOL, Chatter, House
from tests.stories.acts import (
    GATE,
    GOT_CARE,
    HEADACHE,
    HEALTHY,
    NEW_PROBLEM,
    SAFE,
    USUAL_SESSION,
    begins_a_session,
    had_a_session,
    types,
)
from tests.stories.records import alert, check_in, flagged, given, history, last_form, taps

SCREENED = asked_of(PROTOCOL.screening, well(PROTOCOL.screening, {"SC01": 34}))
DOUBT = "I don't know"
SURE = {"SC01": 34, "HF03_when": "older", "SC37_signs": "no"}  # not sure there is an emergency


@pytest.fixture
async def asked(house: House, robin: Chatter) -> Chatter:
    """Bring Robin with the first check-in on the screen."""
    await had_a_session(robin)
    await house.go(hours=3)
    return robin


async def test_a_whole_screening(house: House, robin: Chatter) -> None:
    before = taps(house)
    await robin.says("/screen")

    await types(robin, HEALTHY)

    form = last_form(robin)
    assert given(robin, form) == SCREENED
    assert form.screening_class is ScreeningClass.CLEAR
    assert taps(house) == before


async def test_not_sure_at_each_question_of_the_screening(robin: Chatter) -> None:
    known = {"How old": "34", "When was that? It": "longer ago", "if it has gone?": "no"}
    await robin.says("/screen")

    for _ in range(2 * len(PROTOCOL.screening)):
        if form_is_over(robin):
            break
        reply = next((known[words] for words in known if words in robin.last.text), DOUBT)
        await robin.says(reply)

    form = last_form(robin, FormKind.SCREENING)
    answers = given(robin, form)
    assert {key: answers[key] for key in SURE} == SURE
    told = {key: answer for key, answer in answers.items() if key not in SURE}
    assert [key for key in told if told[key] not in ("unsure", ["unsure"], DOUBT)] == []
    assert SCREENED.keys() <= answers.keys()
    assert form.screening_class is ScreeningClass.STOP
    assert flagged(robin) is TriageLevel.URGENT  # perhaps ill, and not sure how badly


def form_is_over(patient: Chatter) -> bool:
    """Tell whether the screening is answered."""
    return last_form(patient, FormKind.SCREENING).state is FormState.ANSWERED


async def test_the_age_by_date_of_birth(robin: Chatter) -> None:
    await robin.says("/screen")

    await robin.says("2.11.1990")  # 36 today

    assert given(robin, last_form(robin)) == {"SC01": 36}


async def test_a_whole_session(house: House, robin: Chatter) -> None:
    await begins_a_session(robin)

    await types(robin, {**USUAL_SESSION, "When did the session end": "Earlier today"})
    assert "At what time" in robin.last.text
    await robin.says("25:00")
    assert "a time like 14:30" in robin.last.text
    await robin.says("9:15")
    await types(robin, USUAL_SESSION)

    assert given(robin, last_form(robin, FormKind.SESSION)) == {
        "ended": "today",
        "ended_time": "09:15",
        "areas": ["neck_back", "shoulders"],
        "reactions": ["none"],
    }


async def test_a_session_on_a_day_that_is_typed(robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.says("on another day")
    await robin.says("2026-11-31")
    assert "a date like" in robin.last.text
    await robin.says("30.11.2026")
    assert "has not come yet" in robin.last.text

    await robin.says("31.10.2026")
    await robin.says("17h30")

    answers = given(robin, last_form(robin, FormKind.SESSION))
    assert (answers["ended_date"], answers["ended_time"]) == ("2026-10-31", "17:30")


async def test_a_whole_check_in(asked: Chatter) -> None:
    await types(
        asked,
        {
            GATE: "none of these!",
            HEADACHE: "7/10",
            "stronger than your usual": "yes, like my usual headache",
            NEW_PROBLEM: "bruising, A NEW COUGH",
            "How is it: bruising": "smaller than a coin",
            "How is it: a new cough": "1",
            "head and neck": "none of these",
            "throat, chest and heart": "NONE OF THESE.",
        },
    )

    form = check_in(asked, "h3")
    assert form.state is FormState.ANSWERED
    assert given(asked, form) == {
        "gate": "none",
        "nrs": 7,
        "like_usual": "yes",
        "problems": ["bruising", "cough"],
        "bruising": 1,
        "cough": 1,
        "head_signs": ["none"],
        "breath_signs": ["none"],
    }


async def test_the_safety_questions(house: House, charlie: Chatter, robin: Chatter) -> None:
    await robin.says("/problem")
    await robin.says("Thoughts of ending my life")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)

    await types(robin, {GOT_CARE: "I am on my way", SAFE: "yes"})

    assert given(robin, last_form(robin)) == {"got_care": "on_the_way", "safe": "yes"}


async def test_a_diary_entry(robin: Chatter) -> None:
    await robin.says("/diary")

    await types(
        robin,
        {
            "worst headache today": "6",
            "How long did it last": "all day",
            "What did you take": "Nothing",
            "hold you back": "Not at all",
        },
    )

    assert given(robin, last_form(robin)) == {
        "nrs_worst": 6,
        "duration": "all_day",
        "medicine": "none",
        "disability": "none",
    }


async def test_not_sure_at_the_gate_counts_as_a_yes(asked: Chatter) -> None:
    await asked.says("not sure")

    assert given(asked, check_in(asked, "h3")) == {"gate": "unsure"}
    assert asked.last.text.startswith("Call 112 now")
    assert flagged(asked) is TriageLevel.EMERGENCY


async def test_back_at_each_question(asked: Chatter) -> None:
    await asked.says("None of these")
    await asked.says("back")
    assert GATE in asked.last.text
    await asked.says("None of these")
    await asked.says("8")
    await asked.says("Go back")
    assert HEADACHE in asked.last.text
    await asked.says("2")
    await asked.says("no new problem")

    form = check_in(asked, "h3")
    assert form.state is FormState.ANSWERED
    assert history(asked, form, "nrs") == [8, None, 2]


@pytest.mark.parametrize(
    ("typed", "hint"),
    [
        ("11", "from 0 to 10. Nothing was stored."),
        ("-1", "a whole number from 0 to 10"),
        ("3.5", "a whole number from 0 to 10"),
        ("99999", "from 0 to 10"),
    ],
)
async def test_a_number_that_does_not_fit_is_asked_again(
    asked: Chatter, typed: str, hint: str
) -> None:
    await asked.says("None of these")

    await asked.says(typed)

    assert hint in asked.last.text
    assert HEADACHE in asked.last.text
    assert given(asked, check_in(asked, "h3")) == {"gate": "none"}


async def test_ticks_can_be_set_by_taps_and_settled_by_a_word(asked: Chatter) -> None:
    await asked.taps("None of these", "3", "Bruising", "Fever", "Bruising")

    await asked.says("done")

    assert given(asked, check_in(asked, "h3"))["problems"] == ["fever"]
    assert "How is it: fever" in asked.last.text


async def test_none_and_a_problem_do_not_go_together(asked: Chatter) -> None:
    await asked.taps("None of these", "3")

    await asked.says("No new problem, fever")

    assert "does not go with the others" in asked.last.text
    assert "problems" not in given(asked, check_in(asked, "h3"))


async def test_a_typed_answer_stays_what_it_says_when_the_phone_shows_old_buttons(
    asked: Chatter,
) -> None:
    first = asked.last
    await asked.says("None of these")
    await asked.says("3")

    asked.person.taps("Hard to breathe", message=first)
    await asked.house.settle()

    assert flagged(asked) is TriageLevel.EMERGENCY  # a danger sign counts whenever it comes


async def test_an_answer_typed_twice_is_one_answer(asked: Chatter) -> None:
    asked.person.taps("None of these")
    asked.person.taps("None of these")
    await asked.house.settle()

    assert history(asked, check_in(asked, "h3"), "gate") == ["none"]
    assert alert(asked) is None
