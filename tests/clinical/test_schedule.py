"""When check-ins are due: on the patient's clock, over changes of the clocks, in quiet hours."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.clinical.levels import TriageLevel
from bot.clinical.schedule import (
    QuietHours,
    after,
    first_valid,
    follow_up,
    is_quiet,
    plan,
    plan_ladder,
    quiet_end,
)
from tests.clinical.reports import PROTOCOL

SCHEDULE = PROTOCOL.schedule
BERLIN = ZoneInfo("Europe/Berlin")
NEW_YORK = ZoneInfo("America/New_York")
LORD_HOWE = ZoneInfo("Australia/Lord_Howe")  # its clocks change by half an hour
LONDON = ZoneInfo("Europe/London")
AZORES = ZoneInfo("Atlantic/Azores")  # in summer at the time of Greenwich
SAO_PAULO = ZoneInfo("America/Sao_Paulo")  # its clocks changed at midnight until 2018
ZONES = [BERLIN, NEW_YORK, LORD_HOWE, ZoneInfo("Asia/Kolkata"), ZoneInfo("Pacific/Kiritimati")]

moments = st.datetimes(
    min_value=datetime(2025, 1, 1),  # noqa: DTZ001 - Hypothesis wants bounds without a zone
    max_value=datetime(2027, 12, 31),  # noqa: DTZ001
    timezones=st.just(UTC),
)


def at(zone: ZoneInfo, *when: int) -> datetime:
    """Give a moment on the clock of a zone."""
    return datetime(*when, tzinfo=zone)  # type: ignore[misc,arg-type]


def clock(moment: datetime, zone: ZoneInfo) -> str:
    """Read the clock of a zone."""
    return moment.astimezone(zone).strftime("%d %H:%M")


def quiet(zone: ZoneInfo) -> QuietHours:
    """Give the protocol's quiet hours in a zone."""
    return QuietHours(zone=zone, start=SCHEDULE.quiet_from, end=SCHEDULE.quiet_to)


def test_the_points_are_those_of_the_protocol() -> None:
    hours = {p.key: (p.opens, p.due, p.closes, p.expires) for p in SCHEDULE.points}

    assert hours == {
        "h3": (2, 3, 4, 18),
        "h24": (20, 24, 28, 42),
        "h48": (44, 48, 52, 66),
        "h72": (68, 72, 76, 120),
        "d7": (156, 168, 180, 240),
        "d14": (324, 337, 360, 408),
    }
    assert SCHEDULE.sessions_in_course == 4
    assert SCHEDULE.reminder_after == 3
    assert (SCHEDULE.quiet_from, SCHEDULE.quiet_to) == (time(21), time(8))


@pytest.mark.parametrize(
    ("point", "hours"),
    [("h3", 6), ("h24", 6), ("h48", 6), ("h72", 12), ("d7", 12), ("d14", 12), ("cough", 12)],
)
def test_silence_counts_sooner_in_the_first_days(point: str, hours: float) -> None:
    assert SCHEDULE.silence_hours(point) == hours


@pytest.mark.parametrize(
    ("zone", "ended", "hours", "expected"),
    [
        # In Berlin the clocks go forward on 29 March 2026 and back on 25 October.
        (BERLIN, (2026, 3, 28, 18, 0), 24, "29 18:00"),
        (BERLIN, (2026, 3, 28, 18, 0), 48, "30 18:00"),
        (BERLIN, (2026, 10, 24, 18, 0), 24, "25 18:00"),
        (BERLIN, (2026, 10, 24, 18, 0), 168, "31 18:00"),
        (NEW_YORK, (2026, 3, 7, 18, 0), 24, "08 18:00"),
        (NEW_YORK, (2026, 10, 31, 18, 0), 24, "01 18:00"),
        (LORD_HOWE, (2026, 10, 3, 18, 0), 24, "04 18:00"),
        (LORD_HOWE, (2026, 4, 4, 18, 0), 24, "05 18:00"),
        # Skipped by the clocks: the first minute that exists.
        (BERLIN, (2026, 3, 28, 2, 30), 24, "29 03:00"),
        (LORD_HOWE, (2026, 10, 3, 2, 15), 24, "04 02:30"),
        (LONDON, (2026, 3, 28, 1, 30), 24, "29 02:00"),
        (AZORES, (2026, 3, 28, 0, 30), 24, "29 01:00"),
        # Shown twice by the clocks: the first time.
        (BERLIN, (2026, 10, 24, 2, 30), 24, "25 02:30"),
        # Days keep the clock, the hour beyond them is elapsed time.
        (BERLIN, (2026, 3, 20, 18, 0), 337, "03 19:00"),
    ],
)
def test_days_keep_the_patients_clock(
    zone: ZoneInfo, ended: tuple[int, ...], hours: float, expected: str
) -> None:
    assert clock(after(at(zone, *ended), hours, zone), zone) == expected


