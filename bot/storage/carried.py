"""What a restore must not undo: who was erased, left or was kept out, and which links are used."""

from dataclasses import dataclass
from datetime import datetime

from sqlite_utils import Database

from bot.storage.erasures import marks
from bot.storage.rows import stamp

Person = tuple[str, str]  # a code, and when whoever has it joined, as stored


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """What the database that is replaced knows; empty when it cannot be read."""

    erased: frozenset[str] = frozenset()
    left: frozenset[Person] = frozenset()
    staff: tuple[tuple[str, str, str, str], ...] = ()  # state, role, code, when joined
    used_links: tuple[str, ...] = ()  # hashes


def read(db: Database) -> Carried:
    """Read it from a database."""
    left = db.execute("SELECT code, joined_at FROM patient WHERE state = 'withdrawn'")
    staff = db.execute("SELECT state, role, code, joined_at FROM clinician")
    used = db.execute("SELECT token_hash FROM invitation WHERE used_at IS NOT NULL")
    return Carried(
        erased=frozenset(marks(db)),
        left=frozenset((str(row[0]), str(row[1])) for row in left),
        staff=tuple((str(row[0]), str(row[1]), str(row[2]), str(row[3])) for row in staff),
        used_links=tuple(str(row[0]) for row in used),
    )


def keep_out(db: Database, carried: Carried, now: datetime) -> None:
    """Let nobody in by a restore: staff are as they were last, links and sessions are over."""
    for member in carried.staff:
        db.execute(
            "UPDATE clinician SET state = ?, role = ? WHERE code = ? AND joined_at = ?", member
        )
    for token_hash in carried.used_links:
        db.execute(
            "UPDATE invitation SET used_at = ? WHERE token_hash = ? AND used_at IS NULL",
            [stamp(now), token_hash],
        )
    db.execute("UPDATE portal_session SET ended_at = ? WHERE ended_at IS NULL", [stamp(now)])
    db.execute("UPDATE portal_link SET used_at = ? WHERE used_at IS NULL", [stamp(now)])
