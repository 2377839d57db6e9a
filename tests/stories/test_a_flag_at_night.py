"""A flag outside duty hours: what the patient reads, who is told, and the next morning."""

import logging
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.clinical.levels import TriageLevel
from bot.due.sweep import next_moment
from bot.logs import NOISY
from bot.storage import alerts
from bot.storage.alerts import AlertState
from tests.house import Chatter, House, open_house
from tests.stories.acts import GOT_CARE, SAFE, answers, has
from tests.stories.holding import holds_at_the_end
from tests.stories.records import alert, flagged, flags, happened

BERLIN = ZoneInfo("Europe/Berlin")
HOURS = "mon-fri 09:00-17:00"
CLOSED = "The clinic is closed now. It reads this from"


def berlin(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BERLIN).astimezone(UTC)


@pytest.fixture
async def house(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> AsyncIterator[House]:
    """Open a clinic that has said when it is on duty, and wants a digest at eight."""
    caplog.set_level(logging.INFO)
    for name in NOISY:
        caplog.set_level(logging.WARNING, logger=name)
    async with open_house(tmp_path, DUTY_HOURS=HOURS, DIGEST_HOUR="8") as opened:
        yield opened
        await holds_at_the_end(opened, caplog.text)


def digests(person: Chatter) -> list[str]:
    return [text for text in person.from_bot if text.startswith("Good morning.")]


async def test_a_flag_at_2240_nobody_acknowledges_the_next_mornings_digest_and_its_end(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    dana, aud = await house.clinician("Dana"), await house.staff("auditor", "Aud")
    kim = await house.patient("Kim")
    await house.go_to(berlin("2026-11-02T22:40"))

    await robin.says("/problem")
    await has(robin, "Pins and needles", "All the time, and strong")
    told = next(text for text in robin.from_bot if CLOSED in text)
    await house.go_to(berlin("2026-11-03T07:59"))

    # In the same message: what to do, that the clinic is closed, when it reads, what if worse.
    assert told.index("Get medical help today") < told.index("Tue 3 Nov, 09:00")
    assert told.endswith("If you feel worse before then, call 112.")
    # Alerts go out all the same: first to one, after 30 minutes to the next, again and again.
    assert flagged(robin) is TriageLevel.URGENT
    assert happened(robin).count("escalated") >= 1
    assert len(flags(charlie)) > len(flags(dana)) > 1
    assert digests(charlie) == digests(dana) == []

    await house.go_to(berlin("2026-11-03T08:00"))

    code = robin.patient.code
    (digest,) = digests(charlie)
    assert digest == digests(dana)[0]
    assert "One open alert:\nFlag 1 · Urgent" in digest
    assert f"· {code} · open for 9 hours · nobody has seen it" in digest
    assert "Nobody is silent." in digest
    assert "0 check-ins are due today." in digest
    assert "Robin" not in digest
    assert "needles" not in digest
    assert digests(aud) == []

    assert GOT_CARE in robin.last.text
    await answers(robin, {GOT_CARE: "Yes", SAFE: "Yes"})
    await charlie.taps("Acknowledge")
    await charlie.taps("Close with a reason", "Seen at the clinic", "Care is arranged")
    await charlie.says("Seen at ten, letter to the GP")
    await house.go_to(berlin("2026-11-04T08:00"))

    (closed,) = alerts.of_patient(house.clinic.db, robin.patient.id)
    assert (closed.state, closed.action, closed.reason, closed.note) == (
        AlertState.CLOSED,
        "seen",
        "care_arranged",
        "Seen at ten, letter to the GP",
    )
    assert alert(robin) is None
    assert "letter to the GP" not in str([dana.from_bot, robin.from_bot, kim.from_bot])
    assert len(digests(charlie)) == 2
    assert "No open alerts." in digests(charlie)[-1]


async def test_in_duty_hours_nobody_is_told_that_the_clinic_is_closed(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await robin.says("my neck feels odd")

    assert [text for text in robin.from_bot if CLOSED in text] == []
    assert len(flags(charlie)) == 1


async def test_a_digest_comes_once_a_day_through_restarts_clock_changes_and_an_outage(
    house: House, charlie: Chatter
) -> None:
    await charlie.says("/off 2026-11-03")  # nobody else is there: it comes all the same
    for day in range(1, 4):
        await house.go_to(berlin("2026-11-02T08:00") + timedelta(days=day))
        await house.app.sweep()  # as after a start: the row says what is done
        await house.settle()
        assert len(digests(charlie)) == day

    await house.outage(days=3, hours=4)
    assert len(digests(charlie)) == 4  # late, and once for all the mornings that were missed

    await house.go_to(berlin("2027-03-27T12:00"))  # the clocks go forward in the next night
    before = len(digests(charlie))
    await house.go_to(berlin("2027-03-28T07:59"))
    assert len(digests(charlie)) == before
    await house.go_to(berlin("2027-03-28T08:00"))
    assert len(digests(charlie)) == before + 1
    assert next_moment(house.clinic) == berlin("2027-03-29T08:00")
