"""Groups, people who block the bot and come back, and whoever sends what no app would send."""

import pytest

from bot.demo.bot_api import Group
from bot.demo.bot_api.chats import Standing
from bot.storage import patients
from tests.house import Chatter, House
from tests.telegram.lookup import count, current_form, given

PRIVATELY = "Please write to me privately: open @needling_test_bot and press Start."


@pytest.fixture
async def family(house: House, robin: Chatter) -> Group:
    """Let a patient add the bot to a group."""
    group = house.api.group("Family", robin.person)
    await house.settle()
    return group


def said_in(group: Group) -> list[str]:
    return [message.text for message in group.messages if message.from_bot]


async def test_added_to_a_group_the_bot_asks_for_a_private_chat(family: Group) -> None:
    assert said_in(family) == [PRIVATELY]


@pytest.mark.parametrize(
    "written",
    ["/problem", "/help", "/history", "/patients", "/diary@needling_test_bot", "/nonsense"],
)
async def test_a_command_in_a_group_gets_the_same_words_and_does_nothing(
    house: House, robin: Chatter, charlie: Chatter, family: Group, written: str
) -> None:
    forms = count(house, "form")

    robin.person.writes(written, chat=family)
    charlie.person.writes(written, chat=family)
    await house.settle()

    assert said_in(family) == [PRIVATELY] * 3
    assert count(house, "form") == forms
    assert count(house, "audit", "what = 'viewed'") == 0


@pytest.mark.parametrize("written", ["I feel dizzy", "7", "stop", "back", "Yes, I agree"])
async def test_what_people_say_among_themselves_gets_the_same_words_once_an_hour(
    house: House, robin: Chatter, family: Group, written: str
) -> None:
    await robin.says("/diary")
    before = robin.from_bot

    for _ in range(3):
        robin.person.writes(written, chat=family)
    await house.settle()

    assert said_in(family) == [PRIVATELY, PRIVATELY]  # the first when the bot was added
    assert robin.from_bot == before
    assert given(robin, current_form(robin)) == {}
    assert robin.patient.state == "active"
    assert count(house, "patient_message") == 0


async def test_pictures_and_places_in_a_group_are_left_alone(
    house: House, robin: Chatter, family: Group
) -> None:
    robin.person.sends("photo", chat=family, caption="my swollen neck")
    robin.person.sends("location", chat=family, latitude=35.7, longitude=139.7)
    await house.settle()

    assert said_in(family) == [PRIVATELY]
    assert robin.patient.zone == "Europe/Berlin"


async def test_a_tap_in_a_group_does_nothing(house: House, robin: Chatter, family: Group) -> None:
    await robin.says("/diary")
    form = current_form(robin)

    robin.person.taps("", message=family.messages[-1], data=f"a:{form.id}:nrs_worst:7")
    await house.settle()

    assert robin.person.toasts == ["Please write to me privately."]
    assert given(robin, form) == {}
    assert said_in(family) == [PRIVATELY]


async def test_an_invitation_used_in_a_group_stays_good(
    house: House, stranger: Chatter, family: Group
) -> None:
    token = house.invitation("patient")

    stranger.person.writes(f"/start {token}", chat=family)
    await house.settle()

    assert patients.by_chat(house.clinic.db, stranger.person.id) is None
    assert patients.by_chat(house.clinic.db, family.id) is None
    stranger.person.starts(token)
    await house.settle()
    assert stranger.last.labels == ["Yes, I agree", "No"]


async def test_a_group_that_moves_or_drops_the_bot_is_written_to_no_more(
    house: House, family: Group
) -> None:
    queued = count(house, "outbox")

    family.upgrades()
    family.removes_bot()
    await house.settle()

    assert count(house, "outbox") == queued


async def test_a_patient_who_blocks_the_bot_is_written_to_no_more(
    house: House, robin: Chatter
) -> None:
    robin.person.blocks()
    await house.settle()

    assert not robin.patient.reachable
    assert count(house, "audit", "what = 'unreachable'") == 1


async def test_a_patient_who_unblocks_the_bot_can_be_reached_again(
    house: House, robin: Chatter
) -> None:
    robin.person.blocks()
    await house.settle()

    robin.person.unblocks()
    await house.settle()

    assert robin.patient.reachable


async def test_whoever_writes_can_be_reached_again(house: House, robin: Chatter) -> None:
    robin.person.deactivates()
    robin.person.writes("/help")
    await house.settle()
    assert not robin.patient.reachable

    robin.person.chat.deactivated = False
    await robin.says("/help")

    assert robin.patient.reachable


async def test_whoever_taps_can_be_reached_again(house: House, robin: Chatter) -> None:
    await robin.says("/diary")
    robin.person.deactivates()
    robin.person.writes("/help")
    await house.settle()

    robin.person.chat.deactivated = False
    await robin.taps("7")

    assert robin.patient.reachable


async def test_a_clinician_who_writes_can_be_reached_again(house: House, charlie: Chatter) -> None:
    charlie.person.blocks()
    await house.settle()
    assert count(house, "clinician", "reachable = 0") == 1
    charlie.person.chat.standing = Standing.MEMBER  # and the word of it was lost

    await charlie.says("/alerts")

    assert count(house, "clinician", "reachable = 1") == 1


async def test_a_tap_in_a_foreign_chat_is_refused(
    house: House, robin: Chatter, sam: Chatter
) -> None:
    """Telegram sends no such thing; whoever could send it must still not get in."""
    await robin.says("/diary")
    form = current_form(robin)
    house.api.push_raw(
        {
            "callback_query": {
                "id": "4711",
                "from": sam.person.user.as_json(),
                "chat_instance": "1",
                "data": f"a:{form.id}:nrs_worst:0",
                "message": {
                    "message_id": robin.last.message_id,
                    "date": int(house.now.timestamp()),
                    "chat": robin.person.chat.as_json(),
                    "text": "x",
                },
            }
        }
    )
    house.expected_failures = 1
    await house.settle()

    assert given(robin, form) == {}


async def test_words_from_another_sender_in_a_private_chat_are_not_the_patients(
    house: House, robin: Chatter, sam: Chatter
) -> None:
    await robin.says("/diary")
    house.api.push_raw(
        {
            "message": {
                "message_id": 4711,
                "date": int(house.now.timestamp()),
                "from": sam.person.user.as_json(),
                "chat": robin.person.chat.as_json(),
                "text": "7",
            }
        }
    )
    house.expected_failures = 1
    await house.settle()

    assert given(robin, current_form(robin)) == {}
