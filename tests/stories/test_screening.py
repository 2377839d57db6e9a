"""Before a session: clear, check or stop, with reasons in plain words, and the clinic told."""

from datetime import timedelta

import pytest

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.storage import forms
from bot.storage.forms import Form, FormKind, FormState
from tests.house import PROTOCOL, Chatter, House
from tests.stories.acts import HEALTHY, ONE_BY_ONE, Replies, answers, has, is_screened
from tests.stories.records import causes, flagged, flags, given, history, last_form, rules, taps

ITEMS = {question.key for question in PROTOCOL.screening if not question.when}
EVERY_TIME = {q.key for q in PROTOCOL.screening if q.every_session and not q.when}  # they change
ONCE = [q.key for q in PROTOCOL.screening if q.key in ITEMS - EVERY_TIME]
FIRST_TIME = 9  # taps: where, by whom, six screens, the last word
EACH_TIME = 4  # the headache now, today, what is taken, the last word
TODAY = "Is any of this so today"

VALID = timedelta(days=90)

CHECK: list[tuple[Replies, str]] = [
    ({"How old are you": "Prefer not to say"}, "You did not want to tell your age."),
    ({"How old are you": "17", "Will your parent": "Yes"}, "You are under 18"),
    ({"Are you pregnant": "Yes", "How many weeks": "20"}, "You are pregnant."),
    ({"problem with your blood": "Yes", "Was it a torn": "No"}, "problem with your blood vessels"),
    ({"weak at fighting germs": "Not sure"}, "how well your body fights germs"),
    ({"take any medicine": "Only a rare"}, "a painkiller from a shop"),
    ({"take a blood thinner": ("Warfarin", "Aspirin")}, "Do not stop it on your own."),
    ({"take a blood thinner": "Not sure"}, "You are not sure if you take a blood thinner."),
]
STOP: list[tuple[Replies, str]] = [
    ({"How old are you": "11"}, "You are under 12."),
    ({"How old are you": "16", "Will your parent": "No"}, "guardian has not agreed"),
    ({"Are you pregnant": "Yes", "How many weeks": "13"}, "less than 14 weeks pregnant"),
    ({"problem with your blood": "Yes", "Was it a torn": "Yes"}, "a torn artery, or a stroke"),
    ({"feel about needles": "I panic"}, "Needles make you panic."),
]


async def test_a_healthy_adult_is_clear(charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin)

    assert set(given(robin, last_form(robin))) == ITEMS
    assert last_form(robin).screening_class is ScreeningClass.CLEAR
    assert "Nothing in your answers needs the clinic's word first." in robin.last.text
    assert "decides with you, on the day" in robin.last.text  # never "you may be needled"
    assert flags(charlie) == []


async def test_the_place_among_the_questions_is_shown(robin: Chatter) -> None:
    await robin.says("/screen")
    assert "1 of 10" in robin.last.text

    await robin.says("34")
    assert "2 of 10" in robin.last.text


@pytest.mark.parametrize(("but", "reason"), CHECK, ids=lambda case: str(case)[:40])
async def test_check_tells_the_patient_to_wait_and_the_clinic_why(
    charlie: Chatter, robin: Chatter, but: Replies, reason: str
) -> None:
    await is_screened(robin, but)

    assert last_form(robin).screening_class is ScreeningClass.CHECK
    assert "A clinician needs to look at your answers" in robin.last.text
    assert reason in robin.last.text
    assert causes(robin) == ["screening:check"]
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


@pytest.mark.parametrize(("but", "reason"), STOP, ids=lambda case: str(case)[:40])
async def test_stop_tells_the_patient_to_have_no_session_today(
    charlie: Chatter, robin: Chatter, but: Replies, reason: str
) -> None:
    await is_screened(robin, but)

    assert last_form(robin).screening_class is ScreeningClass.STOP
    assert "Please have no session today." in robin.last.text
    assert "030 555 0100" in robin.last.text
    assert reason in robin.last.text
    assert causes(robin) == ["screening:stop"]
    assert len(flags(charlie)) == 1


async def test_all_reasons_are_named_the_worst_first(robin: Chatter) -> None:
    await is_screened(robin, {"any illness": "Yes", "any swelling": "Yes"})

    text = robin.last.text
    assert text.index("There is swelling") < text.index("You have or had a health problem.")


async def test_sore_skin_that_spreads_is_for_today_and_the_questions_go_on(
    charlie: Chatter, robin: Chatter
) -> None:
    await comes_to_today(robin)
    await robin.taps(ONE_BY_ONE, "No", "No", "Yes")  # not very ill, not ill; the skin is sore
    seen = len(robin.from_bot)

    await robin.taps("Yes")  # and it spreads

    assert robin.from_bot[seen].startswith("Get medical help today")
    assert "any swelling or a new lump" in robin.last.text
    assert flagged(robin) is TriageLevel.URGENT
    assert len(flags(charlie)) == 2  # for the skin, then for the spreading

    await answers(robin, HEALTHY)
    assert "Please have no session today." in robin.last.text
    assert _screening(robin).screening_class is ScreeningClass.STOP


