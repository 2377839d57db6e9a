"""Messages that wait and are not sent any more: answered, shown anew, or nobody is there."""

from sqlite_utils import Database

from bot.storage.outbox import Lane
from bot.storage.rows import cell


def prompts(db: Database, form_id: int) -> None:
    """End what still waits to put a form's question: it was answered meanwhile."""
    db.execute(
        "UPDATE outbox SET state = 'dead', note = 'answered meanwhile'"
        " WHERE form_id = ? AND lane = ? AND state = 'queued'",
        [form_id, int(Lane.CHECK_IN)],
    )


def alert(db: Database, alert_id: int, chat_id: int) -> None:
    """End what still waits to show an alert in a chat: it is shown anew."""
    db.execute(
        "UPDATE outbox SET state = 'dead', note = 'shown anew'"
        " WHERE chat_id = ? AND lane = ? AND alert_id = ? AND state = 'queued'",
        [chat_id, int(Lane.ALERT), alert_id],
    )


def for_chat(db: Database, chat_id: int, note: str, lanes: tuple[Lane, ...]) -> None:
    """End everything that waits for a chat in some lanes."""
    db.execute(
        "UPDATE outbox SET state = 'dead', note = ? WHERE chat_id = ? AND state = 'queued'"
        " AND lane IN (SELECT value FROM json_each(?))",
        [note, chat_id, cell(list(map(int, lanes)))],
    )


def all_prompts(db: Database, chat_id: int, note: str) -> None:
    """End every question that waits to be put to a chat, but those about safety."""
    db.execute(
        "UPDATE outbox SET state = 'dead', note = ? WHERE chat_id = ? AND state = 'queued'"
        " AND lane = ? AND form_id IN (SELECT id FROM form WHERE kind <> 'safety')",
        [note, chat_id, int(Lane.CHECK_IN)],
    )


def for_staff(db: Database, chat_id: int, note: str) -> None:
    """End all that waits for a chat; in a patient's, alerts and digests only."""
    db.execute(
        "UPDATE outbox SET state = 'dead', note = ? WHERE chat_id = ? AND state = 'queued'"
        " AND (alert_id IS NOT NULL OR lane = ?"
        " OR NOT EXISTS (SELECT 1 FROM patient WHERE patient.chat_id = outbox.chat_id))",
        [note, chat_id, int(Lane.DIGEST)],
    )
