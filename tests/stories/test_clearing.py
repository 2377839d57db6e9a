"""A check or a stop is cleared by a clinician alone: with a name, a time and a reason."""

from datetime import timedelta

import pytest

from bot.clinical.levels import ScreeningClass
from bot.pathway.clearing import NotClearableError, clear
from bot.pathway.standing import standing
from bot.storage import clearances, clinicians
from bot.storage.clearances import Clearance
from bot.storage.database import transaction
from bot.storage.forms import FormKind
from tests.house import Chatter, House
from tests.stories.acts import answers, is_screened
from tests.stories.records import alert, last_form
from tests.telegram.lookup import audited, count

SWELLING = {"any swelling or a new lump": "Yes"}
ILLNESS = {"any illness or health problem": "Yes"}
MORE = "?"  # whatever else is asked of who is pregnant
LOOKED = "The clinic has looked at your answers"


def screening_of(patient: Chatter) -> int:
    """Give the number of the newest screening."""
    return last_form(patient, FormKind.SCREENING).id


def cleared(patient: Chatter) -> Clearance | None:
    """Give the clearance that stands for the newest screening."""
    found = standing(patient.house.clinic, patient.patient.id)
    assert found is not None
    return found.clearance


async def clears(clinician: Chatter, patient: Chatter, *reason: str) -> None:
    """Clear a patient's screening for a reason of the list."""
    await clinician.says(f"/clear {patient.patient.code}")
    await clinician.taps(*(reason or ("Spoke with the patient",)), "Yes, clear it")


async def test_a_clinician_sees_what_was_found_and_clears_it_with_a_reason(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, SWELLING)

    shown = await charlie.says(f"/clear {robin.patient.code}")
    assert "stop" in shown.text
    assert "There is swelling" in shown.text

    asked = await charlie.taps("Seen and examined")
    assert "Reason: Seen and examined" in asked.text
    assert cleared(robin) is None

    await charlie.taps("Yes, clear it")

    found = cleared(robin)
    assert found is not None
    assert (found.by, found.reason, found.words) == ("C1", "examined", "")
    assert found.at <= house.now
    assert last_form(robin, FormKind.SCREENING).screening_class is ScreeningClass.STOP
    assert audited(house, "screening cleared") == [f"C1: form {screening_of(robin)}"]


