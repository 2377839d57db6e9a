"""The outbox: each message once, in the order of its chat, alerts before the rest."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.storage import dropped, outbox
from bot.storage.database import Database, open_database, transaction
from bot.storage.outbox import Fate, Lane, Outgoing
from tests.house import KEY, START

MINUTE = timedelta(minutes=1)


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    opened = open_database(tmp_path / "clinic.db", KEY)
    yield opened
    opened.close()


def queue(db: Database, dkey: str, *, chat: int = 1, lane: Lane = Lane.REPLY, **more: Any) -> None:
    """Add a message that is due."""
    due = more.pop("due_at", START)
    with transaction(db):
        outbox.queue(
            db,
            dkey=dkey,
            lane=lane,
            chat_id=chat,
            method="sendMessage",
            payload={"text": dkey},
            due_at=due,
            **more,
        )


def claim(db: Database, *, limit: int = 10, **more: Any) -> list[Outgoing]:
    """Take what may go now."""
    now = more.pop("now", START)
    with transaction(db):
        return outbox.claim(
            db, now=now, lease_until=now + MINUTE, limit=limit, **{"resting": set(), **more}
        )


def keys(found: list[Outgoing]) -> list[str]:
    return [message.dkey for message in found]


def states(db: Database) -> dict[str, str]:
    return {str(row[0]): str(row[1]) for row in db.execute("SELECT dkey, state FROM outbox")}


def test_a_message_with_a_known_key_is_the_same_message(db: Database) -> None:
    queue(db, "one")
    queue(db, "one", chat=2)

    assert [(m.dkey, m.chat_id) for m in claim(db)] == [("one", 1)]


def test_a_sent_message_is_not_queued_again_by_its_key(db: Database) -> None:
    queue(db, "one")
    outbox.sent(db, claim(db)[0], 77, START)

    queue(db, "one")

    assert claim(db) == []
    assert states(db) == {"one": Fate.SENT}


def test_only_the_first_of_a_chats_lane_may_go(db: Database) -> None:
    for dkey in ("one", "two", "three"):
        queue(db, dkey)

    assert keys(claim(db)) == ["one"]
    assert claim(db) == []  # the first is on its way


def test_the_next_may_go_when_the_one_before_has_ended(db: Database) -> None:
    queue(db, "one")
    queue(db, "two")
    outbox.give_up(db, claim(db)[0], Fate.DEAD, "no chat")

    assert keys(claim(db)) == ["two"]


def test_lanes_of_a_chat_do_not_wait_for_each_other(db: Database) -> None:
    queue(db, "check-in", lane=Lane.CHECK_IN)
    queue(db, "alert", lane=Lane.ALERT)
    queue(db, "reply", lane=Lane.REPLY)

    assert [keys(claim(db)) for _ in range(3)] == [["alert"], ["reply"], ["check-in"]]


def test_chats_that_rest_and_lanes_not_asked_for_are_left(db: Database) -> None:
    queue(db, "one", chat=1)
    queue(db, "two", chat=2)
    queue(db, "three", chat=3, lane=Lane.ALERT)

    assert keys(claim(db, resting={1}, lanes=(Lane.REPLY,))) == ["two"]


def test_what_is_not_due_is_left(db: Database) -> None:
    queue(db, "later", due_at=START + MINUTE)

    assert claim(db) == []
    assert keys(claim(db, now=START + MINUTE)) == ["later"]


def test_what_comes_too_late_is_dropped(db: Database) -> None:
    queue(db, "stale", expires_at=START + MINUTE)
    queue(db, "fresh", expires_at=START + 3 * MINUTE)

    assert keys(claim(db, now=START + MINUTE)) == ["fresh"]
    assert states(db)["stale"] == Fate.EXPIRED


def test_what_is_on_its_way_is_left_until_its_lease_is_over(db: Database) -> None:
    queue(db, "one")
    claim(db)

    assert keys(outbox.left_sending(db, START + MINUTE - MINUTE / 60)) == []
    assert keys(outbox.left_sending(db, START + MINUTE)) == ["one"]
    assert keys(outbox.left_sending(db)) == ["one"]


def test_a_message_queued_again_keeps_count(db: Database) -> None:
    queue(db, "one")
    outbox.again(db, claim(db)[0], START + MINUTE, "TimedOut", unknown=True)
    outbox.again(db, claim(db, now=START + MINUTE)[0], START + 2 * MINUTE, "RetryAfter")

    found = claim(db, now=START + 2 * MINUTE)[0]

    assert (found.attempts, found.unknowns) == (2, 1)


def test_a_tap_proves_only_what_was_sent_and_is_unsure(db: Database) -> None:
    queue(db, "unsure", form_id=7, lane=Lane.CHECK_IN)
    outbox.again(db, claim(db)[0], START + MINUTE, "TimedOut", unknown=True)
    queue(db, "other form", form_id=8, chat=2, lane=Lane.CHECK_IN)
    queue(db, "reminder", form_id=7, chat=3, lane=Lane.CHECK_IN)

    outbox.proven(db, 7, START)

    assert states(db) == {"unsure": "sent", "other form": "queued", "reminder": "queued"}


def test_what_waits_for_a_chat_can_be_dropped_by_lane(db: Database) -> None:
    for lane in Lane:
        queue(db, lane.name, lane=lane)
    queue(db, "another chat", chat=2)

    dropped.for_chat(db, 1, "withdrawn", (Lane.CHECK_IN, Lane.DIGEST))

    assert {dkey for dkey, state in states(db).items() if state == "dead"} == {
        *("CHECK_IN", "DIGEST")
    }


def test_each_chat_tells_when_its_first_message_is_due(db: Database) -> None:
    queue(db, "late", chat=1, due_at=START + 5 * MINUTE)
    queue(db, "soon", chat=1, due_at=START + MINUTE)
    queue(db, "other", chat=2, due_at=START + 2 * MINUTE)

    due = outbox.due_by_chat(db)

    assert due[2] == START + 2 * MINUTE
    assert due[1] >= START + MINUTE
