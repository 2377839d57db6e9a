"""Buttons of an alert: for clinicians only, each act once."""

import pytest

from bot.demo.bot_api import Message
from bot.pathway.alerts import raise_alert
from bot.storage import alerts
from bot.storage.alerts import Alert, AlertState
from bot.storage.database import transaction
from tests.house import Chatter, House
from tests.telegram.lookup import audited


@pytest.fixture
async def raised(house: House, charlie: Chatter, robin: Chatter) -> Message:
    """Let a patient write something and give the alert the clinician sees."""
    await robin.says("my neck feels odd")
    return charlie.last


def alert(house: House) -> Alert:
    return alerts.by_id(house.clinic.db, 1)


@pytest.mark.parametrize("data", ["k:1", "x:1", "x:1:called", "k:999", "x:999:called"])
async def test_a_patients_tap_on_an_alert_is_refused_and_noted(
    house: House, robin: Chatter, raised: Message, data: str
) -> None:
    robin.person.taps("", data=data)
    await house.settle()

    number = data.split(":")[1]
    assert robin.person.toasts == ["This button is not yours."]
    assert audited(house, "foreign tap refused") == [f"{robin.patient.code}: alert {number}"]
    assert alert(house).state is AlertState.RAISED


async def test_a_strangers_tap_on_an_alert_is_refused_and_noted(
    house: House, stranger: Chatter, raised: Message
) -> None:
    await stranger.says("hello")

    stranger.person.taps("", message=stranger.last, data="x:1:called")
    await house.settle()

    assert stranger.person.toasts == ["This button is not yours."]
    assert audited(house, "foreign tap refused") == ["stranger: alert 1"]
    assert alert(house).state is AlertState.RAISED


async def test_acknowledging_twice_counts_once(
    house: House, charlie: Chatter, raised: Message
) -> None:
    charlie.person.taps("Acknowledge", message=raised)
    charlie.person.taps("Acknowledge", message=raised)
    await house.settle()

    events = [event.what for event in alerts.events(house.clinic.db, 1)]
    assert events.count("acknowledged") == 1
    assert charlie.person.toasts == ["Acknowledged.", "Acknowledged."]


async def test_the_second_clinician_sees_who_was_first(
    house: House, charlie: Chatter, raised: Message
) -> None:
    dana = await house.clinician("Dana")
    await dana.says("/alerts")
    await charlie.taps("Acknowledge")

    await dana.taps("Acknowledge")

    assert alert(house).acknowledged_by == 1
    assert audited(house, "alert acknowledged") == ["C1: alert 1"]


async def test_closing_asks_for_a_reason_first(
    house: House, charlie: Chatter, raised: Message
) -> None:
    asked = await charlie.taps("Close with a reason")
    assert alert(house).state is AlertState.RAISED
    assert asked.text.endswith("what was done?")

    await charlie.taps("Spoke with the patient", "It got better")

    assert alert(house).state is AlertState.CLOSED
    assert (alert(house).action, alert(house).reason) == ("called", "better")


@pytest.mark.parametrize("data", ["x:1:nonsense", "x:1:", "x:1:called:and:more"])
async def test_a_reason_that_is_none_is_asked_again_or_read_up_to_its_end(
    house: House, charlie: Chatter, raised: Message, data: str
) -> None:
    charlie.person.taps("", data=data)
    await house.settle()

    assert alert(house).state is AlertState.RAISED
    assert charlie.last.labels or alert(house).state is AlertState.CLOSED


async def test_an_old_button_of_a_closed_alert_changes_nothing(
    house: House, charlie: Chatter, raised: Message
) -> None:
    await charlie.taps("Close with a reason", "Spoke with the patient", "It got better")
    before = alert(house)

    charlie.person.taps("Acknowledge", message=raised)
    await house.settle()

    assert alert(house) == before
    assert charlie.person.toasts[-1] == "Closed."


async def test_a_button_of_an_alert_that_never_was_is_answered(
    house: House, charlie: Chatter, raised: Message
) -> None:
    charlie.person.taps("", data="k:4711")
    await house.settle()

    assert charlie.person.toasts == ["This is closed."]


async def test_a_button_older_than_a_cause_that_joined_shows_the_flag_anew(
    house: House, charlie: Chatter, raised: Message
) -> None:
    found = alert(house)
    with transaction(house.clinic.db):
        raise_alert(
            house.clinic,
            patient_id=found.patient_id,
            level=found.level,
            causes=["R32"],
            form_id=None,
        )
    assert alert(house).sendings == found.sendings

    charlie.person.taps("Acknowledge", message=raised)
    await house.settle()

    assert alert(house).state is AlertState.RAISED
    assert charlie.person.toasts[-1].startswith("There is more on this flag.")
    await charlie.taps("Acknowledge")
    assert alert(house).state is AlertState.ACKNOWLEDGED