async def test_the_patient_is_told_in_one_sentence_that_the_clinic_has_looked(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    before = len(robin.from_bot)

    await clears(charlie, robin)

    (told,) = robin.from_bot[before:]
    assert told.startswith(LOOKED)
    assert "needle" not in told
    assert told.count(".") == 1


async def test_a_reason_can_be_written(house: House, charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin, ILLNESS)
    await charlie.says(f"/clear {robin.patient.code}")
    await charlie.taps("In my own words")

    asked = await charlie.says("Letter from the heart clinic of last week")
    assert "Reason: Letter from the heart clinic" in asked.text
    await charlie.taps("Yes, clear it")

    found = cleared(robin)
    assert found is not None
    assert (found.reason, found.words) == ("words", "Letter from the heart clinic of last week")
    assert count(house, "clearance_draft") == 0


async def test_a_reason_can_be_written_with_the_command(charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin, ILLNESS)

    await charlie.says(f"/clear {robin.patient.code.lower()} known asthma, stable")
    await charlie.taps("Yes, clear it")

    found = cleared(robin)
    assert found is not None
    assert found.words == "known asthma, stable"


async def test_words_written_long_after_the_question_are_no_reason(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await charlie.says(f"/clear {robin.patient.code}")
    await charlie.taps("In my own words")
    await house.go(minutes=16)

    reply = await charlie.says("what about lunch")

    assert reply.text.startswith("I forward nothing from here.")


async def test_a_no_leaves_everything_as_it_is(charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin, ILLNESS)
    before = len(robin.from_bot)
    await charlie.says(f"/clear {robin.patient.code}")

    await charlie.taps("Known and weighed", "No, leave it")

    assert cleared(robin) is None
    assert len(robin.from_bot) == before


async def test_the_flag_stays_open_until_a_person_closes_it(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)

    await clears(charlie, robin)

    assert alert(robin) is not None
    assert charlie.last.text.startswith("Flag 1")
    await charlie.taps("Close with a reason", "Spoke with the patient", "To be expected")
    assert alert(robin) is None


async def test_who_cleared_it_is_shown_with_the_patient_and_in_the_list(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await charlie.says("/patients")
    assert "screening: check, not cleared" in charlie.last.text

    await clears(charlie, robin)

    await charlie.says("/patients")
    assert "screening: check, cleared" in charlie.last.text
    before = len(charlie.from_bot)
    await charlie.says(f"/patient {robin.patient.code}")
    shown = "\n".join(charlie.from_bot[before:])
    assert "Outcome: check" in shown
    assert "Cleared by C1, Mon 2 Nov" in shown
    assert "Spoke with the patient" in shown


async def test_a_clearance_ends_with_the_screening(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await clears(charlie, robin)
    await house.go(hours=25)
    await charlie.says("/patients")
    assert "screening:" not in charlie.last.text

    await is_screened(robin, ILLNESS)

    assert cleared(robin) is None


async def test_a_changed_answer_ends_a_clearance(charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin, ILLNESS)
    await clears(charlie, robin)

    await robin.taps("Change an answer", "Pregnant")
    await robin.taps("Yes")
    await answers(robin, {"How many weeks": "20", MORE: "No"})

    assert last_form(robin, FormKind.SCREENING).screening_class is ScreeningClass.CHECK
    assert cleared(robin) is None


async def test_a_button_clears_nothing_newer_than_what_was_shown(
    charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    await charlie.says(f"/clear {robin.patient.code}")
    await charlie.taps("Spoke with the patient")
    await robin.taps("Change an answer", "Pregnant")
    await robin.taps("Yes")
    await answers(robin, {"How many weeks": "5", MORE: "No"})

    await charlie.taps("Yes, clear it")

    assert cleared(robin) is None
    assert "There is something newer" in charlie.person.toasts[-1]
    assert "less than 14 weeks pregnant" in charlie.last.text


@pytest.mark.parametrize(
    ("hours", "but", "sentence"),
    [(0, {}, "is clear"), (25, ILLNESS, "too old"), (None, {}, "has no screening")],
    ids=["clear", "too old", "none"],
)
async def test_what_cannot_be_cleared_is_said_so(
    house: House,
    charlie: Chatter,
    robin: Chatter,
    hours: int | None,
    but: dict[str, str],
    sentence: str,
) -> None:
    if hours is not None:
        await is_screened(robin, but)
        await house.go(hours=hours)

    reply = await charlie.says(f"/clear {robin.patient.code}")

    assert sentence in reply.text
    assert count(house, "clearance") == 0


async def test_a_screening_left_in_the_middle_cannot_be_cleared(
    charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("/screen")
    await robin.says("11")

    reply = await charlie.says(f"/clear {robin.patient.code}")

    assert "has not finished" in reply.text


async def test_nobody_clears_their_own_screening(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin, ILLNESS)
    number = screening_of(robin)

    reply = await robin.says(f"/clear {robin.patient.code}")
    assert reply.text == "This command is for the clinic's staff."
    for data in (f"r:{number}:0:spoke", f"r:{number}:0:spoke:yes", "r:999:0:spoke:yes"):
        robin.person.taps("", data=data)
    await house.settle()

    assert robin.person.toasts == ["This button is not yours."] * 3
    assert len(audited(house, "foreign tap refused")) == 3
    assert count(house, "clearance") == 0


async def test_clearing_twice_is_refused(house: House, charlie: Chatter, robin: Chatter) -> None:
    await is_screened(robin, ILLNESS)
    await clears(charlie, robin)
    screening = last_form(robin, FormKind.SCREENING)
    person = clinicians.by_id(house.clinic.db, 1)

    with pytest.raises(NotClearableError), transaction(house.clinic.db):
        clear(house.clinic, screening=screening, by=person, reason="spoke")

    assert count(house, "clearance") == 1


@pytest.mark.parametrize(("reason", "words"), [("because", ""), ("words", " "), ("spoke", "x")])
async def test_a_reason_is_of_the_list_or_in_words(
    house: House, charlie: Chatter, robin: Chatter, reason: str, words: str
) -> None:
    await is_screened(robin, ILLNESS)
    screening = last_form(robin, FormKind.SCREENING)
    person = clinicians.by_id(house.clinic.db, 1)

    with pytest.raises(ValueError, match=reason), transaction(house.clinic.db):
        clear(house.clinic, screening=screening, by=person, reason=reason, words=words)

    assert clearances.newest(house.clinic.db, screening.id) is None


async def test_answers_carried_over_do_not_live_longer(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    first = standing(house.clinic, robin.patient.id)
    await house.go(hours=23)
    await robin.says("/screen")

    again = standing(house.clinic, robin.patient.id)

    assert first is not None
    assert again is not None
    assert again.form.id != first.form.id
    assert again.valid_until - first.valid_until == timedelta(0)
