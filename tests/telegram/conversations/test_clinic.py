"""What a clinician sees of a patient: own words first, then answers, and each look is noted."""

import re
from pathlib import Path

from tests.house import Chatter, House, open_house
from tests.stories.acts import is_screened
from tests.telegram.lookup import audited, count


async def test_a_patients_own_words_come_first_and_whole(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    for number in range(12):
        await robin.says(f"note {number} about my neck, " + "and on " * 200 + f"end {number}")
    before = len(charlie.from_bot)

    await charlie.says(f"/patient {robin.patient.code}")

    shown = charlie.from_bot[before:]
    assert all(text.startswith("Wrote, ") for text in shown[:10])
    for number, text in zip(range(11, 1, -1), shown, strict=False):
        assert f"note {number} about" in text
        assert f"end {number}" in text


async def test_a_patients_answers_are_shown_with_the_questions_words(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin)
    await robin.says("/problem")
    await robin.taps("None of these", "3", "Pins and needles")
    before = len(charlie.from_bot)

    await charlie.says(f"/patient {robin.patient.code}")

    shown = "\n".join(charlie.from_bot[before:])
    assert re.search("How old are you.* → 34", shown)
    assert "Headache now, 0 to 10 → 3" in shown
    assert "(ticked, not confirmed yet)" in shown
    assert "SC0" not in shown
    assert " ," not in shown


async def test_looking_at_the_alerts_is_in_the_access_log(house: House, charlie: Chatter) -> None:
    await charlie.says("/alerts")

    assert audited(house, "viewed") == ["C1: alerts"]


async def test_without_the_clinics_region_no_patient_is_invited(tmp_path: Path) -> None:
    async with open_house(tmp_path, CLINIC_REGION="") as house:
        charlie = await house.clinician()

        reply = await charlie.says("/invite")

        assert reply.text.startswith("No patient can begin yet")
        assert count(house, "invitation", "role = 'patient'") == 0