@pytest.mark.parametrize(
    ("ended", "expected"),
    [((2026, 3, 29, 0, 30), "29 04:30"), ((2026, 10, 25, 0, 30), "25 02:30")],
)
def test_hours_are_elapsed_time(ended: tuple[int, ...], expected: str) -> None:
    start = at(BERLIN, *ended)
    due = after(start, 3, BERLIN)

    assert due - start.astimezone(UTC) == timedelta(hours=3)
    assert clock(due, BERLIN) == expected


def test_a_time_shown_twice_means_the_first() -> None:
    first = first_valid(at(BERLIN, 2026, 10, 25, 2, 30).replace(fold=1))

    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_skipped_time_becomes_the_very_instant_of_the_change() -> None:
    skipped = at(BERLIN, 2026, 3, 29, 2, 30, 45, 500)

    assert first_valid(skipped) == datetime(2026, 3, 29, 1, tzinfo=UTC)


def test_a_midnight_that_was_skipped_becomes_the_first_minute_of_that_day() -> None:
    skipped = at(SAO_PAULO, 2018, 11, 4, 0, 0)

    assert clock(first_valid(skipped), SAO_PAULO) == "04 01:00"


@given(start=moments, zone=st.sampled_from(ZONES), days=st.integers(1, 30))
def test_whole_days_keep_the_clock_unless_it_is_skipped(
    start: datetime, zone: ZoneInfo, days: int
) -> None:
    local = start.astimezone(zone)
    due = after(start, days * 24, zone).astimezone(zone)
    expected = datetime.combine(local.date() + timedelta(days=days), local.time(), tzinfo=zone)
    late = due.replace(tzinfo=None) - expected.replace(tzinfo=None)

    assert timedelta() <= late < timedelta(hours=1)
    skipped = expected.astimezone(UTC).astimezone(zone).replace(tzinfo=None) != (
        expected.replace(tzinfo=None)
    )
    assert (late == timedelta()) or skipped


@pytest.mark.parametrize(
    ("hour", "minute", "covered"),
    [(20, 59, False), (21, 0, True), (2, 0, True), (7, 59, True), (8, 0, False), (12, 0, False)],
)
def test_quiet_hours_run_over_midnight(hour: int, minute: int, covered: bool) -> None:
    assert quiet(BERLIN).covers(at(BERLIN, 2026, 5, 5, hour, minute)) is covered


def test_quiet_hours_within_a_day_and_none_at_all() -> None:
    noon = at(BERLIN, 2026, 5, 5, 12)

    assert is_quiet(noon, BERLIN, time(11), time(13))
    assert not is_quiet(noon, BERLIN, time(13), time(14))
    assert not is_quiet(noon, BERLIN, time(12), time(12))
    assert is_quiet(noon, BERLIN, time(12), time(13))
    assert not is_quiet(noon, BERLIN, time(11), time(12))


def test_quiet_hours_end_in_the_morning_after() -> None:
    evening, night = at(BERLIN, 2026, 5, 5, 22), at(BERLIN, 2026, 5, 6, 3)

    assert clock(quiet_end(evening, BERLIN, time(8)), BERLIN) == "06 08:00"
    assert clock(quiet(BERLIN).shift(night), BERLIN) == "06 08:00"


def test_quiet_hours_that_end_now_have_ended() -> None:
    assert clock(quiet_end(at(BERLIN, 2026, 5, 5, 8), BERLIN, time(8)), BERLIN) == "05 08:00"


@pytest.mark.parametrize("zone", [NEW_YORK, ZoneInfo("Asia/Kolkata")])
@pytest.mark.parametrize(
    ("now", "start"),
    [
        ((2026, 5, 5, 20, 59), "05 21:00"),
        ((2026, 5, 5, 21, 0), "06 21:00"),
        ((2026, 5, 5, 23, 0), "06 21:00"),
        ((2026, 5, 6, 0, 30), "06 21:00"),
    ],
)
def test_the_next_quiet_hours_start_in_the_evening(
    zone: ZoneInfo, now: tuple[int, ...], start: str
) -> None:
    begins = quiet(zone).next_start(at(zone, *now))

    assert begins is not None
    assert clock(begins, zone) == start


def test_without_quiet_hours_none_ever_start() -> None:
    never = QuietHours(zone=BERLIN, start=time(8), end=time(8))

    assert never.next_start(at(BERLIN, 2026, 5, 5, 12)) is None


def test_every_moment_of_a_point_keeps_the_patients_clock() -> None:
    planned = {p.point: p for p in plan(SCHEDULE, at(BERLIN, 2026, 3, 27, 12), quiet(BERLIN))}
    week = planned["d7"]

    moments = [week.opens_at, week.due_at, week.closes_at, week.expires_at]
    assert [clock(moment, BERLIN) for moment in moments] == [
        "03 00:00",
        "03 12:00",
        "04 00:00",
        "06 12:00",
    ]


