"""The key that de-identified exports are made with: always the same, so that they fit together."""

import secrets
from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import stamp

KEY_BYTES = 32


def key(db: Database, now: datetime) -> bytes:
    """Give the key, drawn when it is first needed; runs inside a transaction."""
    drawn = secrets.token_hex(KEY_BYTES)
    db.execute(
        "INSERT OR IGNORE INTO export_key (id, key, drawn_at) VALUES (1, ?, ?)",
        [drawn, stamp(now)],
    )
    return bytes.fromhex(db.execute("SELECT key FROM export_key").fetchone()[0])
