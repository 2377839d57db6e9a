"""The headache diary: asked once each evening, kept for its day, and open to details."""

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest

from bot.storage import patients
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import PatientState
from tests.house import PROTOCOL, Chatter, House, open_house
from tests.stories.acts import had_a_session, is_well
from tests.stories.holding import holds_at_the_end
from tests.stories.records import alert, forms_of, given, history, new_messages

ASKED = "Your headache diary:"
WORST = "your worst headache today"
FOUR_TAPS = ("6", "30 minutes to 4 hours", "Nothing", "I was slower")
MONDAY = date(2026, 11, 2)


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic where the diary is on from the first session, as it is by default."""
    async with open_house(tmp_path, protocol=PROTOCOL) as opened:
        yield opened
        for patient in patients.everyone(opened.clinic.db):  # or evenings would go on for ever
            patients.change(opened.clinic.db, patient.id, diary_hour=None)
        await holds_at_the_end(opened, caplog.text)


@pytest.fixture
async def robin(house: House, charlie: Chatter) -> Chatter:
    """Bring a patient in Berlin after a first session, who is well at the first check-in."""
    robin = await house.patient("Robin")
    await had_a_session(robin)
    return robin


def entries(robin: Chatter) -> list[Form]:
    """List the diary entries that were put to the patient."""
    return [f for f in forms_of(robin, FormKind.DIARY) if f.state is not FormState.PLANNED]


def planned(robin: Chatter) -> list[datetime]:
    """List when evenings will come, on the patient's clock."""
    zone = robin.patient.zone_info
    return [
        form.due_at.astimezone(zone)
        for form in forms_of(robin, FormKind.DIARY)
        if form.state is FormState.PLANNED and form.due_at is not None
    ]


async def is_evening(house: House, robin: Chatter) -> None:
    """Answer the first check-in and go to eight in the evening of that Monday."""
    await house.go(hours=3)
    await is_well(robin)
    await house.go_to(house.now.replace(hour=19, minute=0, second=0))  # 20:00 in Berlin


async def test_the_first_session_turns_it_on_and_says_so(robin: Chatter) -> None:
    assert "Each evening at 20:00" in robin.last.text
    assert robin.last.labels == ["Evening diary", "No evening diary"]
    assert [moment.hour for moment in planned(robin)] == [20]


async def test_an_evening_without_a_headache_is_saved(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)
    assert robin.last.text.startswith(ASKED)
    assert WORST in robin.last.text

    await robin.taps("0")

    assert robin.last.text == "Saved in your diary."
    [entry] = entries(robin)
    assert (entry.day, entry.state, entry.is_late) == (MONDAY, FormState.ANSWERED, False)
    assert alert(robin) is None


async def test_an_evening_with_a_headache_is_one_message(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)
    seen = len(robin.from_bot)

    await robin.taps(*FOUR_TAPS)

    assert new_messages(robin, seen) == []
    assert given(robin, entries(robin)[0]) == {
        "nrs_worst": 6,
        "duration": "up_to_4h",
        "medicine": "none",
        "disability": "slower",
    }


async def test_details_are_asked_only_of_those_who_want_them(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)
    await robin.taps("6", "All day", "Simple painkiller, like paracetamol", "Not at all")

    await robin.taps(
        *("Add details", "A bit", "One side", "Throbbing", "Feeling sick", "Done", "Badly")
    )

    assert robin.last.labels == ["Change an answer"]
    told = given(robin, entries(robin)[0])
    assert (told["medicine_helped"], told["location"]) == ("partly", "one_side")
    assert (told["quality"], told["associated"], told["sleep"]) == ("throbbing", ["nausea"], "bad")


async def test_several_medicines_can_be_told(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)

    await robin.taps("6", "All day", "More than one of these", "Triptan or ergot medicine")
    await robin.taps("Something else", "Done", "Not at all")

    assert given(robin, entries(robin)[0])["medicines"] == ["triptan", "other"]


async def test_it_is_asked_once_and_expires_without_a_word(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)
    seen = len(robin.from_bot)

    await house.go(hours=12)
    assert new_messages(robin, seen) == []
    await house.go(days=3)

    assert entries(robin)[0].state is FormState.MISSED
    assert alert(robin) is None


async def test_every_evening_has_its_own_entry_until_seven_are_silent(
    house: House, robin: Chatter
) -> None:
    await house.go(days=20)

    days = [entry.day for entry in entries(robin)]
    assert days == [MONDAY + timedelta(days=n) for n in range(7)]
    assert {entry.state for entry in entries(robin)} == {FormState.MISSED}
    assert planned(robin) == []


async def test_a_word_from_the_patient_brings_the_evenings_back(
    house: House, robin: Chatter
) -> None:
    await house.go(days=20)
    await robin.says("/diary")
    await robin.taps("0")

    assert len(planned(robin)) == 1


