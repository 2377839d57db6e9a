"""The bot ending between any two of its steps: nothing is lost, and nothing happens twice."""

from datetime import timedelta

import pytest

from bot.clinical.levels import TriageLevel
from bot.pathway import alerts
from bot.storage import answers, forms, outbox
from bot.storage.database import transaction
from bot.storage.forms import FormKind
from bot.storage.outbox import Lane
from tests.faults.dying import claimed, dies, handed_over
from tests.faults.invariants import Checker
from tests.house import Chatter, House
from tests.stories.acts import begins_a_session

PROMPT = "It is about 3 hours since your session"


@pytest.fixture
async def robin(house: House) -> Chatter:
    """A patient who is in the middle of a diary entry."""
    robin = await house.patient()
    await robin.says("/diary")
    return robin


def copies(chatter: Chatter, part: str) -> int:
    """Count the messages with some words that the bot has sent to somebody."""
    sent = chatter.house.api.journal.sent(chatter.person.id)
    return sum(part in request.parameters["text"] for request in sent)


def pain_answers(house: House, robin: Chatter) -> list[object]:
    """List what is stored of the pain question of the diary."""
    (form,) = [
        form
        for form in forms.of_patient(house.clinic.db, robin.patient.id)
        if form.kind is FormKind.DIARY
    ]
    history = answers.history(house.clinic.db, form.id)
    return [answer.given for answer in history if answer.question == "nrs_worst"]


async def arrives(house: House) -> None:
    """Fetch, store and work what has been written; send nothing."""
    assert await house.app.receiver.poll(wait=0)


def check(house: House) -> list[str]:
    return Checker(api=house.api, clinic=house.clinic).faults()


async def test_an_answer_fetched_and_not_stored_comes_again(house: House, robin: Chatter) -> None:
    robin.person.writes("6")
    assert await house.app.bot.raw_updates(offset=None, wait=0, limit=100)
    await dies(house)
    await house.settle()

    assert pain_answers(house, robin) == [6]
    assert check(house) == []


async def test_an_answer_stored_and_not_worked_is_worked_once(
    house: House, robin: Chatter
) -> None:
    robin.person.writes("6")
    await house.store()
    await dies(house)
    await house.settle()

    assert pain_answers(house, robin) == [6]
    assert check(house) == []


async def test_an_answer_worked_and_not_confirmed_is_worked_once(
    house: House, robin: Chatter
) -> None:
    robin.person.writes("6")
    await arrives(house)
    await dies(house)
    assert await house.app.receiver.poll(wait=0) == 1, "Telegram gives it again"
    await house.settle()

    assert pain_answers(house, robin) == [6]
    assert check(house) == []


async def test_a_reply_committed_and_not_sent_is_sent_once(house: House, robin: Chatter) -> None:
    robin.person.writes("0")
    await arrives(house)
    await dies(house)
    await house.settle()

    assert copies(robin, "Saved in your diary") == 1
    assert check(house) == []


async def test_a_reply_claimed_and_not_sent_is_sent_once(house: House, robin: Chatter) -> None:
    robin.person.writes("0")
    await arrives(house)
    claimed(house)
    await dies(house)
    await house.settle()

    assert copies(robin, "Saved in your diary") == 1
    assert check(house) == []


async def test_a_reply_sent_and_not_marked_comes_again(house: House, robin: Chatter) -> None:
    robin.person.writes("0")
    await arrives(house)
    await handed_over(house)
    await dies(house)
    await house.settle()

    assert copies(robin, "Saved in your diary") == 2
    assert check(house) == []


async def test_a_question_lost_on_the_way_is_put_again_after_a_double_tap(
    house: House, robin: Chatter
) -> None:
    question = robin.last
    robin.person.taps("6", message=question)
    await arrives(house)
    claimed(house)  # the edit that puts the next question, and it does not get there
    await dies(house)
    robin.person.taps("6", message=question)
    await house.settle()

    assert pain_answers(house, robin) == [6]
    assert "How long" in robin.last.text
    assert check(house) == []


