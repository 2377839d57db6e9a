"""A patient writes in their own words: kept, passed on, never judged, and then asked on."""

from collections.abc import Awaitable, Callable

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import messages
from bot.storage.forms import FormKind, FormState
from tests.house import Chatter, House
from tests.stories.acts import (
    GATE,
    GOT_CARE,
    HEADACHE,
    begins_a_session,
    had_a_session,
    is_screened,
)
from tests.stories.records import causes, flagged, flags, forms_of, given, last_form

WORDS = "My neck feels odd since Sunday, is that normal? 🙁"
REASSURING = ("nothing you need to do", "at home", "no problem", "normal", "Thank you")
Scene = Callable[[House, Chatter, Chatter], Awaitable[None]]


async def _nothing_open(house: House, robin: Chatter, charlie: Chatter) -> None:
    pass


async def _mid_screening(house: House, robin: Chatter, charlie: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("34")
    await robin.taps("Outside the United States", "Doctor", "None of these")


async def _mid_session(house: House, robin: Chatter, charlie: Chatter) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Shoulders")


async def _mid_check_in(house: House, robin: Chatter, charlie: Chatter) -> None:
    await had_a_session(robin)
    await house.go(hours=3)
    await robin.taps("None of these")


async def _at_the_grade(house: House, robin: Chatter, charlie: Chatter) -> None:
    await _mid_check_in(house, robin, charlie)
    await robin.taps("3", "Bruising", "Done")


async def _mid_diary(house: House, robin: Chatter, charlie: Chatter) -> None:
    await robin.says("/diary")


async def _asked_if_safe(house: House, robin: Chatter, charlie: Chatter) -> None:
    await robin.says("/problem")
    await robin.taps("Face droops")
    await charlie.taps("Acknowledge")
    await house.go(minutes=31)
    assert GOT_CARE in robin.last.text


async def _paused(house: House, robin: Chatter, charlie: Chatter) -> None:
    await robin.says("/pause")


SCENES: dict[str, Scene] = {
    "nothing open": _nothing_open,
    "mid-screening": _mid_screening,
    "mid-session": _mid_session,
    "mid-check-in": _mid_check_in,
    "at a grade": _at_the_grade,
    "mid-diary": _mid_diary,
    "asked if safe": _asked_if_safe,
    "paused": _paused,
}
IN_A_FORM = [name for name in SCENES if name not in ("nothing open", "paused")]


@pytest.fixture
async def scene(
    request: pytest.FixtureRequest, house: House, charlie: Chatter, robin: Chatter
) -> Chatter:
    """Bring Robin into the scene that the test names."""
    await SCENES[request.param](house, robin, charlie)
    return robin


@pytest.mark.parametrize("scene", SCENES, indirect=True)
async def test_it_is_kept_passed_on_and_answered_with_the_danger_signs(
    house: House, charlie: Chatter, scene: Chatter
) -> None:
    seen, told = len(scene.from_bot), len(flags(charlie))

    await scene.says(WORDS)

    (kept,) = messages.of_patient(house.clinic.db, scene.patient.id, 10)
    (answer,) = scene.from_bot[seen:]
    assert kept.text == WORDS
    assert len(flags(charlie)) == told + 1
    assert causes(scene)[-1] == "message"
    assert "cannot judge what you wrote" in answer
    assert "Monday to Friday" in answer  # when it is read
    assert GATE in answer
    assert not [words for words in REASSURING if words in answer]


@pytest.mark.parametrize("scene", IN_A_FORM, indirect=True)
async def test_then_the_open_question_is_asked_again(scene: Chatter) -> None:
    question = scene.last.text.split("\n\n")[-1].split("\n")[0]
    form = max((f for f in forms_of(scene) if f.state is FormState.OPEN), key=lambda f: f.id)
    answered = given(scene, form)
    await scene.says(WORDS)

    await scene.taps("None of these")

    assert scene.last.text.startswith("Now back to where we were.")
    assert question in scene.last.text
    assert given(scene, form) == answered


@pytest.mark.parametrize("scene", SCENES, indirect=True)
async def test_a_danger_sign_after_it_ends_everything_else(
    charlie: Chatter, scene: Chatter
) -> None:
    await scene.says(WORDS)
    seen = len(scene.from_bot)

    await scene.taps("A fit, or fainted")

    (answer,) = scene.from_bot[seen:]
    assert answer.startswith("Call 112 now")
    assert flagged(scene) is TriageLevel.EMERGENCY
    assert "Emergency" in flags(charlie)[-1]


async def test_no_danger_sign_is_no_all_clear(robin: Chatter) -> None:
    await robin.says(WORDS)

    await robin.taps("None of these")

    assert "The clinic can read your message." in robin.last.text
    assert "/problem" in robin.last.text
    assert not [words for words in REASSURING[:3] if words in robin.last.text]


async def test_the_clinician_reads_the_words(charlie: Chatter, robin: Chatter) -> None:
    await robin.says(WORDS)

    await charlie.says(f"/patient {robin.patient.code}")

    assert any(WORDS in text for text in charlie.from_bot)


async def test_every_message_raises_an_acknowledged_alert_again(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says(WORDS)
    await charlie.taps("Acknowledge")

    await robin.says("Now my hands as well, please call me")

    assert len(flags(charlie)) == 2
    assert len(messages.of_patient(house.clinic.db, robin.patient.id, 10)) == 2


async def test_words_before_consent_are_not_kept_and_that_is_said(
    house: House, charlie: Chatter
) -> None:
    kim = house.chatter("Kim")
    kim.person.starts(house.invitation("patient"))
    await house.settle()
    seen = len(kim.from_bot)

    await kim.says(WORDS)

    assert messages.of_patient(house.clinic.db, kim.patient.id, 10) == []
    assert "could not keep what you wrote" in kim.from_bot[seen]
    assert "call 112 now" in kim.from_bot[seen]
    assert "Do you agree" in kim.last.text
    assert flags(charlie) == []


async def test_without_a_clinician_the_patient_is_told_to_call(house: House) -> None:
    alone = await house.patient()

    await alone.says(WORDS)

    assert "could not be alerted" in alone.last.text
    assert "030 555 0100" in alone.last.text
    assert flagged(alone) is TriageLevel.CONTACT_CLINIC


async def test_an_answer_in_words_is_an_answer_and_not_a_message(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/problem")
    await robin.says("none of these")

    assert HEADACHE in robin.last.text
    assert messages.of_patient(house.clinic.db, robin.patient.id, 10) == []
    assert flags(charlie) == []


async def test_a_command_in_the_middle_leaves_the_form_open(robin: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("34")

    await robin.says("/help")
    await robin.says("outside the United States")

    found = given(robin, last_form(robin, FormKind.SCREENING))
    assert found == {"SC01": 34, "SC40_country": "elsewhere"}


async def test_a_message_left_without_an_answer_to_the_danger_signs_is_no_missed_check_in(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin)
    await robin.says(WORDS)
    await charlie.taps("Acknowledge")

    await house.go(days=3)
    await robin.says("/history")

    assert last_form(robin).state is FormState.CANCELLED
    assert "check-in not answered" not in robin.last.text
