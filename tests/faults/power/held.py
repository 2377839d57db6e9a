"""How much a database holds of what nobody may lose: each number only ever grows."""

from bot.storage.database import Database

HELD = (
    "SELECT count(*) FROM inbox",
    "SELECT count(*) FROM inbox WHERE state = 'done'",
    "SELECT count(*) FROM answer",
    "SELECT count(*) FROM patient_message",
    "SELECT count(*) FROM audit",
    "SELECT count(*) FROM outbox",
    "SELECT count(*) FROM outbox WHERE state = 'sent'",
)


def held(db: Database) -> tuple[int, ...]:
    """Count what is held."""
    return tuple(int(db.execute(sql).fetchone()[0]) for sql in HELD)
