"""Messages to send: written with what caused them, kept until their fate is known."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum, StrEnum
from typing import Any

from sqlite_utils import Database

from bot.storage.rows import cell, find_all, instant, stamp, update


class Lane(IntEnum):
    """Who goes first when there is more to send than may be sent."""

    ALERT = 0
    REPLY = 1
    CHECK_IN = 2
    DIGEST = 3


class Fate(StrEnum):
    """Where a message is."""

    QUEUED = "queued"
    SENDING = "sending"
    SENT = "sent"
    DEAD = "dead"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message; `unknowns` counts sendings whose outcome nobody can tell.

    `queued_at` is when it was to go first, `due_at` when it may go now.
    """

    id: int
    dkey: str
    lane: int
    chat_id: int
    method: str
    payload: str
    form_id: int | None
    alert_id: int | None
    queued_at: datetime
    due_at: datetime
    expires_at: datetime | None
    state: Fate
    attempts: int
    unknowns: int
    message_id: int | None

    @property
    def parameters(self) -> dict[str, Any]:
        """The parameters of the Bot API method, without the chat."""
        parameters: dict[str, Any] = json.loads(self.payload)
        return parameters


FILES = ("sendDocument", "sendPhoto")
OUTCOME_UNKNOWN = "outcome unknown"  # the note of what was given up and may have arrived
# In each lane of a chat one message is on its way at a time, in the order they were written.
# An alert that waits for another try is passed by: it must not hold up what somebody else needs.
# One look for each state, because each has an index of its own rows only.
_EARLIER = (
    "NOT EXISTS (SELECT 1 FROM outbox AS earlier WHERE earlier.chat_id = outbox.chat_id"
    " AND earlier.lane = outbox.lane AND earlier.id < outbox.id AND earlier.state ="
)
_FIRST_IN_LINE = (
    f"{_EARLIER} 'sending') AND {_EARLIER} 'queued'"
    " AND (outbox.lane <> 0 OR earlier.due_at <= outbox.due_at))"
)


def queue(
    db: Database,
    *,
    dkey: str,
    lane: Lane,
    chat_id: int,
    method: str,
    payload: dict[str, Any],
    due_at: datetime,
    expires_at: datetime | None = None,
    form_id: int | None = None,
    alert_id: int | None = None,
) -> None:
    """Add a message once: a second one with the same key is the same message."""
    row = {
        "dkey": dkey,
        "lane": int(lane),
        "chat_id": chat_id,
        "method": method,
        "payload": cell(payload),
        "form_id": form_id,
        "alert_id": alert_id,
        "queued_at": stamp(due_at),
        "due_at": stamp(due_at),
        "expires_at": cell(expires_at),
        "state": "queued",
    }
    db.execute(
        f"INSERT OR IGNORE INTO outbox ({', '.join(row)})"  # noqa: S608  # constants
        f" VALUES ({', '.join('?' * len(row))})",
        list(row.values()),
    )


def claim(
    db: Database,
    *,
    now: datetime,
    lease_until: datetime,
    limit: int,
    resting: Collection[int],
    calm: int | None = None,
    alerts_resting: Collection[int] | None = None,
    lanes: tuple[Lane, ...] = tuple(Lane),
) -> list[Outgoing]:
    """Take messages that may go now, alerts first, at most one per chat, in order.

    At most `calm` are no alerts, all unless said. An alert passes by what rests its chat, where
    `alerts_resting` names others.
    """
    expire(db, now)
    found = find_all(
        db,
        Outgoing,
        "SELECT * FROM outbox WHERE state = 'queued' AND due_at <= ?"  # noqa: S608  # a constant
        " AND NOT (lane = 0 AND chat_id IN (SELECT value FROM json_each(?)))"
        " AND NOT (lane <> 0 AND chat_id IN (SELECT value FROM json_each(?)))"
        f" AND lane IN (SELECT value FROM json_each(?)) AND {_FIRST_IN_LINE}"
        " ORDER BY lane, due_at, id LIMIT ?",
        now,
        sorted(resting if alerts_resting is None else alerts_resting),
        sorted(resting),
        list(map(int, lanes)),
        limit,
    )
    taken = _one_per_chat(found, limit if calm is None else calm)
    for message in taken:
        _set(db, message.id, state=Fate.SENDING, lease_until=lease_until)
    return taken


