"""Opening what a power cut left, as the bot does, and holding it against what was said."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from bot.storage.database import Database, DatabaseError, open_database
from bot.storage.failures import DatabaseUnusableError
from tests.faults.power.disk import Disk, Rest, Said, Step
from tests.faults.power.held import HELD, held
from tests.house import KEY

FILE = "clinic.db"
WHOLE, LOST, CORRUPT = "whole", "lost", "corrupt"
ANSWERS = "SELECT id, form_id, question, value, final FROM answer ORDER BY id"


class Image(NamedTuple):
    """A disk as it can be found, and how much the program had said it holds."""

    files: dict[str, bytes]
    owed: tuple[int, ...]


def images(steps: list[Step], share: float, rng: Random) -> Iterator[Image]:
    """Cut the power after steps, a share of them, and give each disk that may be left."""
    disk = Disk()
    owed: tuple[int, ...] = (0,) * len(HELD)
    for step in steps:
        if isinstance(step, Said):
            owed = step.counts
        disk.take(step)
        for rest in (Rest.DROPPED,) if disk.is_at_rest else Rest:
            if rng.random() < share:
                yield Image(disk.after_the_cut(rest, rng), owed)


def judged(found: Iterator[Image], folder: Path, final: list[Any]) -> Counter[str]:
    """Count how the disks come out."""
    return Counter(judge(image, folder, final) for image in found)


def judge(image: Image, folder: Path, final: list[Any]) -> str:
    """Say what the bot finds there: all it said it holds, less, or nothing it can use."""
    for old in folder.glob("*"):
        old.unlink()
    for name, content in image.files.items():
        (folder / name).write_bytes(content)
    try:
        db = open_database(folder / FILE, KEY)
    except (DatabaseUnusableError, DatabaseError):
        return CORRUPT
    try:
        return _verdict(db, image.owed, final)
    except DatabaseError:
        return CORRUPT
    finally:
        db.close()


def _verdict(db: Database, owed: tuple[int, ...], final: list[Any]) -> str:
    # It looks at the pages in the file alone, of which the write-ahead log may hold newer ones.
    db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    if db.execute("PRAGMA cipher_integrity_check").fetchall():
        return CORRUPT
    if db.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
        return CORRUPT
    if db.execute("PRAGMA foreign_key_check").fetchall():
        return CORRUPT
    there = db.execute(ANSWERS).fetchall()
    if there != final[: len(there)]:
        return CORRUPT
    kept = all(now >= then for now, then in zip(held(db), owed, strict=True))
    return WHOLE if kept else LOST


def answers_in(file: Path) -> list[Any]:
    """Read the answers that were given in the end."""
    db = open_database(file, KEY)
    try:
        return list(db.execute(ANSWERS).fetchall())
    finally:
        db.close()
