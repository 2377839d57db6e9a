"""One person floods the bot: others are not held up, every word is kept, red flags count."""

from collections.abc import Callable

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import alerts
from bot.telegram.pace import CHAT_BURST, CHAT_REST
from tests.faults.forms import times
from tests.house import Chatter, House
from tests.telegram.lookup import column, count, current_form, given, written

MESSAGES = times(short=200, long=5_000)
OTHERS = times(short=10, long=100)
NOTICE = "These are more messages than I can answer at once"
INSTRUCTION = "Call 112 now"
Show = Callable[[str], None]


async def diaries(house: House, people: int) -> list[Chatter]:
    """Bring patients who are asked how strong the pain is."""
    found = [await house.patient(f"Patient {number}") for number in range(people)]
    for patient in found:
        await patient.says("/diary")
    return found


async def turns_for(house: House, people: list[Chatter]) -> int:
    """Work turn by turn until everybody's answer is stored, and give their number."""
    for patient in people:
        patient.person.writes("7")
    await house.store()
    turns = 0
    while not all("nrs_worst" in given(p, current_form(p)) for p in people):
        assert await house.app.working.step(), "an answer is lost"
        turns += 1
    return turns


async def test_a_flood_holds_nobody_else_up(house: House, show: Show) -> None:
    await house.clinician()
    flooder = await house.patient("Robin")
    in_peace = await turns_for(house, await diaries(house, OTHERS))
    await house.settle()
    others = await diaries(house, OTHERS)
    before = len(house.api.journal.sent())
    for number in range(MESSAGES):
        flooder.person.writes(f"word {number}")

    in_flood = await turns_for(house, others)
    await house.settle()

    assert in_flood <= in_peace + 1
    sent = house.api.journal.sent()[before:]
    receivers = [request.parameters["chat_id"] for request in sent]
    last = max(receivers.index(patient.person.id) for patient in others)
    seconds = (sent[last].at - sent[0].at).total_seconds()
    own_pace = CHAT_BURST + seconds / CHAT_REST.total_seconds() + 1
    assert receivers[:last].count(flooder.person.id) <= own_pace
    assert count(house, "inbox", "state <> 'done'") == 0
    show(
        f"{MESSAGES} messages of one patient: {OTHERS} others answered in {in_flood} turns of the "
        f"worker, {in_peace} without the flood"
    )


async def test_of_a_flood_every_word_is_kept_and_red_flags_count(house: House, show: Show) -> None:
    charlie = await house.clinician()
    flooder = await house.patient("Robin")
    words = [f"word {number}" for number in range(MESSAGES)]
    words[MESSAGES // 2] = "this is the worst headache of my life"
    for text in words:
        flooder.person.writes(text)

    await house.settle()

    assert column(house, "SELECT text FROM patient_message ORDER BY id") == words
    assert sum(text.startswith(NOTICE) for text in flooder.from_bot) == 1
    assert sum(INSTRUCTION in text for text in flooder.from_bot) == 1
    (alert,) = alerts.of_patient(house.clinic.db, flooder.patient.id)
    assert alert.level is TriageLevel.EMERGENCY
    assert "Emergency" in charlie.from_bot[-1]
    grown = {name: count(house, name) for name in ("outbox", "alert_event", "form")}
    assert sum(grown.values()) < 120, grown  # however long the flood is
    show(f"{MESSAGES} messages in a minute, {MESSAGES} kept, 1 notice, rows besides: {grown}")


@pytest.fixture
async def charlie(house: House) -> Chatter:
    """Bring the clinician on duty."""
    return await house.clinician()


@pytest.fixture
async def robin(house: House, charlie: Chatter) -> Chatter:
    """Bring a patient who has written more than can be answered."""
    robin = await house.patient("Robin")
    for number in range(25):
        robin.person.writes(f"word {number}")
    await house.settle()
    assert sum(text.startswith(NOTICE) for text in robin.from_bot) == 1
    return robin


async def test_a_minute_later_everything_is_as_ever(house: House, robin: Chatter) -> None:
    seen = len(robin.from_bot)
    await robin.says("and one more")
    assert len(robin.from_bot) == seen
    assert written(robin)[0] == "and one more"

    await house.go(minutes=1, seconds=1)
    await robin.says("my neck feels odd")

    assert "cannot judge what you wrote" in robin.last.text


async def test_in_a_flood_answers_and_calls_for_help_go_through(
    house: House, robin: Chatter
) -> None:
    await robin.says("/problem")
    assert "None of these" in robin.last.labels
    await robin.says("none of these")
    assert given(robin, current_form(robin)) == {"gate": "none"}

    await robin.says("/stop")

    assert robin.patient.state == "withdrawn"


async def test_a_flag_somebody_has_seen_is_raised_again_by_a_flood(
    house: House, charlie: Chatter, robin: Chatter
) -> None:
    await charlie.taps("Acknowledge", "Acknowledge")  # the first shows what has come since
    assert column(house, "SELECT state FROM alert") == ["acknowledged"]

    await robin.says("and it goes on")

    assert column(house, "SELECT state FROM alert") == ["raised"]


async def test_of_a_flood_of_pictures_and_edits_their_words_are_searched(
    house: House, robin: Chatter
) -> None:
    robin.person.sends("photo", caption="my face is drooping")
    await house.settle()
    assert column(house, "SELECT level FROM alert") == ["emergency"]
    seen = len(robin.from_bot)

    await robin.says("harmless")
    own = [message for message in robin.person.messages if not message.from_bot]
    robin.person.edits(own[-1].message_id, "I cannot breathe")
    await house.settle()

    assert len(robin.from_bot) > seen
    assert "text:cannot_breathe" in " ".join(column(house, "SELECT cause FROM alert_event"))


async def test_a_strangers_flood_gets_one_notice_and_a_good_link_still_opens(
    house: House,
) -> None:
    stranger = house.chatter("Alex")
    for number in range(100):
        stranger.person.writes(f"let me in {number}")
    await house.settle()
    assert len(stranger.from_bot) == 21
    assert stranger.last.text.startswith(NOTICE)
    assert count(house, "inbox", "raw LIKE '%let me in%'") == 0

    stranger.person.starts(house.invitation("patient"))
    await house.settle()

    assert "Yes, I agree" in stranger.last.labels
