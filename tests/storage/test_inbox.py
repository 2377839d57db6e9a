"""The inbox keeps what Telegram sent, but not where anybody was."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from bot.storage import inbox
from bot.storage.database import Database, open_database, transaction
from tests.house import KEY, START

PLACE = {"latitude": 52.52, "longitude": 13.41}
UPDATE = {
    "update_id": 1,
    "message": {
        "text": "broken \ud800 and \u0000",
        "location": PLACE,
        "reply_to_message": {"text": "earlier", "venue": {"location": PLACE}},
    },
}


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Open a database with one update in it that holds two places."""
    opened = open_database(tmp_path / "clinic.db", KEY)
    with transaction(opened):
        inbox.put(opened, [(1, json.dumps(UPDATE), 7)], START)
    return opened


def _raw(db: Database) -> str:
    return str(db.execute("SELECT raw FROM inbox").fetchone()[0])


def test_an_update_that_waits_keeps_its_place(db: Database) -> None:
    (received,) = inbox.waiting(db, START, 10)
    inbox.failed(db, received, "ValueError", START, wait=timedelta(seconds=1))

    assert json.loads(_raw(db)) == UPDATE


def test_a_worked_update_keeps_its_words_and_no_place(db: Database) -> None:
    (received,) = inbox.waiting(db, START, 10)
    inbox.done(db, received.id, keep=True)

    assert json.loads(_raw(db)) == {
        "update_id": 1,
        "message": {"text": "broken \ud800 and \u0000", "reply_to_message": {"text": "earlier"}},
    }


def test_a_worked_update_that_may_not_be_kept_keeps_nothing(db: Database) -> None:
    (received,) = inbox.waiting(db, START, 10)
    inbox.done(db, received.id, keep=False)

    assert _raw(db) == ""


def test_what_a_person_sent_is_forgotten_once_it_is_worked(db: Database) -> None:
    (received,) = inbox.waiting(db, START, 10)
    inbox.done(db, received.id, keep=True)
    with transaction(db):
        inbox.put(db, [(2, "{}", 7), (3, "{}", 8)], START)

    inbox.forget(db, 7)

    kept = {row[0]: row[1] for row in db.execute("SELECT update_id, raw FROM inbox")}
    assert kept == {1: "", 2: "{}", 3: "{}"}


def test_an_update_set_aside_keeps_no_place(db: Database) -> None:
    (received,) = inbox.waiting(db, START, 10)
    inbox.failed(db, received, "ValueError", START, wait=None)

    assert "52.52" not in _raw(db)
    assert "earlier" in _raw(db)


def test_what_is_no_json_to_sqlite_is_kept_as_it_is(db: Database) -> None:
    with transaction(db):
        inbox.put(db, [(2, '{"update_id": 2, "odd": NaN}', None)], START)
    received = inbox.waiting(db, START, 10)[-1]

    inbox.done(db, received.id, keep=True)

    kept = db.execute("SELECT raw FROM inbox WHERE update_id = 2").fetchone()[0]
    assert kept == '{"update_id": 2, "odd": NaN}'


def test_the_next_try_is_now_or_when_the_wait_is_over_or_never(db: Database) -> None:
    assert inbox.next_try(db, START) == START
    (received,) = inbox.waiting(db, START, 10)
    wait = timedelta(seconds=5)
    inbox.failed(db, received, "ValueError", START, wait=wait)
    assert inbox.next_try(db, START) == START + wait
    inbox.done(db, received.id, keep=False)
    assert inbox.next_try(db, START) is None
