"""A red flag in a patient's own words: what to do is said at once, whatever was being asked."""

from collections.abc import Awaitable, Callable

import pytest

from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.storage import messages
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import PatientState
from tests.house import Chatter, House
from tests.stories.acts import begins_a_session, had_a_session, is_screened
from tests.stories.records import (
    causes,
    check_in,
    flagged,
    flags,
    forms_of,
    given,
    last_answered,
    last_form,
    rules,
)

CANNOT_BREATHE = "no i cant breeathe 😰"
NEEDLE = "I think the needle is still in"
GATE = "most important question"
State = Callable[[House, Chatter], Awaitable[None]]


def written(patient: Chatter) -> list[str]:
    """List what a patient wrote in their own words, newest first."""
    db = patient.house.clinic.db
    return [message.text for message in messages.of_patient(db, patient.patient.id, 20)]


async def nothing(house: House, robin: Chatter) -> None:
    """Ask nothing: the patient is in, and no form is open."""


async def a_screening(house: House, robin: Chatter) -> None:
    """Be in the middle of the screening."""
    await robin.says("/screen")
    await robin.says("34")


async def a_check_in(house: House, robin: Chatter) -> None:
    """Be in the middle of a check-in."""
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these")


async def a_gate(house: House, robin: Chatter) -> None:
    """Be asked for red flags, with nothing answered yet."""
    await had_a_session(robin)
    await house.go(hours=3)


async def a_pause(house: House, robin: Chatter) -> None:
    """Have paused."""
    await robin.says("/pause")
    assert robin.patient.state is PatientState.PAUSED


STATES = [nothing, a_screening, a_check_in, a_gate, a_pause]


@pytest.mark.parametrize("state", STATES)
async def test_an_emergency_in_words_is_answered_at_once_and_nothing_else_is_asked(
    house: House, charlie: Chatter, robin: Chatter, state: State
) -> None:
    await state(house, robin)
    seen, told = len(robin.from_bot), len(flags(charlie))

    await robin.says(CANNOT_BREATHE)

    (instruction,) = robin.from_bot[seen:]
    assert instruction.startswith("Call 112 now")
    assert "breathing" in instruction
    assert robin.last.labels == ["Talk to a person"]
    assert written(robin) == [CANNOT_BREATHE]
    report = last_answered(robin)
    assert (report.kind, report.point, report.level) == (
        FormKind.PROBLEM,
        "text",
        TriageLevel.EMERGENCY,
    )
    assert rules(robin, report) == {"R24"}
    assert flagged(robin) is TriageLevel.EMERGENCY
    assert causes(robin)[0] == "R24 text:cannot_breathe"
    assert len(flags(charlie)) == told + 1
    assert "Emergency" in flags(charlie)[-1]


@pytest.mark.parametrize("state", STATES)
async def test_half_an_hour_later_the_patient_is_asked_whether_they_are_safe(
    house: House, charlie: Chatter, robin: Chatter, state: State
) -> None:
    await state(house, robin)
    await robin.says(CANNOT_BREATHE)
    await robin.says("please help i really cant breathe")

    await house.go(minutes=31)

    safety = forms_of(robin, FormKind.SAFETY)
    assert [form.state for form in safety] == [FormState.OPEN]
    assert "Did you get care?" in robin.last.text


@pytest.mark.parametrize(
    ("state", "kind"), [(a_screening, FormKind.SCREENING), (a_check_in, FormKind.CHECK_IN)]
)
async def test_an_emergency_in_words_ends_what_was_being_filled_in_and_keeps_its_answers(
    house: House, charlie: Chatter, robin: Chatter, state: State, kind: FormKind
) -> None:
    await state(house, robin)

    await robin.says(CANNOT_BREATHE)

    ended = [form for form in forms_of(robin, kind) if form.state is FormState.INCOMPLETE]
    assert len(ended) == 1
    assert given(robin, ended[0])


async def test_a_session_being_recorded_is_taken_up_again_after_the_emergency(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin)
    await begins_a_session(robin)
    await robin.says(CANNOT_BREATHE)
    await house.go(minutes=31)

    await robin.taps("Yes", "Yes")

    assert "When did the session end" in robin.last.text


@pytest.mark.parametrize("state", [a_screening, a_check_in])
async def test_what_is_urgent_is_said_first_and_then_the_open_question_is_put_again(
    house: House, charlie: Chatter, robin: Chatter, state: State
) -> None:
    await state(house, robin)
    seen, question = len(robin.from_bot), robin.last.labels

    await robin.says(NEEDLE)

    instruction, again = robin.from_bot[seen:]
    assert instruction.startswith("Get medical help today")
    assert again.startswith("Now back to where we were.")
    assert robin.last.labels == question
    assert flagged(robin) is TriageLevel.URGENT
    assert rules(robin, last_answered(robin)) == {"R24"}


