"""The portal's sign-in links and sessions, kept as hashes: nothing stored here lets anybody in."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import find, find_all, insert, stamp, update

TOKEN_BYTES = 24  # 192 bits


@dataclass(frozen=True, slots=True, kw_only=True)
class PortalSession:
    """One browser that a person signed in with; `seen_at` is when it last asked for a page."""

    id: int
    clinician_id: int
    begun_at: datetime
    seen_at: datetime
    ended_at: datetime | None


def issue_link(db: Database, *, clinician_id: int, now: datetime, expires_at: datetime) -> str:
    """Store a link in place of the person's earlier ones, and give its token, shown once."""
    db.execute(
        "UPDATE portal_link SET expires_at = ?1"
        " WHERE clinician_id = ?2 AND used_at IS NULL AND expires_at > ?1",
        [stamp(now), clinician_id],
    )
    token = secrets.token_urlsafe(TOKEN_BYTES)
    insert(
        db,
        "portal_link",
        token_hash=_hash(token),
        clinician_id=clinician_id,
        created_at=now,
        expires_at=expires_at,
    )
    return token


def use_link(db: Database, token: str, now: datetime) -> int | None:
    """Use a link up and give whose it is; None when it was used, is over, or never was."""
    row = db.execute(
        "UPDATE portal_link SET used_at = ?1 WHERE token_hash = ?2 AND used_at IS NULL"
        " AND expires_at > ?1 RETURNING clinician_id",
        [stamp(now), _hash(token)],
    ).fetchone()
    return int(row[0]) if row else None


def note_attempt(db: Database, now: datetime) -> None:
    """Remember that a link did not work."""
    insert(db, "portal_attempt", at=now)


def attempts_since(db: Database, since: datetime) -> int:
    """Count the links that did not work."""
    sql = "SELECT count(*) FROM portal_attempt WHERE at >= ?"
    return int(db.execute(sql, [stamp(since)]).fetchone()[0])


def begin(db: Database, *, clinician_id: int, now: datetime) -> str:
    """Begin a session and give its token, which only the browser keeps."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    insert(
        db,
        "portal_session",
        token_hash=_hash(token),
        clinician_id=clinician_id,
        begun_at=now,
        seen_at=now,
    )
    return token


def by_token(db: Database, token: str) -> PortalSession | None:
    """Find the session of a token that was not ended."""
    sql = "SELECT * FROM portal_session WHERE token_hash = ? AND ended_at IS NULL"
    return find(db, PortalSession, sql, _hash(token))


def touch(db: Database, session_id: int, now: datetime) -> None:
    """Note that a session is in use."""
    update(db, "portal_session", session_id, seen_at=now)


def end(db: Database, session_id: int, now: datetime) -> None:
    """End a session."""
    update(db, "portal_session", session_id, ended_at=now)


def open_of(
    db: Database, clinician_id: int, *, seen_since: datetime, begun_since: datetime
) -> list[PortalSession]:
    """List a person's sessions that still count, newest first."""
    return find_all(
        db,
        PortalSession,
        "SELECT * FROM portal_session WHERE clinician_id = ? AND ended_at IS NULL"
        " AND seen_at > ? AND begun_at > ? ORDER BY id DESC",
        clinician_id,
        seen_since,
        begun_since,
    )


def end_all(db: Database, clinician_id: int, now: datetime) -> None:
    """End every session of a person, and every link that was not used yet."""
    db.execute(
        "UPDATE portal_session SET ended_at = ? WHERE clinician_id = ? AND ended_at IS NULL",
        [stamp(now), clinician_id],
    )
    db.execute(
        "UPDATE portal_link SET expires_at = ?1"
        " WHERE clinician_id = ?2 AND used_at IS NULL AND expires_at > ?1",
        [stamp(now), clinician_id],
    )


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
