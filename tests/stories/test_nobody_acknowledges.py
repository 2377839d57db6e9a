"""An alert that nobody sees to comes again, and to more people, until a person acts."""

from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage.alerts import AlertState
from tests.house import Chatter, House
from tests.stories.acts import has
from tests.stories.records import alert, flagged, flags, happened

Staff = tuple[Chatter, Chatter, Chatter]


@pytest.fixture
async def staff(house: House) -> Staff:
    """Bring three clinicians, in duty order."""
    return (
        await house.clinician("Charlie"),
        await house.clinician("Dana"),
        await house.clinician("Eli"),
    )


@pytest.fixture
async def robin(house: House, staff: Staff) -> Chatter:
    """Bring a patient."""
    return await house.patient("Robin")


def _told(staff: Staff) -> tuple[int, ...]:
    return tuple(len(flags(clinician)) for clinician in staff)


async def _needs_help_now(robin: Chatter) -> None:
    await robin.says("/problem")
    await robin.taps("Hard to breathe")


async def _tingles(robin: Chatter) -> None:
    await robin.says("/problem")
    await has(robin, "Pins and needles", "Often, or bothers my sleep")


async def _feels_weaker(robin: Chatter) -> None:
    await robin.says("/problem")
    await has(robin, "Weakness", "Feels weaker, I can do everything")


async def test_an_emergency_is_sent_again_then_to_the_next_then_to_all(
    house: House, staff: Staff, robin: Chatter
) -> None:
    start = house.now
    await _needs_help_now(robin)

    told_at = {}
    for minutes in (9, 11, 21, 31, 41, 51, 61, 91):
        await house.go_to(start + timedelta(minutes=minutes))
        told_at[minutes] = _told(staff)

    assert told_at == {
        9: (1, 0, 0),
        11: (2, 0, 0),
        21: (3, 0, 0),
        31: (4, 1, 0),
        41: (5, 2, 0),
        51: (6, 3, 0),
        61: (7, 4, 1),
        91: (8, 5, 2),
    }
    assert happened(robin).count("escalated") == 2


async def test_what_can_wait_a_day_is_sent_less_often(
    house: House, staff: Staff, robin: Chatter
) -> None:
    start = house.now
    await _tingles(robin)

    told_at = {}
    for minutes in (29, 31, 61, 299, 301):
        await house.go_to(start + timedelta(minutes=minutes))
        told_at[minutes] = _told(staff)

    assert told_at == {
        29: (1, 0, 0),
        31: (2, 1, 0),
        61: (3, 2, 1),
        299: (3, 2, 1),
        301: (4, 3, 2),
    }


