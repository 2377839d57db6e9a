"""Taps and typed text on the open question: what is no answer changes nothing and is answered."""

import pytest

from bot.storage.forms import FormState
from tests.house import Chatter, House
from tests.stories.acts import begins_a_session
from tests.telegram.lookup import audited, column, count, current_form, given, last_form, written

GATE = "most important question"
WORST = "your worst headache today"


@pytest.mark.parametrize("typed", ["11", "-1", "7.5", "7,5", "11/10", "1000", "99999", "+11"])
async def test_a_number_outside_the_scale_is_refused_and_asked_again(
    robin: Chatter, typed: str
) -> None:
    await robin.says("/diary")

    again = await robin.says(typed)

    assert again.text.startswith("Please send a ")
    assert WORST in again.text
    assert given(robin, current_form(robin)) == {}
    assert written(robin) == []
    await robin.says("7")
    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


@pytest.mark.parametrize("typed", ["7", "+7", "7/10", "7 / 10", "٧", "７", "07"])
async def test_a_number_inside_the_scale_is_taken_however_it_is_written(
    robin: Chatter, typed: str
) -> None:
    await robin.says("/diary")

    await robin.says(typed)

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


@pytest.mark.parametrize("typed", ["seven", "7e0", "0x7", "7 or 8", "bad", "between 7 and 8", "Ⅶ"])
async def test_words_in_place_of_a_number_are_kept_and_lead_to_the_gate(
    robin: Chatter, charlie: Chatter, typed: str
) -> None:
    await robin.says("/diary")
    diary = current_form(robin)

    reply = await robin.says(typed)

    assert given(robin, diary) == {}
    assert written(robin) == [typed]
    assert GATE in reply.text
    assert "cannot judge what you wrote" in reply.text
    assert "Flag" in charlie.last.text


