"""Working: each update once, a bad one alone, and whoever sent it hears of it."""

from datetime import timedelta
from typing import Any

import pytest

from tests.house import Chatter, House
from tests.telegram.lookup import column, count, current_form, given, written

WRITE_AGAIN = "your last message could not be read. Please write it again."
RETRIES = (1, 2, 5, 10)  # seconds between the five attempts


def message(house: House, chatter: Chatter, **fields: Any) -> dict[str, Any]:
    """Make an update with one message; None leaves a field out."""
    usual = {
        "message_id": 4711,
        "date": int(house.now.timestamp()),
        "chat": chatter.person.chat.as_json(),
        "from": chatter.person.user.as_json(),
        "text": "hello",
    }
    kept = {key: value for key, value in {**usual, **fields}.items() if value is not None}
    return {"message": kept}


async def try_again(house: House, times: int) -> None:
    """Let the pauses before further attempts pass."""
    for seconds in RETRIES[:times]:
        house.clock.move_to(house.now + timedelta(seconds=seconds))
        await house.settle()


def states(house: House) -> list[tuple[str, int]]:
    """List the state and the attempts of the updates that did not go well."""
    rows = house.clinic.db.execute("SELECT state, attempts FROM inbox WHERE attempts > 0")
    return [(str(state), int(attempts)) for state, attempts in rows]


MALFORMED: dict[str, dict[str, Any]] = {
    "no chat": {"chat": None},
    "a date in words": {"date": "x"},
    "a chat without a kind": {"chat": {"id": 5}},
    "a text that is a number": {"text": 7},
    "a text that is a list": {"text": ["x"]},
    "entities that are none": {"entities": [{"type": "bot_command"}]},
    "a place without one": {"text": None, "location": {"latitude": "x"}},
    "a photo that is none": {"text": None, "photo": "x"},
}


@pytest.mark.parametrize("name", MALFORMED)
async def test_a_malformed_update_is_set_aside_and_its_sender_told(
    house: House, robin: Chatter, name: str
) -> None:
    before = len(robin.from_bot)
    house.expected_failures = 1
    house.api.push_raw(message(house, robin, **MALFORMED[name]))
    await house.settle()
    assert robin.from_bot[before:] == []

    await try_again(house, 4)

    assert states(house) == [("dead", 5)]
    assert len(robin.from_bot) == before + 1
    assert WRITE_AGAIN in robin.last.text


async def test_a_malformed_update_without_a_sender_is_set_aside_in_silence(
    house: House, robin: Chatter
) -> None:
    before = robin.from_bot
    house.expected_failures = 1
    house.api.push_raw(message(house, robin, **{"from": None, "date": "x"}))
    await house.settle()
    await try_again(house, 4)

    assert states(house) == [("dead", 5)]
    assert robin.from_bot == before


