"""Pins and needles after a session: watched for two weeks, then a matter for the clinic."""

from datetime import timedelta

from bot.clinical.levels import TriageLevel
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, has, is_screened, is_well, still_has
from tests.stories.records import check_in, check_ins, flagged, flags, rules

FAINT = "Now and then, faint"
WEEK = timedelta(days=7)


async def _tingles_since_the_first_day(house: House, robin: Chatter) -> None:
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=3)
    await is_well(robin)
    await house.go(hours=21)
    await has(robin, "Pins and needles", FAINT)


async def test_a_little_tingling_is_watched_and_after_two_weeks_the_clinic_is_asked(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _tingles_since_the_first_day(house, robin)
    assert check_in(robin, "h24").level is TriageLevel.SELF_CARE

    for days, point in ((1, "h48"), (1, "h72"), (4, "d7")):
        await house.go(days=days)
        await still_has(robin, "Pins and needles", FAINT)
        assert check_in(robin, point).level is TriageLevel.SELF_CARE
    assert flags(charlie) == []

    await house.go(days=7, hours=1)
    seen = len(robin.from_bot)
    await still_has(robin, "Pins and needles", FAINT)

    assert check_in(robin, "d14").level is TriageLevel.CONTACT_CLINIC
    assert rules(robin, check_in(robin, "d14")) >= {"R61"}
    assert any("within 24 hours" in text for text in robin.from_bot[seen:])
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1


async def test_a_new_session_does_not_start_the_two_weeks_again(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    start = house.now
    await _tingles_since_the_first_day(house, robin)
    await house.go_to(start + WEEK - timedelta(minutes=30))
    await had_a_session(robin)
    assert check_ins(robin)[1, "d7"] == "replaced"

    for hours in (4, 24, 48):
        await house.go_to(start + WEEK + timedelta(hours=hours))
        await still_has(robin, "Pins and needles", FAINT)
    assert flags(charlie) == []

    await house.go_to(start + 2 * WEEK + timedelta(hours=1))
    await still_has(robin, "Pins and needles", FAINT)

    assert check_in(robin, "d7").level is TriageLevel.CONTACT_CLINIC
    assert rules(robin, check_in(robin, "d7")) >= {"R61"}
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC


async def test_tingling_that_went_and_came_again_belongs_to_the_new_session(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    start = house.now
    await _tingles_since_the_first_day(house, robin)
    await house.go(hours=24)
    await is_well(robin)  # it has gone
    await house.go_to(start + WEEK - timedelta(minutes=30))
    await had_a_session(robin)
    await house.go_to(start + WEEK + timedelta(hours=24))
    await has(robin, "Pins and needles", FAINT)

    await house.go_to(start + 2 * WEEK + timedelta(hours=1))
    await still_has(robin, "Pins and needles", FAINT)

    assert "R61" not in rules(robin, check_in(robin, "d7"))
    assert flags(charlie) == []


async def test_tingling_that_gets_worse_is_told_to_the_clinic_at_once(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _tingles_since_the_first_day(house, robin)
    await house.go(hours=24)

    await still_has(robin, "Pins and needles", FAINT, trend="Worse")

    assert rules(robin, check_in(robin, "h48")) >= {"R63"}
    assert flagged(robin) is TriageLevel.CONTACT_CLINIC
    assert len(flags(charlie)) == 1
