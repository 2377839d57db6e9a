"""Backups of the clinic: one now, the old ones gone, and a line in the log."""

from contextlib import suppress
from pathlib import Path

from bot.clinic import Clinic
from bot.pathway.upkeep import last_night
from bot.storage import audit, backups, erasures
from bot.storage.database import transaction
from bot.storage.failures import DatabaseUnusableError


def is_due(clinic: Clinic, directory: Path) -> bool:
    """Tell whether the last night's backup is missing."""
    # One of a day to come was written by a clock that was wrong, and is no reason to wait.
    made = [at for at in map(backups.made_at, backups.all_in(directory)) if at <= clinic.now()]
    return not made or made[-1] < last_night(clinic)


def purge(clinic: Clinic, *, directory: Path, key: str, by: str) -> list[Path]:
    """Take whoever was erased out of earlier backups, and list those that still had them.

    A backup under another key is left as it is: it goes when its days are over.
    """
    backups.note_erased(directory, erasures.marks(clinic.db))
    purged = []
    for one in backups.all_in(directory):
        later = erasures.marks_since(clinic.db, backups.made_at(one))
        with suppress(DatabaseUnusableError):
            if later and backups.without_erased(one, key, later, clinic.now()):
                purged.append(one)
    with transaction(clinic.db):
        for one in purged:
            audit.note(clinic.db, at=clinic.now(), by=by, what="backup purged", about=one.name)
    return purged


def back_up(clinic: Clinic, *, directory: Path, key: str, by: str) -> Path:
    """Write a checked backup, drop those that are too old, and give the new one's path.

    Raises what bot.storage.backups raises.
    """
    made = backups.write(clinic.db, directory, key, clinic.now())
    purge(clinic, directory=directory, key=key, by=by)
    gone = backups.rotate(directory, clinic.now(), clinic.settings.backup_days)
    with transaction(clinic.db):
        for what, files in (("backup written", [made]), ("backup deleted", gone)):
            for file in files:
                audit.note(clinic.db, at=clinic.now(), by=by, what=what, about=file.name)
    return made
