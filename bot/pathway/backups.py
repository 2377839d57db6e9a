"""Backups of the clinic: one now, the old ones gone, and a line in the log."""

from pathlib import Path

from bot.clinic import Clinic
from bot.storage import audit, backups, erasures
from bot.storage.database import transaction


def back_up(clinic: Clinic, *, directory: Path, key: str, by: str) -> Path:
    """Write a checked backup, drop those that are too old, and give the new one's path.

    Raises what bot.storage.backups raises.
    """
    made = backups.write(clinic.db, directory, clinic.now())
    backups.check(made, key)
    backups.note_erased(directory, erasures.marks(clinic.db))
    gone = backups.rotate(directory, clinic.now(), clinic.settings.backup_days)
    with transaction(clinic.db):
        for what, files in (("backup written", [made]), ("backup deleted", gone)):
            for file in files:
                audit.note(clinic.db, at=clinic.now(), by=by, what=what, about=file.name)
    return made
