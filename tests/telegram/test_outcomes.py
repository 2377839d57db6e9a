"""What became of a sending decides what follows: sent, not sent, or nobody can tell."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from bot.clinical.levels import TriageLevel
from bot.storage import alerts, clinicians, outbox, patients, sooner
from bot.storage.alerts import Alert, AlertState
from bot.storage.clinicians import Clinician
from bot.storage.database import transaction
from bot.storage.outbox import Lane
from bot.telegram.failures import TokenRefusedError
from tests.house import START
from tests.telegram.posting import Posting, texts

BUTTON = {"inline_keyboard": [[{"text": "Yes", "callback_data": "a:1:x:y"}]]}
SECOND = timedelta(seconds=1)


# Ways in which nobody can tell: the call may have had its effect (after) or not (before).
LOST_AFTER: list[dict[str, Any]] = [
    {"when": "after", "kind": "status", "status": 502},
    {"when": "after", "kind": "status", "status": 500},
    {"when": "after", "kind": "drop"},
    {"when": "after", "kind": "sleep", "seconds": 0.5},
]
LOST_BEFORE: list[dict[str, Any]] = [
    {"when": "before", "kind": "status", "status": 502},
    {"when": "before", "kind": "status", "status": 503},
    {"when": "before", "kind": "drop"},
]
UNKNOWN = [*LOST_AFTER, *LOST_BEFORE]


def copies(fault: dict[str, Any]) -> int:
    """Count what arrives of one call that fails in this way."""
    return 1 if fault["when"] == "after" else 0


async def test_what_is_sent_is_marked_with_its_number(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "hello")

    await posting.send_all()

    assert texts(robin) == ["hello"]
    assert posting.state() == "sent"
    assert posting.row()["message_id"] == robin.last.message_id


@pytest.mark.parametrize("fault", UNKNOWN, ids=str)
async def test_an_alert_of_unknown_fate_is_sent_again_at_once(
    posting: Posting, fault: dict[str, Any]
) -> None:
    charlie = posting.person()
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT)
    posting.api.faults.add(method="sendMessage", **fault)

    await posting.send_all()

    assert texts(charlie) == ["Flag 1"] * (copies(fault) + 1)
    assert posting.state() == "sent"


async def test_an_alert_is_tried_again_with_growing_pauses(posting: Posting) -> None:
    charlie = posting.person()
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT)
    fault = posting.api.faults.add(method="sendMessage", kind="status", status=502, times=None)
    await posting.send_all()
    assert posting.calls() == 2
    await posting.go_on(seconds=29)
    assert posting.calls() == 2
    await posting.go_on(seconds=1)
    assert posting.calls() == 3

    fault.left = 0
    await posting.go_on(minutes=2)

    assert texts(charlie) == ["Flag 1"]


@pytest.mark.parametrize("fault", UNKNOWN, ids=str)
async def test_a_reply_of_unknown_fate_is_sent_once_more(
    posting: Posting, fault: dict[str, Any]
) -> None:
    robin = posting.person()
    posting.queue(robin, "What to do")
    posting.api.faults.add(method="sendMessage", **fault)

    await posting.send_all()
    await posting.go_on(seconds=5)

    assert texts(robin) == ["What to do"] * (copies(fault) + 1)
    assert posting.state() == "sent"


async def test_a_reply_waits_longer_and_longer_while_nobody_can_tell(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "What to do")
    posting.api.faults.add(method="sendMessage", kind="status", status=502, times=None)

    tried = []
    await posting.send_all()
    for _ in range(4):
        tried.append((posting.due() - posting.clock.now()).total_seconds())
        await posting.go_on(seconds=tried[-1])

    assert tried == [2, 10, 60, 600]
    assert posting.state() == "queued"


@pytest.mark.parametrize("fault", [{"status": 502}, {"kind": "drop"}], ids=str)
async def test_a_reply_outlives_an_hour_of_unknown_outcomes(
    posting: Posting, fault: dict[str, Any]
) -> None:
    robin = posting.person()
    posting.queue(robin, "What to do")
    away = posting.api.faults.add(method="sendMessage", when="before", times=None, **fault)
    for _ in range(60):
        await posting.go_on(minutes=1)

    away.left = 0
    await posting.go_on(minutes=10)

    assert texts(robin) == ["What to do"]
    assert posting.state() == "sent"


async def test_a_reply_is_given_up_after_an_hour_with_a_note(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "What to do")
    posting.api.faults.add(method="sendMessage", kind="status", status=502, times=None)

    for _ in range(12):
        await posting.go_on(minutes=10)

    assert (posting.state(), posting.row()["note"]) == ("sent", "outcome unknown")


async def test_what_a_patient_must_do_is_tried_until_its_outcome_is_known(
    posting: Posting,
) -> None:
    robin = posting.person()
    posting.queue(robin, "Call 112 now", lane=Lane.ALERT)
    away = posting.api.faults.add(method="sendMessage", kind="status", status=502, times=None)
    for _ in range(30):
        await posting.go_on(minutes=10)
    assert posting.state() == "queued"

    away.left = 0
    await posting.go_on(minutes=10)

    assert texts(robin) == ["Call 112 now"]
    assert posting.state() == "sent"


async def test_an_alert_to_a_clinician_is_given_up_since_it_is_written_anew(
    posting: Posting,
) -> None:
    charlie = posting.person()
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT, alert_id=1)
    posting.api.faults.add(method="sendMessage", kind="status", status=502, times=None)

    for _ in range(5):
        await posting.go_on(minutes=10)

    assert (posting.state(), posting.row()["note"]) == ("sent", "outcome unknown")


async def test_whoever_writes_again_gets_at_once_what_may_be_lost(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "What to do")
    posting.queue(robin, "not yet", after=timedelta(hours=1))
    away = posting.api.faults.add(method="sendMessage", kind="status", status=502, times=3)
    for _ in range(3):
        await posting.go_on(minutes=1)
    assert away.left == 0

    with transaction(posting.clinic.db):
        sooner.hurry(posting.clinic.db, robin.id, posting.clock.now())
    await posting.send_all()

    assert texts(robin) == ["What to do"]


async def test_only_a_message_that_telegram_took_counts_as_put(posting: Posting) -> None:
    robin = posting.person()
    lost: dict[int, dict[str, Any]] = {7: {"when": "before"}, 8: {"when": "after"}}
    for form_id, moment in lost.items():
        posting.queue(robin, "How is it?", lane=Lane.CHECK_IN, form_id=form_id)
        fault = posting.api.faults.add(method="sendMessage", kind="drop", times=None, **moment)
        for _ in range(3):
            await posting.go_on(minutes=2)
        fault.left = 0
    posting.queue(robin, "And this?", lane=Lane.CHECK_IN, form_id=9)
    await posting.send_all()

    assert [outbox.was_sent(posting.clinic.db, form) for form in (7, 8, 9)] == [False, False, True]


@pytest.mark.parametrize("fault", UNKNOWN, ids=str)
async def test_a_check_in_of_unknown_fate_waits_for_a_tap_before_it_comes_again(
    posting: Posting, fault: dict[str, Any]
) -> None:
    robin = posting.person()
    posting.queue(robin, "How is it?", lane=Lane.CHECK_IN, form_id=7)
    posting.api.faults.add(method="sendMessage", **fault)

    await posting.send_all()
    await posting.go_on(seconds=59)
    assert texts(robin) == ["How is it?"] * copies(fault)

    await posting.go_on(seconds=2)
    assert texts(robin) == ["How is it?"] * (copies(fault) + 1)
    assert posting.state() == "sent"


async def test_a_tap_proves_that_a_check_in_arrived(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "How is it?", lane=Lane.CHECK_IN, form_id=7)
    posting.api.faults.add(method="sendMessage", when="after", kind="drop")
    await posting.send_all()

    with transaction(posting.clinic.db):
        outbox.proven(posting.clinic.db, 7, posting.clock.now())
    await posting.go_on(hours=1)

    assert texts(robin) == ["How is it?"]
    assert (posting.state(), posting.row()["note"]) == ("sent", "proven by a tap")


async def test_a_check_in_comes_at_most_twice(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "How is it?", lane=Lane.CHECK_IN, form_id=7)
    posting.api.faults.add(method="sendMessage", when="after", kind="drop", times=None)

    for _ in range(10):
        await posting.go_on(minutes=2)

    assert texts(robin) == ["How is it?"] * 2


@pytest.mark.parametrize("fault", UNKNOWN, ids=str)
async def test_a_digest_of_unknown_fate_is_not_sent_again(
    posting: Posting, fault: dict[str, Any]
) -> None:
    charlie = posting.person()
    posting.queue(charlie, "The week", lane=Lane.DIGEST)
    posting.api.faults.add(method="sendMessage", **fault)

    for _ in range(5):
        await posting.go_on(minutes=10)

    assert texts(charlie) == ["The week"] * copies(fault)
    assert posting.row()["note"] == "outcome unknown"


async def test_an_edit_of_unknown_fate_can_be_made_again_without_harm(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "one")
    await posting.send_all()
    posting.queue(robin, "two", method="editMessageText", message_id=robin.last.message_id)
    posting.api.faults.add(method="editMessageText", when="after", kind="drop")

    await posting.send_all()
    await posting.go_on(seconds=5)

    assert texts(robin) == ["two"]
    assert posting.state("test:2") == "sent"


async def test_an_edit_is_not_hammered_while_telegram_is_down(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "one")
    await posting.send_all()
    posting.queue(robin, "two", method="editMessageText", message_id=robin.last.message_id)
    fault = posting.api.faults.add(method="editMessageText", status=502, times=None)

    for _ in range(60):
        await posting.go_on(seconds=1)
    assert posting.calls("editMessageText") < 10

    fault.left = 0
    await posting.go_on(seconds=61)
    assert texts(robin) == ["two"]


async def test_what_surely_did_not_go_out_waits_and_comes_once(posting: Posting) -> None:
    robin = posting.person()
    dkeys = [posting.queue(robin, lane.name, lane=lane) for lane in Lane]
    await posting.unplug()

    for _ in range(5):
        await posting.send_all()
        assert {posting.state(dkey) for dkey in dkeys} == {"queued"}
        assert all(posting.row(dkey)["unknowns"] == 0 for dkey in dkeys)
        await posting.go_on(seconds=64)
    await posting.plug_in()
    await posting.go_on(seconds=64)
    await posting.go_on(seconds=64)

    assert sorted(texts(robin)) == sorted(lane.name for lane in Lane)


async def test_a_chat_that_must_wait_is_written_to_then_and_others_at_once(
    posting: Posting,
) -> None:
    robin, charlie = posting.person("Robin"), posting.person("Charlie")
    posting.queue(robin, "reply")
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT, after=SECOND / 2)
    posting.api.faults.add(chat_id=robin.id, kind="retry_after", seconds=30)

    await posting.send_all()
    assert (posting.state(), posting.due()) == ("queued", START + 30 * SECOND)
    await posting.go_on(seconds=0.5)
    assert texts(charlie) == ["Flag 1"]

    await posting.go_on(seconds=29)
    assert texts(robin) == []
    await posting.go_on(seconds=1)
    assert texts(robin) == ["reply"]
    assert posting.refused(429) == 1


async def test_nothing_else_goes_to_a_chat_that_must_wait(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "reply")
    posting.api.faults.add(chat_id=robin.id, kind="retry_after", seconds=30)
    await posting.send_all()

    posting.queue(robin, "check-in", lane=Lane.CHECK_IN)
    posting.queue(robin, "alert", lane=Lane.ALERT)
    await posting.go_on(seconds=20)
    assert texts(robin) == []

    await posting.go_on(seconds=11)
    assert texts(robin) == ["alert", "reply", "check-in"]


async def test_when_many_chats_must_wait_everybody_waits(posting: Posting) -> None:
    limited = [posting.person() for _ in range(3)]
    for person in limited:
        posting.queue(person, "reply")
        posting.api.faults.add(chat_id=person.id, kind="retry_after", seconds=10)
    await posting.send_all()
    other = posting.person()
    posting.queue(other, "reply")

    await posting.go_on(seconds=9)
    assert texts(other) == []
    await posting.go_on(seconds=2)

    assert [texts(person) for person in (*limited, other)] == [["reply"]] * 4


@pytest.mark.parametrize("how", ["blocks", "deactivates"])
async def test_who_cannot_be_written_to_is_tried_once_and_marked(
    posting: Posting, how: str
) -> None:
    robin = posting.person()
    with transaction(posting.clinic.db):
        night = (START.time(), START.time())
        patients.add(posting.clinic.db, chat_id=robin.id, language="en", quiet=night, now=START)
    getattr(robin, how)()
    first, second = posting.queue(robin, "one"), posting.queue(robin, "two", lane=Lane.CHECK_IN)

    for _ in range(5):
        await posting.go_on(minutes=5)

    patient = patients.by_chat(posting.clinic.db, robin.id)
    assert patient is not None
    assert not patient.reachable
    assert posting.refused(403) == 1
    assert (posting.state(first), posting.state(second)) == ("dead", "dead")


async def test_a_chat_that_is_not_there_is_tried_once(posting: Posting) -> None:
    posting.queue(4711, "one")

    for _ in range(5):
        await posting.go_on(minutes=5)

    assert posting.refused(400) == 1
    assert posting.state() == "dead"


@dataclass(frozen=True, slots=True, kw_only=True)
class Flagged:
    """An alert whose sending to a clinician who blocked the bot is under way."""

    posting: Posting
    clinician: Clinician
    alert: Alert

    def next_at(self) -> datetime | None:
        """Give when the alert is sent again."""
        return alerts.by_id(self.posting.clinic.db, self.alert.id).next_at


async def blocked(posting: Posting) -> Flagged:
    """Raise an alert and queue it for a clinician who has blocked the bot."""
    charlie, db, night = posting.person("Charlie"), posting.clinic.db, (START.time(), START.time())
    with transaction(db):
        clinician = clinicians.add(db, chat_id=charlie.id, language="en", now=START)
        patient = patients.add(db, chat_id=4711, language="en", quiet=night, now=START)
        alert = alerts.add(
            db,
            patient_id=patient.id,
            level=TriageLevel.URGENT,
            state=AlertState.RAISED,
            raised_at=START,
            since=START,
            next_at=START + timedelta(minutes=10),
        )
    charlie.blocks()
    posting.queue(charlie, "Flag 1", lane=Lane.ALERT, alert_id=alert.id)
    return Flagged(posting=posting, clinician=clinician, alert=alert)


async def test_an_alert_to_a_clinician_who_blocked_the_bot_goes_to_the_next_at_once(
    posting: Posting,
) -> None:
    flagged = await blocked(posting)

    await posting.send_all()

    assert not clinicians.by_id(posting.clinic.db, flagged.clinician.id).reachable
    assert posting.state() == "dead"
    assert flagged.next_at() == START


async def test_an_alert_to_whoever_is_known_to_be_gone_keeps_its_time(posting: Posting) -> None:
    flagged = await blocked(posting)
    with transaction(posting.clinic.db):
        clinicians.set_reachable(posting.clinic.db, flagged.clinician.id, reachable=False)

    await posting.send_all()

    assert flagged.next_at() == START + timedelta(minutes=10)


@pytest.mark.parametrize("state", [AlertState.ACKNOWLEDGED, AlertState.CLOSED])
async def test_an_alert_that_somebody_dealt_with_is_not_sent_on(
    posting: Posting, state: AlertState
) -> None:
    flagged = await blocked(posting)
    dealt = {"acknowledged_at": START, "acknowledged_by": flagged.clinician.id}
    closed = {"closed_at": START, "closed_by": flagged.clinician.id, "reason": "called"}
    with transaction(posting.clinic.db):
        alerts.change(
            posting.clinic.db,
            flagged.alert.id,
            state=state,
            next_at=None,
            **dealt,
            **(closed if state is AlertState.CLOSED else {}),
        )

    await posting.send_all()

    assert flagged.next_at() is None


async def test_an_edit_that_changes_nothing_counts_as_made(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "same")
    await posting.send_all()
    posting.queue(robin, "same", method="editMessageText", message_id=robin.last.message_id)

    await posting.send_all()

    assert posting.refused(400) == 1
    assert posting.state("test:2") == "sent"


@pytest.mark.parametrize("lost", ["deleted", "somebody else's", "never there"])
async def test_an_edit_of_a_message_that_is_gone_comes_as_a_new_one(
    posting: Posting, lost: str
) -> None:
    robin = posting.person()
    own = robin.messages[0].message_id
    posting.queue(robin, "old")
    await posting.send_all()
    old = robin.last.message_id
    if lost == "deleted":
        del robin.chat.messages[old]
    target = {"deleted": old, "somebody else's": own, "never there": 1}[lost]
    posting.queue(robin, "new", method="editMessageText", message_id=target, reply_markup=BUTTON)

    await posting.send_all()

    assert robin.last.text == "new"
    assert robin.last.labels == ["Yes"]
    assert posting.state("test:2") == "sent"


@pytest.mark.parametrize(
    "bad",
    [
        {"reply_markup": {"inline_keyboard": [[{"text": "x", "callback_data": "x" * 65}]]}},
        {"reply_markup": {"inline_keyboard": [[{"text": "", "callback_data": "x"}]]}},
        {"parse_mode": "HTML", "reply_markup": BUTTON},
    ],
    ids=["data too long", "empty label", "broken markup"],
)
@pytest.mark.parametrize("lane", [Lane.ALERT, Lane.REPLY])
async def test_what_telegram_will_not_take_goes_as_bare_words(
    posting: Posting, bad: dict[str, Any], lane: Lane
) -> None:
    robin = posting.person()
    posting.queue(robin, "Call 112 <now", lane=lane, **bad)

    await posting.send_all()

    assert texts(robin) == ["Call 112 <now"]
    assert robin.last.labels == []
    assert posting.state() == "sent"


async def test_bare_words_that_telegram_will_not_take_are_given_up(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "x" * 4097, reply_markup=BUTTON)

    for _ in range(5):
        await posting.go_on(minutes=5)

    assert posting.refused(400) == 2
    assert (posting.state(), posting.row()["note"]) == ("dead", "BadRequest")


async def test_a_message_that_is_given_up_lets_the_next_one_through(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "x" * 4097)
    posting.queue(robin, "next")

    await posting.send_all()

    assert texts(robin) == ["next"]


async def test_a_message_follows_a_group_that_moved(posting: Posting) -> None:
    group = posting.api.group("Staff", posting.person())
    posting.queue(group.id, "Please write to me privately")
    group.upgrades()

    await posting.send_all()

    assert [m.text for m in group.messages if m.from_bot] == ["Please write to me privately"]


@pytest.mark.parametrize("status", [401, 404])
async def test_a_refused_token_ends_the_sender(posting: Posting, status: int) -> None:
    robin = posting.person()
    posting.queue(robin, "one")
    posting.api.faults.add(method="sendMessage", status=status)

    with pytest.raises(TokenRefusedError):
        await posting.send_all()


async def test_a_picture_that_cannot_be_made_does_not_hold_up_what_comes_after(
    posting: Posting,
) -> None:
    robin = posting.person()
    posting.queue(robin, "", method="sendPhoto", svg="<svg", caption="a chart")
    posting.queue(robin, "after it")

    await posting.send_all()
    await posting.go_on(seconds=2)

    assert texts(robin) == ["after it"]
    assert [posting.state(f"test:{number}") for number in (1, 2)] == ["dead", "sent"]


async def test_a_document_arrives_whole(posting: Posting) -> None:
    robin = posting.person()
    posting.queue(robin, "", method="sendDocument", filename="diary.csv", document="w6QsYgo=")
    row = posting.row()

    await posting.send_all()

    assert row["method"] == "sendDocument"
    assert robin.last.document is not None
    assert (robin.last.document.filename, robin.last.document.content) == (
        "diary.csv",
        b"\xc3\xa4,b\n",
    )