async def test_the_sender_rests_while_the_first_in_line_waits(
    house: House, robin: Chatter
) -> None:
    first_goes = house.now + timedelta(seconds=30)
    for dkey, due in {"first": first_goes, "second": house.now}.items():
        with transaction(house.clinic.db):
            outbox.queue(
                house.clinic.db,
                dkey=dkey,
                lane=Lane.REPLY,
                chat_id=robin.person.id,
                method="sendMessage",
                payload={"text": dkey},
                due_at=due,
            )

    assert await house.app.sender.send_one() is False
    assert house.app.sender.next_moment() == first_goes


async def test_a_red_flag_is_raised_though_the_bot_ends_right_after_the_answer(
    house: House, robin: Chatter
) -> None:
    clinician = await house.clinician()
    await robin.says("/problem")
    robin.person.taps("breath")
    await arrives(house)
    await dies(house)
    await house.settle()

    assert copies(robin, "Call 112 now") == 1
    assert copies(clinician, "Flag 1") == 1
    assert check(house) == []


async def test_an_alert_of_unknown_fate_holds_up_no_other(house: House) -> None:
    clinician = await house.clinician()
    robin, kim = await house.patient("Robin"), await house.patient("Kim")
    _raise(house, robin)
    for _ in range(2):
        claimed(house)
        await dies(house)
    _raise(house, kim)
    while await house.app.sender.send_one():
        pass

    assert copies(clinician, f"Patient {kim.patient.code}") == 1


def _raise(house: House, patient: Chatter) -> None:
    with transaction(house.clinic.db):
        alerts.raise_alert(
            house.clinic,
            patient_id=patient.patient.id,
            level=TriageLevel.URGENT,
            causes=["R01"],
            form_id=None,
        )


async def test_a_check_in_due_while_the_bot_is_down_is_sent_once(house: House) -> None:
    robin = await with_a_session(house)
    house.clock.move_to(house.now + timedelta(hours=4))
    await dies(house)
    await house.app.sweep()
    await house.settle()

    assert copies(robin, PROMPT) == 1
    assert check(house) == []


async def test_a_check_in_swept_and_not_sent_is_sent_once(house: House) -> None:
    robin = await with_a_session(house)
    await comes_due(house)
    await dies(house)
    await house.app.sweep()
    await house.settle()

    assert copies(robin, PROMPT) == 1
    assert check(house) == []


async def test_a_check_in_claimed_and_not_sent_is_sent_once(house: House) -> None:
    robin = await with_a_session(house)
    await comes_due(house)
    claimed(house)
    await dies(house)
    await house.settle()

    assert copies(robin, PROMPT) == 1
    assert check(house) == []


async def test_a_check_in_that_was_tapped_is_not_sent_again(house: House) -> None:
    robin = await with_a_session(house)
    await comes_due(house)
    await handed_over(house)
    await dies(house)
    await robin.taps("None of these")
    await house.go(minutes=2)

    assert copies(robin, PROMPT) == 1
    assert check(house) == []


async def test_a_check_in_comes_twice_at_most(house: House) -> None:
    robin = await with_a_session(house)
    await comes_due(house)
    for _ in range(2):
        await handed_over(house)
        await dies(house)
        house.clock.move_to(house.now + timedelta(minutes=1))
    await house.settle()

    assert copies(robin, PROMPT) == 2
    assert check(house) == []


async def with_a_session(house: House) -> Chatter:
    """Bring a patient whose first check-in is due in three hours."""
    robin = await house.patient()
    await begins_a_session(robin)
    await robin.taps("Just now", "Back of the neck", "Done", "None")
    return robin


async def comes_due(house: House) -> None:
    """Let the three hours pass; what to watch for is sent, and the prompt waits behind it."""
    house.clock.move_to(house.now + timedelta(hours=3))
    await house.app.sweep()
    assert await house.app.sender.send_one()
