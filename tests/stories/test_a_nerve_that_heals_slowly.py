"""Pins and needles that stay: asked about after 15, 42 and 90 days, whatever sessions follow."""

from datetime import datetime, timedelta

from bot.clinical.levels import TriageLevel
from bot.storage.forms import Form, FormState
from tests.house import Chatter, House
from tests.stories.acts import had_a_session, has, is_screened, is_well, still_has
from tests.stories.records import check_in, forms_of, rules

FAINT = "Now and then, faint"
NEEDLES = "Pins and needles"
DAY, HOUR = timedelta(days=1), timedelta(hours=1)
STEPS = ("nerve_15", "nerve_42", "nerve_90")


async def _tingles(house: House, robin: Chatter) -> datetime:
    """Tell of tingling in the check-in of the first day; give when."""
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=3)
    await is_well(robin)
    await house.go(hours=21)
    await has(robin, NEEDLES, FAINT)
    return house.now


def steps(patient: Chatter) -> list[Form]:
    return [form for form in forms_of(patient) if form.point in STEPS]


def states(patient: Chatter) -> list[tuple[str | None, str]]:
    return [(form.point, form.state.value) for form in steps(patient)]


def times_asked(patient: Chatter) -> int:
    return sum(form.opened_at is not None for form in steps(patient))


async def test_while_it_is_there_it_is_asked_about_after_15_42_and_90_days(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told = await _tingles(house, robin)

    for number, (days, rule) in enumerate(((15, "R61"), (42, "R61_42"), (90, "R61_90"))):
        late = HOUR if days > 15 else timedelta()
        await house.go_to(told + days * DAY + late - timedelta(minutes=1))
        assert times_asked(robin) == number

        await house.go(minutes=1)
        assert "you told us about pins and needles" in robin.last.text
        await still_has(robin, NEEDLES, FAINT)

        step = check_in(robin, f"nerve_{days}")
        assert step.level is TriageLevel.CONTACT_CLINIC
        assert rule in rules(robin, step)

    await house.go(days=60)
    assert times_asked(robin) == len(STEPS) == len(steps(robin))


async def test_it_asks_about_nerves_first(house: House, charlie: Chatter, robin: Chatter) -> None:
    told = await _tingles(house, robin)

    await house.go_to(told + 15 * DAY)
    await robin.taps("None of these", "3")

    assert (
        "Please think of: less feeling in the skin, an electric-shock feeling, weakness."
        in robin.last.text
    )


async def test_a_check_in_that_nobody_answered_does_not_end_the_asking(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told = await _tingles(house, robin)

    await house.go_to(told + 43 * DAY)

    assert states(robin) == [
        ("nerve_15", "missed"),
        ("nerve_42", "open"),
        ("nerve_90", "planned"),
    ]


async def test_it_counts_from_the_first_report_across_the_sessions_of_a_course(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told = await _tingles(house, robin)
    await house.go_to(told + 6 * DAY)
    await had_a_session(robin)
    await house.go(hours=3)
    await still_has(robin, NEEDLES, FAINT)
    await house.go_to(told + 13 * DAY)
    await had_a_session(robin)

    await house.go_to(told + 15 * DAY)

    assert times_asked(robin) == 1
    await still_has(robin, NEEDLES, FAINT)
    assert "R61" in rules(robin, check_in(robin, "nerve_15"))
    assert len(steps(robin)) == len(STEPS)


async def test_what_is_told_anew_then_belongs_to_the_latest_session(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told = await _tingles(house, robin)
    await house.go_to(told + 14 * DAY + 12 * HOUR)
    await had_a_session(robin)
    await house.go_to(told + 15 * DAY)

    assert check_in(robin, "nerve_15").session_id == check_in(robin, "h3").session_id


async def test_what_has_gone_is_not_asked_about(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    told = await _tingles(house, robin)
    await house.go(days=1)
    await is_well(robin)

    await house.go_to(told + 95 * DAY)

    assert times_asked(robin) == 0
    assert {state for _, state in states(robin)} == {"cancelled"}


async def test_what_came_back_counts_from_then(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    first = await _tingles(house, robin)
    await house.go(days=1)
    await is_well(robin)
    await house.go(days=1)
    await has(robin, NEEDLES, FAINT)
    again = house.now

    await house.go_to(first + 15 * DAY + HOUR)
    assert times_asked(robin) == 0

    await house.go_to(again + 15 * DAY)
    assert times_asked(robin) == 1


async def test_numbness_told_with_it_is_asked_about_in_the_same_check_in(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await is_screened(robin)
    await had_a_session(robin)
    await house.go(hours=24)
    await robin.taps("None of these", "3", NEEDLES, "Less feeling", "Done")
    await robin.taps(FAINT)
    await robin.taps("A small patch")

    assert len(steps(robin)) == len(STEPS)


async def test_whoever_left_is_not_asked(house: House, charlie: Chatter, robin: Chatter) -> None:
    told = await _tingles(house, robin)
    await robin.says("/stop")

    await house.go_to(told + 95 * DAY)

    assert times_asked(robin) == 0
    assert {form.state for form in steps(robin)} == {FormState.CANCELLED}


async def test_it_moves_with_the_hour_of_check_ins_and_waits_for_the_morning(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await _tingles(house, robin)
    zone = robin.patient.zone_info

    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "18:00")
    due = check_in(robin, "nerve_42").due_at
    assert due is not None
    assert due.astimezone(zone).hour == 18

    await robin.says("/settings")
    await robin.taps("Hour of check-ins", "the hour of the session")
    await robin.says("/settings")
    await robin.taps("Time zone")
    await robin.says("Los Angeles")
    await robin.taps("Los Angeles")

    due = check_in(robin, "nerve_42").due_at
    assert due is not None
    local = due.astimezone(robin.patient.zone_info)
    assert (local.hour, local.minute) == (8, 0)