async def test_a_headache_now_takes_one_tap_and_is_finished_in_the_evening(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    await robin.taps("5")
    await house.go(hours=3)
    await is_well(robin)
    seen = len(robin.from_bot)

    await house.go_to(house.now.replace(hour=19, minute=0, second=0))

    assert len(new_messages(robin, seen)) == 1
    assert "not finished yet" in robin.last.text
    await robin.taps("All day", "Nothing", "Not at all")
    [entry] = entries(robin)
    assert (entry.state, given(robin, entry)["nrs_worst"]) == (FormState.ANSWERED, 5)


async def test_who_has_written_today_is_not_asked_in_the_evening(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    await robin.taps("0")
    await house.go(hours=3)
    await is_well(robin)
    seen = len(robin.from_bot)

    await house.go(hours=12)

    assert new_messages(robin, seen) == []
    assert [moment.day for moment in planned(robin)] == [3]


@pytest.mark.parametrize("typed", ["", "yesterday"])
async def test_yesterday_can_be_written_and_is_marked_late(
    house: House, robin: Chatter, typed: str
) -> None:
    await is_evening(house, robin)
    await house.go(hours=13)
    await robin.says("/diary")

    if typed:
        await robin.says(typed)
    else:
        await robin.taps("For yesterday instead")
    assert "your worst headache yesterday" in robin.last.text
    await robin.taps("0")

    written = [entry for entry in entries(robin) if entry.state is FormState.ANSWERED]
    assert [(entry.day, entry.is_late) for entry in written] == [(MONDAY, True)]
    assert "Saved in your diary for yesterday. It is marked as written later." in robin.from_bot


async def test_a_day_is_locked_after_48_hours_but_can_be_corrected(
    house: House, robin: Chatter
) -> None:
    await is_evening(house, robin)
    question = robin.last
    await robin.taps("0")
    await house.go(days=3)
    locked_at = entries(robin)[0].expires_at
    assert locked_at is not None
    assert locked_at < house.now

    robin.person.taps("Change an answer", message=robin.person.chat.messages[question.message_id])
    await house.settle()
    await robin.taps("Worst headache, 0 to 10", *FOUR_TAPS)

    entry = entries(robin)[0]
    assert (entry.state, entry.is_late) == (FormState.ANSWERED, False)
    assert history(robin, entry, "nrs_worst") == [0, None, 6]


async def test_a_locked_day_takes_no_new_entry(house: House, robin: Chatter) -> None:
    await is_evening(house, robin)
    question = robin.last
    await house.go(days=2, hours=5)

    robin.person.taps("0", message=question)
    await house.settle()

    assert entries(robin)[0].state is FormState.MISSED
    assert given(robin, entries(robin)[0]) == {}


async def test_the_hour_can_be_chosen_and_the_diary_turned_off(
    house: House, robin: Chatter
) -> None:
    await robin.taps("Evening diary", "18:00")
    assert "Evening diary: 18:00" in robin.last.text
    assert [moment.hour for moment in planned(robin)] == [18]

    await robin.taps("Evening diary", "No evening diary")

    assert "Evening diary: off" in robin.last.text
    assert planned(robin) == []


async def test_it_comes_before_quiet_hours_that_begin_earlier(
    house: House, robin: Chatter
) -> None:
    await robin.says("/settings")
    await robin.taps("Quiet hours", "20:00-07:00")

    assert [(moment.hour, moment.minute) for moment in planned(robin)] == [(19, 30)]


async def test_after_an_outage_it_waits_for_the_morning(house: House, robin: Chatter) -> None:
    await house.go(hours=3)
    await is_well(robin)
    await house.outage(hours=11)
    assert WORST not in robin.last.text

    await house.go_to(house.now.replace(hour=7, minute=0, second=0) + timedelta(days=1))

    assert any("your worst headache yesterday" in text for text in robin.from_bot)


async def test_nothing_comes_while_paused(house: House, robin: Chatter) -> None:
    await robin.says("/pause")
    seen = len(robin.from_bot)

    await house.go(days=3)

    assert new_messages(robin, seen) == []
    assert [entry.state for entry in entries(robin)] == [FormState.SKIPPED]
    await robin.says("/resume")
    assert robin.patient.state is PatientState.ACTIVE
    assert len(planned(robin)) == 1


async def test_a_check_in_does_not_lead_back_to_an_evening_nobody_began(
    house: House, robin: Chatter
) -> None:
    await is_evening(house, robin)
    await house.go_to(house.now + timedelta(hours=14, minutes=30))
    assert "most important question" in robin.last.text

    await is_well(robin)

    assert "Now back to where we were" not in robin.last.text
