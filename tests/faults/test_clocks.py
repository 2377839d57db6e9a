"""The clock jumps, the table of zones is not there, patients travel: each check-in comes once."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.pathway import enrolment
from bot.storage.database import transaction
from bot.storage.forms import FormKind, FormState
from tests.faults.forms import times
from tests.house import Chatter, House
from tests.stories.acts import GATE, had_a_session, is_well
from tests.stories.records import check_in, due, flags, forms_of

JUMP = timedelta(seconds=3_700)
STEP = timedelta(minutes=10)
Show = Callable[[str], None]


@pytest.fixture
async def charlie(house: House) -> Chatter:
    """Bring the clinician on duty."""
    return await house.clinician()


@pytest.fixture
async def robin(house: House, charlie: Chatter) -> Chatter:
    """Bring a patient who has just had a session."""
    robin = await house.patient("Robin")
    await had_a_session(robin)
    return robin


def prompts(robin: Chatter, seen: int) -> int:
    """Count the first messages of check-ins since then; a question put again is none."""
    again = ("I could not be reached", "A reminder", "Reminder")
    asked = [text for text in robin.from_bot[seen:] if GATE in text]
    return sum(not text.startswith(again) for text in asked)


async def jump(house: House, by: timedelta) -> None:
    """Set the clock, and let the bot do what it does at each tick."""
    house.clock.move_to(house.now + by)
    await house.app.receiver.poll(wait=0)
    await house.app.sweep()
    await house.settle()


@pytest.mark.parametrize("before", [timedelta(minutes=-90), STEP * -1, STEP], ids=str)
@pytest.mark.parametrize("by", [JUMP, -JUMP], ids=["forward", "back"])
async def test_a_check_in_comes_once_however_the_clock_jumps_around_it(
    house: House, robin: Chatter, by: timedelta, before: timedelta, show: Show
) -> None:
    seen = len(robin.from_bot)
    await house.go_to(due(robin, "h3") + before)

    await jump(house, by)
    await jump(house, -by)  # somebody sets it right
    for _ in range(15):
        await jump(house, STEP)

    first = sum("It is about 3 hours since" in text for text in robin.from_bot[seen:])
    assert first == 1
    await is_well(robin)
    assert check_in(robin, "h3").state is FormState.ANSWERED
    await house.go_to(due(robin, "h24") + STEP)
    assert sum("It is a day since" in text for text in robin.from_bot[seen:]) == 1
    show(f"the clock jumped {by.total_seconds():+.0f} s and back: each check-in came once")


async def test_an_answer_and_its_alert_count_while_the_clock_is_wrong(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await house.go(hours=3)
    await jump(house, -JUMP)

    await robin.taps("Hard to breathe")

    assert "Call 112 now" in robin.last.text or "Call 112 now" in robin.from_bot[-2]
    assert len(flags(charlie)) == 1
    assert check_in(robin, "h3").level is TriageLevel.EMERGENCY
    await jump(house, JUMP)
    assert len(flags(charlie)) >= 1
    assert len([form for form in forms_of(robin) if form.kind is FormKind.SAFETY]) == 1


async def test_a_reply_that_waits_is_sent_though_the_clock_goes_back(
    house: House, robin: Chatter
) -> None:
    house.api.faults.add(method="sendMessage", kind="retry_after", seconds=30)
    robin.person.writes("/diary")
    await house.app.receiver.poll(wait=0)
    await house.app.working.step()
    while await house.app.sender.send_one():
        pass
    house.clock.move_to(house.now - JUMP)

    await house.settle()
    await robin.says("7")

    assert "How long did it last?" in robin.last.text


ZONES = ("Asia/Tokyo", "America/St_Johns", "Pacific/Chatham", "Europe/Berlin", "Asia/Kathmandu")


@pytest.mark.parametrize("zones", [ZONES, ZONES[::-1]], ids=["east", "west"])
async def test_who_travels_loses_no_check_in_and_gets_none_twice(
    house: House, robin: Chatter, zones: tuple[str, ...], show: Show
) -> None:
    planned = {form.point for form in forms_of(robin, FormKind.CHECK_IN)}
    seen, stops = len(robin.from_bot), times(short=zones, long=zones * 3)
    for number, zone in enumerate(stops):
        await house.go(hours=16 if number % 2 else 40)
        with transaction(house.clinic.db):
            enrolment.set_zone(house.clinic, robin.patient, zone)
        await house.settle()
    await house.go(days=16)

    every = forms_of(robin, FormKind.CHECK_IN)
    assert sorted(form.point or "" for form in every) == sorted(point or "" for point in planned)
    assert {form.state for form in every} == {FormState.MISSED}
    asked = [form.asked_at for form in every if form.asked_at]
    assert len(asked) == len(planned)
    assert prompts(robin, seen) == len(planned)
    show(f"{len(stops)} zones in two weeks: {len(planned)} check-ins, each asked for once")


def test_without_the_systems_table_of_zones_all_zones_are_known() -> None:
    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "from bot.pathway import zones; import zoneinfo; assert zoneinfo.TZPATH == ();"
            "print(zones.of_city('Berlin'), zoneinfo.ZoneInfo('Australia/Lord_Howe').key)",
        ],
        env={**os.environ, "PYTHONTZPATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 0, told.stderr
    assert "['Europe/Berlin'] Australia/Lord_Howe" in told.stdout