async def test_acknowledging_ends_the_sending_for_all(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, dana, _ = staff
    await _needs_help_now(robin)
    await house.go(minutes=35)

    await dana.taps("Acknowledge")
    told = _told(staff)
    await house.go(minutes=24)  # before "are you safe?" can raise it again

    found = alert(robin)
    assert _told(staff) == told
    assert "Acknowledged" in dana.last.text
    assert found is not None
    assert found.state is AlertState.ACKNOWLEDGED
    assert flagged(robin) is TriageLevel.EMERGENCY

    await charlie.taps("Acknowledge")  # a second time changes nothing
    assert alert(robin) == found


async def test_an_alert_is_closed_with_a_reason(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    await _tingles(robin)
    await charlie.taps("Acknowledge")
    await charlie.taps("Close with a reason")
    assert "Spoke with the patient" in charlie.last.labels
    assert alert(robin) is not None

    await charlie.taps("Spoke with the patient", "It got better")

    assert alert(robin) is None
    assert charlie.from_bot[-2].endswith("Closed.")
    assert charlie.last.text.startswith("To add a note to flag 1, write it now.")
    assert happened(robin) == ["raised", "delivered", "acknowledged", "closed"]


async def test_after_closing_a_new_finding_is_a_new_flag(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    await _tingles(robin)
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")

    await _needs_help_now(robin)

    assert [text.split(" ·")[0] for text in flags(charlie)] == ["Flag 1", "Flag 2"]
    assert flagged(robin) is TriageLevel.EMERGENCY


async def test_a_new_finding_raises_an_acknowledged_alert_again(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    await _tingles(robin)
    await charlie.taps("Acknowledge")
    assert _told(staff) == (1, 0, 0)

    await robin.says("It also burns a little at night")

    found = alert(robin)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert found.acknowledged_by is None
    assert _told(staff) == (2, 0, 0)
    assert happened(robin) == ["raised", "delivered", "acknowledged", "joined", "delivered"]


async def test_a_higher_finding_on_an_open_alert_is_sent_at_once(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    await _tingles(robin)

    await _needs_help_now(robin)

    assert flagged(robin) is TriageLevel.EMERGENCY
    assert len(flags(charlie)) == 2
    assert "Emergency" in flags(charlie)[1]


async def test_the_level_latches(house: House, staff: Staff, robin: Chatter) -> None:
    charlie, *_ = staff
    await _needs_help_now(robin)
    await charlie.taps("Acknowledge")

    await _tingles(robin)

    assert flagged(robin) is TriageLevel.EMERGENCY
    assert "Emergency" in flags(charlie)[-1]


async def test_when_the_first_clinician_cannot_be_reached_the_next_is_told_at_once(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    house.api.faults.add(method="sendMessage", status=403, chat_id=charlie.person.id, times=None)

    await _needs_help_now(robin)
    await house.go(seconds=1)

    assert _told(staff) == (0, 1, 0)


async def test_a_clinician_who_blocked_the_bot_comes_last_until_they_return(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, dana, _ = staff
    charlie.person.blocks()
    await house.settle()

    await _tingles(robin)
    assert _told(staff) == (0, 1, 0)

    await dana.taps("Close with a reason", "Nothing was needed", "Known before")
    charlie.person.unblocks()
    await house.settle()
    await _feels_weaker(robin)
    assert _told(staff) == (1, 1, 0)


async def test_when_nobody_can_be_reached_the_alert_is_tried_again_at_its_own_pace(
    house: House, staff: Staff, robin: Chatter
) -> None:
    for clinician in staff:
        chat_id = clinician.person.id
        house.api.faults.add(method="sendMessage", status=403, chat_id=chat_id, times=None)

    await _needs_help_now(robin)
    await house.go(hours=2)

    tried = [r for r in house.api.journal.requests if r.status == 403]
    assert len(staff) <= len(tried) <= 20  # neither given up nor without end
    found = alert(robin)
    assert found is not None
    assert found.state is AlertState.RAISED
    house.api.faults.clear()
    await house.go(minutes=31)
    assert _told(staff) == (1, 1, 1)


async def test_only_clinicians_may_acknowledge(house: House, staff: Staff, robin: Chatter) -> None:
    charlie, *_ = staff
    await _tingles(robin)
    button = charlie.last.buttons[0][0]
    assert button.label == "Acknowledge"

    robin.person.taps("", message=robin.last, data=button.data)
    await house.settle()

    found = alert(robin)
    assert found is not None
    assert found.state is AlertState.RAISED
    assert robin.person.toasts[-1] == "This button is not yours."


async def test_an_alert_shows_no_name_and_no_answer(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    await _tingles(robin)

    (flag,) = flags(charlie)
    assert robin.patient.code in flag
    assert "Robin" not in flag
    assert "needles" not in flag


async def test_open_alerts_are_listed_most_urgent_first(
    house: House, staff: Staff, robin: Chatter
) -> None:
    charlie, *_ = staff
    kim = await house.patient("Kim")
    await _tingles(robin)
    await _needs_help_now(kim)
    seen = len(charlie.from_bot)

    await charlie.says("/alerts")

    shown = charlie.from_bot[seen:]
    assert shown[0].startswith("2 open alerts")
    assert kim.patient.code in shown[1]
    assert robin.patient.code in shown[2]