async def test_a_question_of_a_list_takes_its_labels_typed(robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.says("just now")
    await robin.says("back of the neck, shoulders")

    assert given(robin, current_form(robin)) == {
        "ended": "now",
        "areas": ["neck_back", "shoulders"],
    }


async def test_ticks_are_finished_by_typing_done(robin: Chatter) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Back of the neck")

    await robin.says("done")

    assert given(robin, current_form(robin))["areas"] == ["neck_back"]


async def test_typing_back_asks_the_question_before_again(robin: Chatter) -> None:
    await robin.says("/diary")
    await robin.says("7")

    again = await robin.says("back")

    assert WORST in again.text
    assert given(robin, current_form(robin)) == {}


async def answered_diary(robin: Chatter, worst: str = "7") -> None:
    await robin.says("/diary")
    await robin.taps(worst, "Less than 30 minutes", "Nothing", "Not at all")


async def test_a_button_of_an_answered_form_changes_nothing_and_offers_a_correction(
    robin: Chatter,
) -> None:
    question = await robin.says("/diary")
    await robin.taps("7", "Less than 30 minutes", "Nothing", "Not at all")
    before = last_form(robin)

    robin.person.taps("3", message=question)
    await robin.house.settle()

    assert robin.person.toasts[-1] == "Already answered."
    assert "You already answered this: 7" in robin.last.text
    assert robin.last.labels == ["Change an answer"]
    assert given(robin, before)["nrs_worst"] == 7
    assert last_form(robin) == before


async def test_a_correction_is_kept_beside_the_first_answer(robin: Chatter) -> None:
    await answered_diary(robin)
    form = last_form(robin)

    await robin.taps("Change an answer", "Worst headache", "5")

    assert given(robin, form)["nrs_worst"] == 5
    history = column(
        robin.house, "SELECT value FROM answer WHERE question = 'nrs_worst' ORDER BY id"
    )
    assert history[0] == "7"
    assert history[-1] == "5"


async def test_a_button_of_a_missed_check_in_says_that_it_is_closed(
    house: House, robin: Chatter
) -> None:
    await begins_a_session(robin)
    await robin.taps("Just now", "Back of the neck", "Done", "None of these")
    await house.go(hours=3)
    prompt = robin.last
    await house.go(days=30)
    form = column(house, "SELECT state FROM form WHERE point = 'h3'")
    answers = count(house, "answer")

    robin.person.taps("None of these", message=prompt)
    await house.settle()

    assert form == [FormState.MISSED]
    assert "closed" in robin.last.text
    assert count(house, "answer") == answers


async def test_the_same_button_twice_is_one_answer(house: House, robin: Chatter) -> None:
    question = await robin.says("/diary")

    robin.person.taps("7", message=question)
    robin.person.taps("7", message=question)
    await house.settle()

    assert count(house, "answer") == 1
    assert "Already noted." in robin.person.toasts
    assert "How long did it last?" in robin.last.text


async def test_two_buttons_in_quick_succession_keep_both_and_count_the_last(
    house: House, robin: Chatter
) -> None:
    question = await robin.says("/diary")

    robin.person.taps("7", message=question)
    robin.person.taps("8", message=question)
    await house.settle()

    assert given(robin, current_form(robin)) == {"nrs_worst": 8}
    assert column(house, "SELECT value FROM answer ORDER BY id") == ["7", "8"]


@pytest.mark.parametrize(
    "word",
    [
        "a:{form}:duration:all_day",  # applies, but its turn has not come
        "a:{form}:medicine:none",
        "a:{form}:nrs_worst:11",
        "a:{form}:nrs_worst:-1",
        "a:{form}:nrs_worst:seven",
        "a:{form}:nrs_worst:",
        "a:{form}:gate:none",  # of another form
        "a:{form}:no_such_question:1",
        "a:{form}",
        "t:{form}:duration:all_day",  # ticks belong to lists
        "t:{form}:nrs_worst:7",
        "d:{form}:nrs_worst",
        "d:{form}:duration",
        "b:{form}:no_such_question",
    ],
)
async def test_a_button_that_does_not_fit_the_open_question_stores_nothing(
    house: House, robin: Chatter, word: str
) -> None:
    await robin.says("/diary")
    form = current_form(robin)

    robin.person.taps("", data=word.format(form=form.id))
    await house.settle()

    assert WORST in robin.last.text
    assert count(house, "answer") == 0
    assert current_form(robin).id == form.id


async def test_a_tick_on_a_list_whose_turn_has_not_come_stores_nothing(
    house: House, robin: Chatter
) -> None:
    await begins_a_session(robin)
    form, before = current_form(robin), count(house, "answer")

    robin.person.taps("", data=f"t:{form.id}:areas:neck_back")
    robin.person.taps("", data=f"d:{form.id}:areas")
    await house.settle()

    assert count(house, "answer") == before
    assert "When did the session end?" in robin.last.text


@pytest.mark.parametrize(
    "word",
    ["a:{form}:nrs_worst:0", "t:{form}:areas:other", "b:{form}:nrs_worst", "c:{form}", "s:{form}"],
)
async def test_another_patients_button_is_refused_and_noted(
    house: House, robin: Chatter, sam: Chatter, word: str
) -> None:
    await answered_diary(robin)
    await robin.says("/diary")
    form = current_form(robin)
    before = column(house, "SELECT json_array(id, state, next_at, closed_at) FROM form")
    answers = count(house, "answer")

    sam.person.taps("", message=sam.last, data=word.format(form=form.id))
    await house.settle()

    assert sam.person.toasts == ["This button is not yours."]
    assert audited(house, "foreign tap refused") == [f"{sam.patient.code}: form {form.id}"]
    assert column(house, "SELECT json_array(id, state, next_at, closed_at) FROM form") == before
    assert count(house, "answer") == answers


async def test_a_strangers_tap_on_a_form_is_refused_and_noted(
    house: House, robin: Chatter, stranger: Chatter
) -> None:
    await robin.says("/diary")
    await stranger.says("hello")
    form = current_form(robin)

    stranger.person.taps("", message=stranger.last, data=f"a:{form.id}:nrs_worst:0")
    await house.settle()

    assert stranger.person.toasts == ["This button is not yours."]
    assert audited(house, "foreign tap refused") == [f"stranger: form {form.id}"]
    assert count(house, "answer") == 0


async def test_a_button_of_a_form_that_never_was_is_refused(house: House, robin: Chatter) -> None:
    await robin.says("/diary")

    robin.person.taps("", data="a:987654321:nrs_worst:7")
    await house.settle()

    assert robin.person.toasts == ["This button is not yours."]
    assert count(house, "answer") == 0


async def test_a_tap_on_a_message_that_is_gone_is_answered_in_a_new_one(
    house: House, robin: Chatter
) -> None:
    question = await robin.says("/diary")
    del robin.person.chat.messages[question.message_id]

    robin.person.taps("7", message=question)
    await house.settle()

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}
    assert "How long did it last?" in robin.last.text
