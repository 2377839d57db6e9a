"""An emergency number from general knowledge: the clinic is asked, the patient sees more words."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.house import Chatter, House, open_house

FALLBACK = "911 (112 works on most mobile phones)"


def asked(clinician: Chatter) -> list[str]:
    return [text for text in clinician.from_bot if "A patient is in this region" in text]


async def test_the_clinic_is_asked_once_about_a_region_that_is_not_checked(
    house: House, charlie: Chatter
) -> None:
    await house.patient("Robin", city="Toronto", region="Canada")
    await house.patient("Alex", city="Montreal", region="Canada")
    await house.clinician("Sam")

    (question,) = asked(charlie)
    assert "Canada" in question
    assert "911" in question
    assert "crisis line" not in question  # that one is checked
    assert "CONFIRMED_REGIONS=ca:" in question


async def test_meanwhile_the_patient_sees_the_number_and_what_else_works(
    house: House, charlie: Chatter
) -> None:
    robin = await house.patient("Robin", city="Toronto", region="Canada")
    assert f"In an emergency call {FALLBACK}." in robin.last.text

    await robin.says("/problem")
    await robin.taps("Hard to breathe")

    assert robin.last.text.startswith(f"Call {FALLBACK} now.\n")


async def test_an_unchecked_112_is_not_said_twice(house: House, charlie: Chatter) -> None:
    robin = await house.patient("Robin", city="Dublin", region="Ireland")

    assert robin.last.text.count("112") == 1
    assert "your local emergency number (112 works on most mobile phones)" in robin.last.text
    assert "Ireland" in asked(charlie)[0]


async def test_a_crisis_line_that_is_not_checked_is_asked_about_too(
    house: House, charlie: Chatter
) -> None:
    robin = await house.patient("Robin", city="London", region="United Kingdom")

    (question,) = asked(charlie)
    assert "crisis line yet: 116 123" in question
    assert "emergency number" not in question
    assert "112 works" not in question
    assert "In an emergency call 999." in robin.last.text


async def test_a_region_chosen_later_is_asked_about_too(charlie: Chatter, robin: Chatter) -> None:
    assert asked(charlie) == []

    await robin.says("/settings")
    await robin.taps("Region", "Australia")

    assert len(asked(charlie)) == 1


async def test_with_no_clinician_yet_the_question_waits_for_the_first(house: House) -> None:
    await house.patient("Robin", city="Toronto", region="Canada")

    charlie = await house.clinician("Charlie")
    sam = await house.clinician("Sam")

    assert len(asked(charlie)) == 1
    assert asked(sam) == []


async def test_with_no_clinician_in_reach_the_question_waits_until_one_is(
    house: House, charlie: Chatter
) -> None:
    charlie.person.blocks()
    await house.settle()
    await house.patient("Robin", city="Toronto", region="Canada")

    charlie.person.unblocks()
    await house.settle()

    assert len(asked(charlie)) == 1


@pytest.fixture
async def confirmed(tmp_path: Path) -> AsyncIterator[House]:
    """Open a clinic that has checked the number of Canada."""
    async with open_house(tmp_path, CONFIRMED_REGIONS="ca:2026-10-01") as opened:
        yield opened


async def test_a_region_the_clinic_has_confirmed_is_like_any_other(confirmed: House) -> None:
    charlie = await confirmed.clinician()
    robin = await confirmed.patient("Robin", city="Toronto", region="Canada")

    assert asked(charlie) == []
    assert "In an emergency call 911." in robin.last.text
