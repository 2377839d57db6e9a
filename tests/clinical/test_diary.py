"""The diary's pure part: evenings before quiet hours, locked days, days with medicine."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.clinical.diary import (
    Counted,
    DaysTaken,
    count_days,
    days_taken,
    kinds_taken,
    medicine_facts,
    times_of,
    with_told,
)
from bot.clinical.schedule import QuietHours
from bot.protocol import load_protocol

PROTOCOL = load_protocol()
EVENING, RULE = PROTOCOL.evening, PROTOCOL.medicine_days
BERLIN = ZoneInfo("Europe/Berlin")
TODAY = date(2026, 11, 28)


def quiet(start: str, end: str) -> QuietHours:
    return QuietHours(zone=BERLIN, start=time.fromisoformat(start), end=time.fromisoformat(end))


@pytest.mark.parametrize(
    ("night", "hour", "due"),
    [
        (("21:00", "08:00"), 20, "20:00"),
        (("20:00", "07:00"), 20, "19:30"),
        (("21:00", "08:00"), 22, "20:30"),
        (("00:00", "00:00"), 22, "22:00"),
    ],
)
def test_an_evening_in_quiet_hours_is_asked_for_before_them(
    night: tuple[str, str], hour: int, due: str
) -> None:
    times = times_of(EVENING, TODAY, hour, quiet(*night))

    assert times.due_at.astimezone(BERLIN).strftime("%H:%M") == due


def test_a_day_is_late_after_midnight_and_locked_two_days_later_also_across_dst() -> None:
    times = times_of(EVENING, date(2026, 10, 24), 20, quiet("21:00", "08:00"))

    assert times.closes_at == datetime(2026, 10, 24, 22, tzinfo=UTC)
    assert times.expires_at == datetime(2026, 10, 26, 23, tzinfo=UTC)  # midnight in Berlin


@pytest.mark.parametrize(
    ("answers", "kinds"),
    [
        ({}, set()),
        ({"nrs_worst": 0}, set()),
        ({"medicine": "none"}, set()),
        ({"medicine": "triptan"}, {"triptan"}),
        ({"medicine": "more_than_one"}, {"more_than_one"}),
        ({"medicine": "more_than_one", "medicines": ["nsaid"]}, {"more_than_one", "nsaid"}),
    ],
)
def test_the_kinds_of_an_entry(answers: dict[str, object], kinds: set[str]) -> None:
    assert kinds_taken(answers) == kinds


def days(count: int, *kinds: str, last: date = TODAY) -> list[tuple[date, frozenset[str]]]:
    return [(last - timedelta(days=n), frozenset(kinds)) for n in range(count)]


def test_days_are_counted_by_kind_and_only_in_the_window() -> None:
    assert days_taken(RULE, days(40, "triptan"), TODAY) == DaysTaken(strong=28, any=28)
    assert days_taken(RULE, days(3, "simple", "opioid"), TODAY) == DaysTaken(
        strong=3, simple=3, any=3
    )
    assert days_taken(RULE, days(5, "other"), TODAY) == DaysTaken(any=5)
    assert days_taken(RULE, days(5, "nsaid", last=TODAY - timedelta(days=26)), TODAY) == DaysTaken(
        simple=2, any=2
    )
    assert days_taken(RULE, days(2, "nsaid", last=TODAY + timedelta(days=1)), TODAY).any == 1


def test_several_entries_of_one_day_count_as_one_day() -> None:
    twice = [(TODAY, frozenset({"nsaid"})), (TODAY, frozenset({"triptan"}))]

    assert days_taken(RULE, twice, TODAY) == DaysTaken(strong=1, simple=1, any=1)


@pytest.mark.parametrize(
    ("taken", "told"),
    [
        (DaysTaken(strong=7, any=7), False),
        (DaysTaken(strong=8, any=8), True),
        (DaysTaken(simple=9, any=9), False),
        (DaysTaken(any=9), False),
        (DaysTaken(any=10), True),
    ],
)
def test_the_early_tip(taken: DaysTaken, told: bool) -> None:
    assert RULE.calls_for_tip(taken) is told


def test_the_facts_are_always_whole_numbers() -> None:
    assert medicine_facts(DaysTaken()) == {
        "med_days_strong": 0,
        "med_days_simple": 0,
        "med_days_any": 0,
    }


TOLD = DaysTaken(strong=5, simple=9, any=12)
OWN = DaysTaken(strong=6, simple=2, any=8)


@pytest.mark.parametrize(
    ("told_days_ago", "first_entry_days_ago", "expected"),
    [
        (0, None, DaysTaken(strong=6, simple=9, any=12)),
        (27, 26, DaysTaken(strong=6, simple=9, any=12)),
        (28, 26, OWN),
        (20, 27, OWN),
    ],
)
def test_days_told_before_treatment_count_until_the_diary_has_its_own_window(
    told_days_ago: int, first_entry_days_ago: int | None, expected: DaysTaken
) -> None:
    today = date(2026, 11, 30)
    ago = first_entry_days_ago

    found = with_told(
        PROTOCOL.medicine_days,
        OWN,
        TOLD,
        told_on=today - timedelta(days=told_days_ago),
        first_entry=None if ago is None else today - timedelta(days=ago),
        today=today,
    )

    assert found == expected


def test_a_day_with_several_entries_counts_once_and_days_outside_do_not() -> None:
    first, last = date(2026, 11, 2), date(2026, 11, 15)
    told = [
        (date(2026, 11, 1), True),
        (first, False),
        (first, True),
        (date(2026, 11, 3), False),
        (last, True),
        (date(2026, 11, 16), True),
    ]

    assert count_days(told, first, last) == Counted(filled=3, days=2)
