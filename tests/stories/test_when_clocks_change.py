"""When clocks go forward or back: one check-in, at the hour on the patient's own clock."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.faults.forms import times
from tests.house import Chatter, House
from tests.stories.acts import GATE, had_a_session
from tests.stories.records import due, flags

# City, region, zone, and the last day before the clocks change at night.
FORWARD = [
    ("Berlin", "Germany", "Europe/Berlin", date(2027, 3, 27)),
    ("New York", "USA", "America/New_York", date(2027, 3, 13)),
    ("Sydney", "Australia", "Australia/Sydney", date(2027, 10, 2)),
    ("Lord Howe", "Australia", "Australia/Lord_Howe", date(2027, 10, 2)),  # by half an hour
]
BACK = [
    ("Berlin", "Germany", "Europe/Berlin", date(2027, 10, 30)),
    ("New York", "USA", "America/New_York", date(2027, 11, 6)),
    ("Sydney", "Australia", "Australia/Sydney", date(2027, 4, 3)),
    ("Lord Howe", "Australia", "Australia/Lord_Howe", date(2027, 4, 3)),
]
Change = tuple[str, str, str, date]
# Six zones more, and other ways to change: at midnight, by what is no whole hour from UTC.
FURTHER: list[Change] = [
    ("London", "United Kingdom", "Europe/London", date(2027, 3, 27)),
    ("London", "United Kingdom", "Europe/London", date(2027, 10, 30)),
    ("Dublin", "Ireland", "Europe/Dublin", date(2027, 3, 27)),
    ("Dublin", "Ireland", "Europe/Dublin", date(2027, 10, 30)),
    ("St Johns", "Canada", "America/St_Johns", date(2027, 3, 13)),
    ("St Johns", "Canada", "America/St_Johns", date(2027, 11, 6)),
    ("Chatham", "New Zealand", "Pacific/Chatham", date(2027, 9, 25)),
    ("Chatham", "New Zealand", "Pacific/Chatham", date(2027, 4, 3)),
    ("Los Angeles", "USA", "America/Los_Angeles", date(2027, 3, 13)),
    ("Los Angeles", "USA", "America/Los_Angeles", date(2027, 11, 6)),
    ("Santiago", "Spain", "America/Santiago", date(2027, 9, 4)),
    ("Santiago", "Spain", "America/Santiago", date(2027, 4, 3)),
]
DAY = timedelta(days=1)

every_change = pytest.mark.parametrize(
    "change",
    FORWARD + BACK + times(short=[], long=FURTHER),
    ids=lambda change: f"{change[0]} {change[3]:%b}",
)
by_an_hour_or_less = pytest.mark.parametrize(
    "change",
    [FORWARD[0], FORWARD[-1], BACK[0], BACK[-1], *times(short=[], long=FURTHER)],
    ids=lambda change: f"{change[0]} {change[3]:%b}",
)


def _earlier_today(local: str) -> dict[str, str]:
    return {"When did the session end": "Earlier today", "At what time": local}


async def _until(house: House, change: Change, day: date, local: time) -> None:
    """Let time pass until a time on the clocks of a place."""
    zone = ZoneInfo(change[2])
    await house.go_to(datetime.combine(day, local, tzinfo=zone).astimezone(UTC))


async def _joins(house: House, change: Change) -> Chatter:
    """Bring a patient on the noon before the clocks change."""
    zone, noon = ZoneInfo(change[2]), datetime.combine(change[3], time(12))
    offsets = {(noon + DAY * day).replace(tzinfo=zone).utcoffset() for day in (0, 1)}
    assert len(offsets) == 2, "no clock changes in this night"
    await _until(house, change, change[3], time(12))
    return await house.patient(city=change[0], region=change[1])


@every_change
async def test_the_check_in_of_the_next_day_comes_once_at_the_same_hour(
    house: House, change: Change
) -> None:
    patient = await _joins(house, change)
    assert patient.patient.zone == change[2]
    await had_a_session(patient, _earlier_today("10:00"))

    await _until(house, change, change[3] + DAY, time(9, 59))
    seen = len(patient.from_bot)
    await _until(house, change, change[3] + DAY, time(10, 1))

    (asked,) = patient.from_bot[seen:]
    assert "It is a day since your session." in asked
    assert due(patient, "h24").strftime("%H:%M") == "10:00"


@by_an_hour_or_less
async def test_three_hours_are_three_hours(house: House, change: Change) -> None:
    patient = await _joins(house, change)
    await _until(house, change, change[3], time(23, 30))
    start = house.now

    await had_a_session(patient)

    late = due(patient, "h3").astimezone(UTC) - start - timedelta(hours=3)
    assert timedelta(0) <= late < timedelta(minutes=1)


@by_an_hour_or_less
async def test_quiet_hours_end_at_eight_on_the_wall(house: House, change: Change) -> None:
    patient = await _joins(house, change)
    yesterday = {"When did the session end": "Yesterday", "At what time": "23:00"}

    await had_a_session(patient, yesterday)

    # A day after is 23:00 tonight, which is quiet: the next morning, after the change.
    assert due(patient, "h24").strftime("%Y-%m-%d %H:%M") == f"{change[3] + DAY} 08:00"


@pytest.mark.parametrize("change", FORWARD[:3], ids=lambda change: change[0])
async def test_an_hour_that_does_not_exist_becomes_the_next_that_does(
    house: House, change: Change
) -> None:
    patient = await _joins(house, change)
    await patient.says("/settings")
    await patient.taps("Quiet hours", "none")

    await had_a_session(patient, _earlier_today("02:30"))

    assert due(patient, "h24").strftime("%H:%M") == "03:00"


@pytest.mark.parametrize("change", BACK[:3], ids=lambda change: change[0])
async def test_an_hour_that_comes_twice_brings_one_check_in(house: House, change: Change) -> None:
    clinician = await house.clinician()
    patient = await _joins(house, change)
    await patient.says("/settings")
    await patient.taps("Quiet hours", "none")
    half_past = "01:30" if change[0] == "New York" else "02:30"
    await had_a_session(patient, _earlier_today(half_past))
    await _until(house, change, change[3] + DAY, time(0, 30))
    seen = len(patient.from_bot)

    await _until(house, change, change[3] + DAY, time(3))

    assert sum(GATE in text for text in patient.from_bot[seen:]) == 1
    assert "It is a day since" in patient.last.text
    assert flags(clinician) == []
