"""Medicine for headache on many days: a tip first, then the clinic, and never "stop taking it"."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import patients
from bot.storage.forms import FormKind
from tests.house import PROTOCOL, Chatter, House, open_house
from tests.stories.holding import holds_at_the_end
from tests.stories.records import flagged, flags, forms_of, rules

ENTRY = ("6", "All day", "Triptan or ergot medicine", "Not at all")


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic."""
    async with open_house(tmp_path, protocol=PROTOCOL) as opened:
        yield opened
        for patient in patients.everyone(opened.clinic.db):
            patients.change(opened.clinic.db, patient.id, diary_hour=None)
        await holds_at_the_end(opened, caplog.text)


async def takes_a_triptan(house: House, robin: Chatter, days: int) -> None:
    """Write the diary on that many days in a row, each with a triptan."""
    for _ in range(days):
        await house.go(days=1)
        await robin.says("/diary")
        await robin.taps(*ENTRY)


async def test_a_tip_comes_first_and_at_ten_days_the_clinic_is_told(
    house: House, robin: Chatter, charlie: Chatter
) -> None:
    await takes_a_triptan(house, robin, 7)
    assert "many such days" not in robin.last.text.lower()

    await takes_a_triptan(house, robin, 1)
    assert "on 8 of the last 28 days" in robin.last.text
    assert flagged(robin) is None

    await takes_a_triptan(house, robin, 2)
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert rules(robin, forms_of(robin, FormKind.DIARY)[-1]) == {"R81"}
    told = next(text for text in robin.from_bot if "on many of the last 28 days" in text)
    assert "Please talk with your clinician" in told
    assert "Do not stop or change a medicine on your own" in told
    assert len(flags(charlie)) == 1


async def test_the_clinic_is_told_once_and_not_every_evening(house: House, robin: Chatter) -> None:
    await takes_a_triptan(house, robin, 12)

    spoke = [rules(robin, form) for form in forms_of(robin, FormKind.DIARY)]
    assert spoke.count({"R81"}) == 1
    assert robin.last.text == "Saved in your diary."
