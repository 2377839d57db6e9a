"""What is usual after needling: under a calm result, never beside anything that is not."""

import pytest

from tests.house import Chatter, House
from tests.stories.acts import had_a_session, has, is_screened, is_well

SORE = "when people were asked, most had them"
SURVEYS = "In surveys by therapists, 2 to 4 in 10 sessions"
WORDS = (SORE, SURVEYS, "by therapists", "mostly pass")


async def _after_three_hours(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=3)


def _is_told(text: str) -> bool:
    return any(words in text for words in WORDS)


async def test_somebody_who_is_well_reads_what_is_usual_for_the_day(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _after_three_hours(house, robin)
    await is_well(robin)
    assert robin.last.text.splitlines()[-1].startswith(SURVEYS)

    await house.go(hours=21)
    await is_well(robin)
    assert "Many people have sore muscles at this time." in robin.last.text

    await house.go(days=6)
    await is_well(robin)
    assert not _is_told(robin.last.text)


async def test_a_small_thing_is_put_in_its_place(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _after_three_hours(house, robin)

    await has(robin, "Sore muscles", "Like after a workout")

    assert SORE in robin.last.text
    assert SURVEYS not in robin.last.text


@pytest.mark.parametrize(
    ("problem", "how"),
    [
        ("Sore muscles", "Hurts to move, I can do most things"),  # self-care, but not small
        ("Weakness", "Feels weaker"),
        ("Fever", "37.5–37.9 °C, or a bit warm"),
    ],
)
async def test_nothing_is_usual_beside_anything_else(
    house: House, charlie: Chatter, robin: Chatter, problem: str, how: str
) -> None:
    await _after_three_hours(house, robin)

    await has(robin, problem, how)

    assert not any(map(_is_told, robin.from_bot))


async def test_nothing_is_usual_while_an_urgent_flag_is_open(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _after_three_hours(house, robin)
    await robin.taps("Hard to breathe")
    await house.go(hours=21)
    await is_well(robin)
    assert not any(map(_is_told, robin.from_bot))

    await charlie.taps("Close with a reason", "Seen at the clinic", "To be expected")
    await house.go(hours=24)
    await is_well(robin)
    assert "By now soreness has mostly gone." in robin.last.text
