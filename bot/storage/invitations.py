"""Single-use invitations, kept as hashes, and attempts to use them."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlite_utils import Database

from bot.storage.rows import find, insert, stamp, update

TOKEN_BYTES = 18  # 144 bits, 24 characters: fits a deep link's 64


@dataclass(frozen=True, slots=True, kw_only=True)
class Invitation:
    """One invitation; the token itself is never stored."""

    id: int
    role: str
    name: str
    created_by: str
    expires_at: datetime
    used_at: datetime | None


def issue(db: Database, *, role: str, by: str, now: datetime, days: int, name: str = "") -> str:
    """Store a new invitation and give its token, which is shown once."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    insert(
        db,
        "invitation",
        token_hash=_hash(token),
        role=role,
        name=name,
        created_at=now,
        created_by=by,
        expires_at=now + timedelta(days=days),
    )
    return token


def usable(db: Database, token: str, now: datetime) -> Invitation | None:
    """Find an invitation that is neither used nor expired."""
    return find(
        db,
        Invitation,
        "SELECT * FROM invitation WHERE token_hash = ? AND used_at IS NULL AND expires_at > ?",
        _hash(token),
        now,
    )


def mark_used(db: Database, invitation_id: int, now: datetime) -> None:
    """Use an invitation up."""
    update(db, "invitation", invitation_id, used_at=now)


def end_all(db: Database, by: str, now: datetime) -> None:
    """End the invitations somebody gave out that nobody has used."""
    db.execute(
        "UPDATE invitation SET expires_at = ?1"
        " WHERE created_by = ?2 AND used_at IS NULL AND expires_at > ?1",
        [stamp(now), by],
    )


def note_attempt(db: Database, chat_id: int, now: datetime) -> None:
    """Remember a failed attempt."""
    insert(db, "invitation_attempt", chat_id=chat_id, at=now)


def attempts_since(db: Database, since: datetime, chat_id: int | None = None) -> int:
    """Count failed attempts, of one chat or of all."""
    sql = "SELECT count(*) FROM invitation_attempt WHERE at >= ?"
    parameters: list[object] = [stamp(since)]
    if chat_id is not None:
        sql += " AND chat_id = ?"
        parameters.append(chat_id)
    return int(db.execute(sql, parameters).fetchone()[0])


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