def _screening(patient: Chatter) -> Form:
    return last_form(patient, FormKind.SCREENING)


async def comes_to_today(patient: Chatter) -> None:
    """Answer the screening up to what changes from day to day."""
    await patient.says("/screen")
    await answers(patient, {words: HEALTHY[words] for words in HEALTHY if words != TODAY})
    assert TODAY in patient.last.text


async def test_an_emergency_ends_the_screening_at_once(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await comes_to_today(robin)
    await robin.taps("Ill: a cold", "Done", "Yes, ill")
    seen = len(robin.from_bot)

    await robin.taps("Yes")  # a stiff neck, or confused

    (instruction,) = robin.from_bot[seen:]
    assert instruction.startswith("Call 112 now")
    assert _screening(robin).state is FormState.ANSWERED
    assert _screening(robin).screening_class is ScreeningClass.STOP
    assert "Emergency" in flags(charlie)[-1]

    await charlie.taps("Acknowledge")
    await house.go(minutes=31)
    assert "Did you get care?" in robin.last.text


async def test_ill_and_weak_at_fighting_germs_is_urgent(charlie: Chatter, robin: Chatter) -> None:
    ill = {"Do you feel ill": "Yes, ill", "Is your neck": "No", "weak at fighting germs": "Yes"}

    await is_screened(robin, ill)

    assert _screening(robin).screening_class is ScreeningClass.STOP
    assert flagged(robin) is TriageLevel.URGENT
    assert any(text.startswith("Get medical help today") for text in robin.from_bot)


async def test_a_day_later_only_what_changes_is_asked_again(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    first = _screening(robin)
    await house.go(hours=25)
    before = taps(house)

    await is_screened(robin)

    second = _screening(robin)
    assert second.id != first.id
    assert taps(house) - before == EACH_TIME
    assert set(given(robin, second)) == ITEMS
    carried = [key for key in given(robin, second) if key not in EVERY_TIME]
    assert carried == ONCE  # in the order of the questions
    assert second.screening_class is ScreeningClass.CLEAR


async def test_what_is_carried_over_keeps_the_time_it_was_given(
    house: House, robin: Chatter
) -> None:
    await is_screened(robin)
    given_at = house.now
    await house.go(days=50)
    await is_screened(robin)
    await house.go(days=50)
    before = taps(house)

    await is_screened(robin)  # 100 days after the first: everything is asked again

    assert taps(house) - before == FIRST_TIME
    assert history(robin, _screening(robin), "SC07") == ["no"]
    assert house.now - given_at > VALID


async def test_within_a_day_the_answers_stand(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    await house.go(hours=23)
    before = taps(house)

    await robin.says("/screen")

    assert taps(house) == before
    assert "Nothing in your answers needs the clinic's word first." in robin.last.text


async def test_what_was_a_check_stays_one_when_it_is_carried_over(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, {"any illness": "Yes"})
    await charlie.taps("Close with a reason", "Nothing was needed", "Known before")
    await house.go(days=7)

    await is_screened(robin)

    assert _screening(robin).screening_class is ScreeningClass.CHECK
    assert "You have or had a health problem." in robin.last.text
    assert causes(robin) == ["screening:check"] * 2


async def test_a_new_screening_takes_the_place_of_one_left_open(
    house: House, robin: Chatter
) -> None:
    await robin.says("/screen")
    await robin.says("34")
    left = _screening(robin)

    await is_screened(robin)

    assert forms.by_id(house.clinic.db, left.id).state is FormState.INCOMPLETE
    assert _screening(robin).screening_class is ScreeningClass.CLEAR


async def test_a_blood_thinner_told_in_the_screening_changes_what_a_bruise_means(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, {"take a blood thinner": ("Warfarin",)})
    await charlie.taps("Close with a reason", "Nothing was needed", "Known before")

    await robin.says("/problem")
    await has(robin, "Bruising", "Up to the size of my palm")

    assert "R69" in rules(robin, last_form(robin, FormKind.PROBLEM))
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC


async def test_back_at_each_message_of_the_screening(robin: Chatter) -> None:
    await robin.says("/screen")
    await robin.says("34")
    for _ in range(FIRST_TIME - 1):
        reply = next(reply for words, reply in HEALTHY.items() if words in robin.last.text)
        before = robin.last.text
        await robin.taps(str(reply))
        await robin.taps("‹ Back")
        assert robin.last.text == before
        await robin.taps(str(reply))

    await answers(robin, HEALTHY)

    assert set(given(robin, _screening(robin))) == ITEMS
    assert _screening(robin).screening_class is ScreeningClass.CLEAR
