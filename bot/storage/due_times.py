"""When anything comes due next."""

from datetime import datetime

from sqlite_utils import Database

from bot.storage.rows import instant


def earliest(db: Database) -> datetime | None:
    """Give the earliest moment that any form, alert or digest waits for."""
    row = db.execute(
        "SELECT min(next_at) FROM (SELECT min(next_at) AS next_at FROM form"
        " WHERE next_at IS NOT NULL UNION ALL"
        " SELECT min(next_at) FROM alert WHERE state = 'raised' AND next_at IS NOT NULL UNION ALL"
        " SELECT min(digest_at) FROM clinician WHERE state = 'active')"
    ).fetchone()
    return instant(row[0]) if row[0] is not None else None