async def test_when_nothing_was_open_the_red_flags_are_asked_after_what_is_urgent(
    charlie: Chatter, robin: Chatter
) -> None:
    seen = len(robin.from_bot)

    await robin.says(NEEDLE)

    instruction, gate = robin.from_bot[seen:]
    assert instruction.startswith("Get medical help today")
    assert GATE in gate

    await robin.taps("None of these")
    assert flagged(robin) is TriageLevel.URGENT
    assert [form.state for form in forms_of(robin, FormKind.SAFETY)] == [FormState.PLANNED]


async def test_a_caption_counts_as_words(house: House, charlie: Chatter, robin: Chatter) -> None:
    seen = len(robin.from_bot)

    robin.person.sends("photo", caption="my face is drooping, look")
    await house.settle()

    (instruction,) = robin.from_bot[seen:]
    assert instruction.startswith("Call 112 now")
    assert written(robin) == ["my face is drooping, look"]
    assert flagged(robin) is TriageLevel.EMERGENCY


async def test_a_changed_message_counts_as_words(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("hello")
    mine = [message for message in robin.person.messages if message.text == "hello"][-1]
    seen = len(robin.from_bot)

    robin.person.edits(mine.message_id, "my chest hurts")
    await house.settle()

    assert robin.from_bot[seen].startswith("Call 112 now")
    assert flagged(robin) is TriageLevel.EMERGENCY


@pytest.mark.parametrize(
    ("words", "level", "rule"),
    [
        ("I want to end my life", TriageLevel.EMERGENCY, "R20"),
        ("i dont want to live anymore", TriageLevel.URGENT, "R44"),
    ],
)
async def test_thoughts_of_suicide_get_numbers_and_company_and_no_question(
    house: House, charlie: Chatter, words: str, level: TriageLevel, rule: str
) -> None:
    kim = await house.patient("Kim", city="London", region="United Kingdom")
    await a_screening(house, kim)
    seen = len(kim.from_bot)

    await kim.says(words)

    (text,) = kim.from_bot[seen:]
    assert text.index("999") < text.index("116 123") < text.index("be with you")
    assert kim.last.labels == ["Talk to a person"]
    assert rules(kim, last_answered(kim)) == {rule}
    assert flagged(kim) is level

    await house.go(minutes=31)
    assert "Did you get care?" in kim.last.text


async def test_a_body_in_danger_and_thoughts_of_suicide_are_both_answered(
    charlie: Chatter, robin: Chatter
) -> None:
    seen = len(robin.from_bot)

    await robin.says("I took all my pills and now I cant breathe")

    body, crisis = robin.from_bot[seen:]
    assert body.startswith("Call 112 now.\n\nOr have someone call for you.")
    assert crisis.startswith("Call 112 now if you may act on these thoughts.")
    assert rules(robin, last_answered(robin)) == {"R24", "R20"}


async def test_an_answer_in_the_words_of_its_button_is_an_answer(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")

    await robin.says("hard to breathe or chest pain")

    assert given(robin, last_form(robin, FormKind.PROBLEM)) == {
        "gate": "breath",
    }
    assert rules(robin, last_answered(robin)) == {"R01"}
    assert written(robin) == []


async def test_symptoms_in_the_words_of_their_buttons_are_answers(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await a_check_in(house, robin)
    await robin.says("3")

    await robin.says(f"{say('en', 'symptom.breathlessness')}, {say('en', 'symptom.fainting')}")

    assert given(robin, check_in(robin, "h3"))["problems"] == ["breathlessness", "fainting"]
    assert written(robin) == []


async def test_an_answer_with_a_red_flag_beside_it_is_a_red_flag(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await a_check_in(house, robin)

    await robin.says("7 and i cant breathe")

    assert robin.last.text.startswith("Call 112 now")
    assert given(robin, check_in(robin, "h3")) == {"gate": "none"}


async def test_before_consent_words_are_neither_searched_nor_kept(house: House) -> None:
    alex = house.chatter("Alex")
    alex.person.starts(house.invitation("patient"))
    await house.settle()

    await alex.says("my chest hurts")

    assert written(alex) == []
    assert forms_of(alex) == []
    assert "112" in alex.from_bot[-2]


async def test_words_while_joining_are_searched_once_the_patient_has_agreed(
    house: House, charlie: Chatter
) -> None:
    alex = house.chatter("Alex")
    alex.person.starts(house.invitation("patient"))
    await house.settle()
    await alex.taps("Yes, I agree")

    await alex.says("my chest hurts")

    assert alex.last.text.startswith("Call 112 now")
    assert flagged(alex) is TriageLevel.EMERGENCY


async def test_history_of_the_family_shows_the_red_flags_and_raises_no_alarm(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("my mother had a stroke last year")

    assert GATE in robin.last.text
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