def test_a_point_is_found_by_its_key() -> None:
    found = SCHEDULE.point("h48")

    assert found is not None
    assert found.due == 48
    assert SCHEDULE.point("h49") is None


def test_the_three_hour_point_comes_at_night_without_a_sound() -> None:
    planned = {p.point: p for p in plan(SCHEDULE, at(BERLIN, 2026, 5, 5, 19, 30), quiet(BERLIN))}

    assert clock(planned["h3"].due_at, BERLIN) == "05 22:30"
    assert planned["h3"].silent
    assert not planned["h24"].silent


def test_other_points_wait_for_the_morning() -> None:
    planned = {p.point: p for p in plan(SCHEDULE, at(BERLIN, 2026, 5, 5, 21, 30), quiet(BERLIN))}

    assert clock(planned["h24"].due_at, BERLIN) == "07 08:00"
    assert clock(planned["d7"].due_at, BERLIN) == "13 08:00"
    assert not planned["h24"].silent


def test_a_session_by_day_is_followed_without_any_shift() -> None:
    planned = plan(SCHEDULE, at(BERLIN, 2026, 5, 5, 14), quiet(BERLIN))

    assert [clock(entry.due_at, BERLIN) for entry in planned] == [
        "05 17:00",
        "06 14:00",
        "07 14:00",
        "08 14:00",
        "12 14:00",
        "19 15:00",
    ]
    assert not any(entry.silent for entry in planned)


@given(ended=moments, zone=st.sampled_from(ZONES))
def test_every_point_can_be_answered_and_is_on_time_or_in_the_morning(
    ended: datetime, zone: ZoneInfo
) -> None:
    for entry in plan(SCHEDULE, ended, quiet(zone)):
        assert entry.opens_at <= entry.due_at < entry.expires_at
        assert entry.opens_at < entry.closes_at < entry.expires_at
        assert entry.due_at.tzinfo is UTC
        assert entry.point == "h3" or not quiet(zone).covers(entry.due_at)


@given(ended=moments, zone=st.sampled_from(ZONES))
def test_the_last_point_is_late_enough_for_the_rule_about_two_weeks(
    ended: datetime, zone: ZoneInfo
) -> None:
    """Rule R61 speaks after 336 hours; when clocks go forward, fourteen days have one less."""
    last = plan(SCHEDULE, ended, quiet(zone))[-1]

    assert last.point == "d14"
    assert last.due_at - ended >= timedelta(hours=336)


@pytest.mark.parametrize(
    ("level", "rules", "expected", "hours", "asks"),
    [
        ("contact_clinic", ("R78",), "cough", 4, "check_in"),
        ("contact_clinic", ("R62", "R78"), "cough", 4, "check_in"),
        ("contact_clinic", ("R62",), "contact_clinic", 24, "check_in"),
        ("urgent", ("R78", "R45"), "urgent", 1, "safety"),
        ("emergency", ("R02", "R78"), "emergency", 0.5, "safety"),
    ],
)
def test_a_result_calls_for_its_follow_up(
    level: str, rules: tuple[str, ...], expected: str, hours: float, asks: str
) -> None:
    entry = follow_up(SCHEDULE, TriageLevel(level), rules)

    assert entry is not None
    assert (entry.key, entry.due, entry.questionnaire) == (expected, hours, asks)


def test_self_care_calls_for_none() -> None:
    assert follow_up(SCHEDULE, TriageLevel.SELF_CARE, ("R90",)) is None


def test_safety_questions_do_not_wait_for_the_morning() -> None:
    safety = [entry for entry in SCHEDULE.follow_ups if entry.questionnaire == "safety"]

    assert safety
    assert not any(entry.quiet_hours for entry in safety)


def test_a_ladder_counts_days_on_the_patients_clock_and_keeps_the_night() -> None:
    (ladder,) = SCHEDULE.ladders
    told = at(BERLIN, 2026, 10, 20, 20, 30)  # the clocks go back on the 25th

    steps = plan_ladder(ladder, told, quiet(BERLIN))

    assert [(step.point, clock(step.due_at, BERLIN)) for step in steps] == [
        ("nerve_15", "04 20:30"),
        ("nerve_42", "02 08:00"),  # an hour later is in the night
        ("nerve_90", "19 08:00"),
    ]
    assert {step.closes_at - step.opens_at for step in steps} == {timedelta(hours=24)}
    assert {step.expires_at - step.opens_at for step in steps} == {timedelta(hours=72)}


def test_a_check_in_asks_first_about_what_its_point_or_ladder_names() -> None:
    nerves = ("tingling", "numbness", "electric_shock", "weakness")

    assert SCHEDULE.focus("nerve_42") == nerves == SCHEDULE.focus("d14")
    assert SCHEDULE.focus("contact_clinic") == ()
    assert {"h3", "cough", "nerve_90"} <= set(SCHEDULE.keys)