async def test_a_message_without_a_sender_is_taken_as_the_chats_own(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")

    house.api.push_raw(message(house, robin, **{"from": None, "text": "7"}))
    await house.settle()

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


@pytest.mark.parametrize(
    "update",
    [
        {"something_new_in_2031": {"from": {"id": 5}, "text": "x"}},
        {"message": None},
        {},
    ],
    ids=str,
)
async def test_a_kind_nobody_knows_is_let_go(
    house: House, robin: Chatter, update: dict[str, Any]
) -> None:
    before = robin.from_bot
    house.api.push_raw(update)

    await house.settle()

    assert count(house, "inbox", "state <> 'done'") == 0
    assert robin.from_bot == before


async def test_a_text_longer_than_any_is_kept_and_answered(
    house: House, robin: Chatter, charlie: Chatter
) -> None:
    long = "my neck hurts " * 22_000
    house.api.push_raw(message(house, robin, text=long))

    await house.settle()

    assert written(robin) == [long]
    assert "cannot judge what you wrote" in robin.last.text
    await charlie.says(f"/patient {robin.patient.code}")
    assert count(house, "outbox", "state <> 'sent'") == 0


async def test_a_bad_update_holds_nobody_elses_back(
    house: House, robin: Chatter, sam: Chatter
) -> None:
    await sam.says("/diary")
    house.expected_failures = 1
    house.api.push_raw(message(house, robin, date="x"))
    sam.person.writes("7")

    await house.settle()

    assert given(sam, current_form(sam)) == {"nrs_worst": 7}


async def test_what_a_sender_wrote_after_a_bad_update_waits_for_three_attempts(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    house.expected_failures = 1
    house.api.push_raw(message(house, robin, date="x"))
    robin.person.writes("7")

    await house.settle()
    await try_again(house, 1)
    assert given(robin, current_form(robin)) == {}

    await try_again(house, 2)
    assert states(house) == [("new", 3)]
    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


async def test_everything_a_bad_update_began_is_undone(house: House, robin: Chatter) -> None:
    """A trigger stands in for a fault that shows late in the work."""
    house.clinic.db.execute(
        "CREATE TRIGGER late_fault BEFORE INSERT ON outbox WHEN new.lane = 1"
        " BEGIN SELECT RAISE(ABORT, 'ordered by the test'); END"
    )
    house.expected_failures = 1
    robin.person.writes("my neck feels odd")
    await house.settle()

    tables = ("patient_message", "form", "alert", "finding")
    assert [count(house, table) for table in tables] == [0, 0, 0, 0]
    assert count(house, "audit", "what = 'message'") == 0

    house.clinic.db.execute("DROP TRIGGER late_fault")
    await try_again(house, 1)
    assert written(robin) == ["my neck feels odd"]
    assert count(house, "inbox", "state <> 'done'") == 0


async def test_one_bad_update_in_a_batch_leaves_the_others_their_work(
    house: House, robin: Chatter, sam: Chatter
) -> None:
    house.expected_failures = 1
    people = [house.chatter() for _ in range(20)]
    for person in people[:10]:
        person.person.writes("/help")
    house.api.push_raw(message(house, robin, date="x"))
    for person in people[10:]:
        person.person.writes("/help")

    await house.settle()

    assert all(len(person.from_bot) == 1 for person in people)


async def test_an_update_that_fails_writes_no_words_into_the_log_or_the_record(
    house: House, robin: Chatter, caplog: pytest.LogCaptureFixture
) -> None:
    house.expected_failures = 1
    house.api.push_raw(message(house, robin, text="ZXQ-CANARY", date="ZXQ-CANARY"))
    await house.settle()
    await try_again(house, 4)

    assert "failed with" in caplog.text
    assert "ZXQ-CANARY" not in caplog.text
    assert column(house, "SELECT error FROM inbox WHERE state = 'dead'") == ["TypeError"]


async def test_an_update_is_worked_once_however_often_it_comes(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    update = message(house, robin, text="7")
    number = house.api.push_raw(update)
    for _ in range(2):
        house.api.push_raw({"update_id": number, **update})

    await house.settle()

    assert count(house, "answer") == 1
    assert count(house, "inbox", f"update_id = {number}") == 1


async def test_a_tap_answered_too_late_is_no_failure(house: House, robin: Chatter) -> None:
    await robin.says("/diary")
    house.api.world.taps.deadline = timedelta(0)

    await robin.taps("7")

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}
    assert robin.person.toasts == []
    too_late = [r for r in house.api.journal.requests if "query is too old" in (r.error or "")]
    assert len(too_late) == 1


@pytest.mark.parametrize("fault", [{"status": 502}, {"kind": "drop"}, {"status": 429}], ids=str)
async def test_a_tap_whose_notice_is_lost_still_counts(
    house: House, robin: Chatter, fault: dict[str, Any]
) -> None:
    await robin.says("/diary")
    house.api.faults.add(method="answerCallbackQuery", **fault)

    await robin.taps("7")

    assert given(robin, current_form(robin)) == {"nrs_worst": 7}
    assert "How long did it last?" in robin.last.text


async def test_a_tap_worked_long_after_it_came_gets_no_notice(
    house: House, robin: Chatter
) -> None:
    await robin.says("/diary")
    robin.person.taps("7")
    await house.app.receiver.poll(wait=0)
    house.clock.move_to(house.now + timedelta(seconds=61))
    notices = len(house.api.journal.sent(method="answerCallbackQuery"))

    await house.settle()

    assert len(house.api.journal.sent(method="answerCallbackQuery")) == notices
    assert given(robin, current_form(robin)) == {"nrs_worst": 7}


def kept(house: House, words: str) -> int:
    """Count the stored updates that hold some words."""
    return count(house, "inbox", f"raw LIKE '%{words}%'")


async def test_what_a_stranger_wrote_is_not_kept(house: House) -> None:
    alex = house.chatter("Alex")
    await alex.says("I have a canary illness")

    assert kept(house, "canary") == 0
    assert kept(house, "Alex") == 0


async def test_what_was_written_before_consent_is_not_kept(house: House) -> None:
    kim = house.chatter("Kim")
    kim.person.starts(house.invitation("patient"))
    await house.settle()
    await kim.says("canary words without consent")
    assert kept(house, "canary") == 0

    await kim.taps("Yes, I agree")
    await kim.says("/diary")
    assert kept(house, "/diary") == 1


async def test_what_a_patient_wrote_is_forgotten_when_they_leave(
    house: House, robin: Chatter
) -> None:
    await robin.says("my neck is like a canary")
    assert kept(house, "canary") == 1

    await robin.says("/stop")

    assert kept(house, "canary") == 0
    assert written(robin) == ["my neck is like a canary"]


async def test_no_link_and_no_export_stays_once_it_is_sent(
    house: House, robin: Chatter, charlie: Chatter
) -> None:
    invited = await charlie.says("/invite")
    token = invited.text.split("start=")[1].split()[0]
    await charlie.says("/export")
    await charlie.taps("Tables (CSV)", "care", "identified")

    assert count(house, "outbox", "method = 'sendDocument' AND payload <> '{}'") == 0
    assert count(house, "outbox", f"payload LIKE '%{token}%'") == 0
    charlie.person.starts(token)
    await house.settle()
    assert kept(house, token) == 0
