"""What is kept for a while only: each rule counts what is over before it takes it away."""

from datetime import timedelta
from pathlib import Path

from bot.storage import clinicians, dropped, outbox, portal_sessions, retention
from bot.storage.database import Database, open_database
from bot.storage.outbox import Lane
from tests.house import KEY, START

FILE: dict[str, object] = {"document": "YWxs"}
WAY_IN: dict[str, object] = {"text": "/join?link", "protect_content": True}
WORDS: dict[str, object] = {"text": "hello"}
GONE = {"unsent_files": 2, "portal_attempts": 1, "portal_links": 1, "portal_sessions": 1}


def given_up(db: Database, dkey: str, method: str, payload: dict[str, object]) -> None:
    """Queue a message for a chat that then takes none any more."""
    lane = Lane.REPLY
    outbox.queue(db, dkey=dkey, lane=lane, chat_id=7, method=method, payload=payload, due_at=START)
    dropped.for_chat(db, 7, "unreachable", (lane,))


def test_what_let_people_in_and_files_that_never_went_out_go_by_themselves(
    tmp_path: Path,
) -> None:
    db = open_database(tmp_path / "clinic.db", KEY)
    charlie = clinicians.add(db, chat_id=7, language="en", now=START)
    ends = START + timedelta(minutes=10)
    portal_sessions.issue_link(db, clinician_id=charlie.id, now=START, expires_at=ends)
    portal_sessions.note_attempt(db, START)
    portal_sessions.begin(db, clinician_id=charlie.id, now=START)
    for dkey, method, payload in (
        ("a", "sendDocument", FILE),
        ("b", "sendMessage", WAY_IN),
        ("c", "sendMessage", WORDS),
    ):
        given_up(db, dkey, method, payload)

    def over(days: int) -> dict[str, int]:
        now = START + timedelta(days=days, hours=1)
        return {rule.key: rows for rule, rows in retention.overdue(db, now) if rows}

    assert over(1) == {}
    assert over(7) == GONE
    applied = retention.apply(db, START + timedelta(days=7, hours=1))
    assert {key: rows for key, rows in applied.items() if rows} == GONE
    assert over(7) == {}
    kept = [row[0] for row in db.execute("SELECT payload FROM outbox ORDER BY id")]
    assert kept == ["{}", "{}", '{"text": "hello"}']
    db.close()
