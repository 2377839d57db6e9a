"""Every message is an outbox row with a key of its own, in the order it was written."""

from pathlib import Path

import pytest

from bot.pathway.post import Post
from bot.storage.database import Database, open_database
from bot.storage.outbox import Lane
from tests.house import KEY, START


@pytest.fixture
def db(tmp_path: Path) -> Database:
    """Open an empty database."""
    return open_database(tmp_path / "clinic.db", KEY)


def _post(db: Database, *, tapped: int | None = None) -> Post:
    return Post(db=db, chat_id=7, cause="update:1", now=START, tapped=tapped)


def _queued(db: Database) -> list[tuple[str, str]]:
    rows = db.query("SELECT dkey, method FROM outbox ORDER BY id")
    return [(row["dkey"], row["method"]) for row in rows]


def test_messages_of_one_cause_are_numbered(db: Database) -> None:
    post = _post(db)

    post.send({"text": "one"})
    post.send({"text": "two"})

    keys = [key for key, _ in _queued(db)]
    assert len(set(keys)) == 2
    assert all(key.startswith("update:1:") for key in keys)


def test_the_same_cause_again_writes_nothing_more(db: Database) -> None:
    for _ in range(2):
        post = _post(db)
        post.send({"text": "one"})
        post.send({"text": "two"})

    assert len(_queued(db)) == 2


def test_the_tapped_message_is_edited_once(db: Database) -> None:
    post = _post(db, tapped=42)

    post.replace({"text": "edited"})
    post.replace({"text": "new"})

    assert [method for _, method in _queued(db)] == ["editMessageText", "sendMessage"]


def test_without_a_tapped_message_a_new_one_is_sent(db: Database) -> None:
    _post(db).replace({"text": "new"})

    assert [method for _, method in _queued(db)] == ["sendMessage"]


def test_an_edit_cannot_be_silent(db: Database) -> None:
    _post(db, tapped=42).replace({"text": "edited", "disable_notification": True})

    (payload,) = (row["payload"] for row in db.query("SELECT payload FROM outbox"))
    assert "disable_notification" not in payload


def test_what_to_do_now_goes_before_everything_else(db: Database) -> None:
    post = _post(db)
    post.send({"text": "a question"})

    post.send_first({"text": "Call 112 now"})

    lanes = [Lane(row["lane"]) for row in db.query("SELECT lane FROM outbox ORDER BY id")]
    assert lanes == [Lane.REPLY, Lane.ALERT]
