"""Duty hours: read from text, kept on the clinic's own clock, across days and clock changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.clinical.duty import DutyHours, parse_duty_hours

BERLIN = ZoneInfo("Europe/Berlin")
WEEK = parse_duty_hours("Mon-Fri 09:00-17:00, sat 10:00-12:00")
NIGHTS = parse_duty_hours("fri-mon 22:00-24:00,sat-tue 0:00-06:00")


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.mark.parametrize(
    ("hours", "moment", "covered"),
    [
        (WEEK, "2026-11-02T09:00", True),  # a Monday
        (WEEK, "2026-11-02T08:59", False),
        (WEEK, "2026-11-06T16:59", True),
        (WEEK, "2026-11-06T17:00", False),
        (WEEK, "2026-11-07T11:00", True),
        (WEEK, "2026-11-08T11:00", False),
        (NIGHTS, "2026-11-06T23:59", True),
        (NIGHTS, "2026-11-07T00:00", True),
        (NIGHTS, "2026-11-03T05:59", True),
        (NIGHTS, "2026-11-03T22:00", False),
        (DutyHours(), "2026-11-08T03:00", True),  # nobody has said: nobody is told "closed"
    ],
)
def test_hours_are_those_of_the_clinics_clock(
    hours: DutyHours, moment: str, covered: bool
) -> None:
    assert hours.covers(berlin(moment), BERLIN) is covered


@pytest.mark.parametrize(
    ("moment", "opens"),
    [
        ("2026-11-02T22:40", "2026-11-03T09:00"),
        ("2026-11-03T07:00", "2026-11-03T09:00"),
        ("2026-11-06T22:40", "2026-11-07T10:00"),
        ("2026-11-07T12:00", "2026-11-09T09:00"),
        ("2026-10-24T22:40", "2026-10-26T09:00"),  # the clocks go back between
        ("2026-03-28T22:40", "2026-03-30T09:00"),  # the clocks go forward between
    ],
)
def test_the_next_hours_begin_when_the_clinic_opens(moment: str, opens: str) -> None:
    assert WEEK.next_start(berlin(moment), BERLIN) == berlin(opens)


def test_one_day_a_week_comes_again_after_a_week() -> None:
    mondays = parse_duty_hours("mon 09:00-10:00")

    assert mondays.next_start(berlin("2026-11-02T09:30"), BERLIN) == berlin("2026-11-09T09:00")
    assert DutyHours().next_start(berlin("2026-11-02T09:30"), BERLIN) is None


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("9-17", 1),
        ("mon-fri 09:00-17:00, weekend 10:00-12:00", 2),
        ("mon 09:00-09:00", 1),
        ("mon 17:00-09:00", 1),
        ("mon 24:00-24:00", 1),
        ("mon 09:00-25:00", 1),
        ("mon 09:60-17:00", 1),
        ("mon 09:00 - 17:00", 1),
        ("mon-fri 09:00-17:00; sat 10:00-12:00", 1),
    ],
)
def test_hours_that_cannot_be_read_are_named_by_their_place(text: str, place: int) -> None:
    with pytest.raises(ValueError, match=f"has no days and hours as entry {place}; write each"):
        parse_duty_hours(text)


@pytest.mark.parametrize("text", ["", " , ", ","])
def test_nothing_written_means_that_nobody_has_said(text: str) -> None:
    assert parse_duty_hours(text) == DutyHours()