def _one_per_chat(found: list[Outgoing], calm: int) -> list[Outgoing]:
    first: dict[int, Outgoing] = {}
    for message in found:
        first.setdefault(message.chat_id, message)
    alerts = [message for message in first.values() if message.lane == Lane.ALERT]
    others = [message for message in first.values() if message.lane != Lane.ALERT]
    return [*alerts, *others[: max(calm, 0)]]


def expire(db: Database, now: datetime) -> None:
    """Drop messages that would come too late to be of use."""
    db.execute(
        "UPDATE outbox SET state = 'expired' WHERE state = 'queued' AND expires_at <= ?",
        [stamp(now)],
    )


def sent(db: Database, message: Outgoing, message_id: int | None, now: datetime) -> None:
    """Mark a message as accepted by Telegram."""
    kept = _payload_to_keep(message)
    _set(db, message.id, state=Fate.SENT, message_id=message_id, sent_at=now, payload=kept)
    if message_id is not None and message.form_id is not None:
        db.execute(
            "UPDATE form SET message_id = ? WHERE id = ? AND state = 'open'",
            [message_id, message.form_id],
        )


def again(
    db: Database, message: Outgoing, due_at: datetime, note: str, *, unknown: bool = False
) -> None:
    """Queue a message again for a later instant."""
    _set(
        db,
        message.id,
        state=Fate.QUEUED,
        due_at=due_at,
        attempts=message.attempts + 1,
        unknowns=message.unknowns + int(unknown),
        note=note,
    )


def replace(db: Database, message: Outgoing, *, method: str, payload: dict[str, Any]) -> None:
    """Send the same words in another way."""
    _set(db, message.id, state=Fate.QUEUED, method=method, payload=payload)


def move(db: Database, message: Outgoing, chat_id: int) -> None:
    """Send a message to the chat that took the place of another."""
    _set(db, message.id, state=Fate.QUEUED, chat_id=chat_id)


def give_up(db: Database, message: Outgoing, fate: Fate, note: str) -> None:
    """End a message without another try."""
    _set(db, message.id, state=fate, note=note, payload=_payload_to_keep(message))


def _payload_to_keep(message: Outgoing) -> str:
    """Give what is kept of a message that goes no more: no export, no chart, no way in."""
    protected = message.parameters.get("protect_content")
    return "{}" if protected or message.method in FILES else message.payload


def left_sending(db: Database, now: datetime | None = None) -> list[Outgoing]:
    """List messages whose sending was begun and not ended: all, or those past their lease."""
    if now is None:
        return find_all(db, Outgoing, "SELECT * FROM outbox WHERE state = 'sending'")
    return find_all(
        db, Outgoing, "SELECT * FROM outbox WHERE state = 'sending' AND lease_until <= ?", now
    )


def proven(db: Database, form_id: int, now: datetime) -> None:
    """Mark a form's prompt as sent: somebody tapped on it, so it did arrive.

    It proves nothing of a reply: the question after the one that was tapped may be lost.
    """
    db.execute(
        "UPDATE outbox SET state = 'sent', sent_at = ?, note = 'proven by a tap'"
        " WHERE form_id = ? AND lane = ? AND state = 'queued' AND unknowns > 0",
        [stamp(now), form_id, int(Lane.CHECK_IN)],
    )


def was_sent(db: Database, form_id: int) -> bool:
    """Tell whether Telegram is known to have taken a message that puts a form's question."""
    sql = "SELECT 1 FROM outbox WHERE form_id = ? AND state = 'sent' AND note IS NOT ?"
    return db.execute(sql, [form_id, OUTCOME_UNKNOWN]).fetchone() is not None


def due_by_chat(db: Database) -> dict[int, datetime]:
    """Map each chat with queued messages to when its next may go; the earliest few hundred."""
    rows = db.execute(
        "SELECT chat_id, min(due_at) AS due FROM outbox"  # noqa: S608  # a constant
        f" WHERE state = 'queued' AND {_FIRST_IN_LINE} GROUP BY chat_id ORDER BY due LIMIT 200"
    )
    return {int(chat_id): instant(due) for chat_id, due in rows}


def is_there(db: Database, row_id: int) -> bool:
    """Tell whether a message is still kept."""
    return db.execute("SELECT 1 FROM outbox WHERE id = ?", [row_id]).fetchone() is not None


def last_message_id(db: Database) -> int:
    """Give the highest number Telegram gave a message, 0 without any."""
    return int(db.execute("SELECT coalesce(max(message_id), 0) FROM outbox").fetchone()[0])


def _set(db: Database, row_id: int, **values: Any) -> None:
    update(db, "outbox", row_id, **values)
