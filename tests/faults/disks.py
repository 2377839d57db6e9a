"""Disks that take nothing more: full or read-only, by the file system or by SQLite's own word."""

import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from bot.storage.database import Database

PLENTY = 1_000_000  # pages


def mounted(*command: str) -> bool:
    """Mount something; tell whether this machine let us."""
    with suppress(FileNotFoundError):
        return subprocess.run(["mount", *command], capture_output=True).returncode == 0
    return False


@contextmanager
def small_disk(place: Path) -> Iterator[bool]:
    """Put a disk of four megabytes in a place, if this machine lets us."""
    place.mkdir(parents=True)
    is_there = mounted("-t", "tmpfs", "-o", "size=4m", "tmpfs", str(place))
    try:
        yield is_there
    finally:
        if is_there:
            subprocess.run(["umount", "--lazy", str(place)], check=True)


def fill(place: Path) -> None:
    """Fill a disk to its last byte."""
    with suppress(OSError), (place / "filler").open("wb", buffering=0) as filler:
        while filler.write(bytes(4096)):
            pass


def grow(place: Path) -> None:
    """Give a disk more room."""
    assert mounted("-o", "remount,size=16m", str(place))


def no_page_more(db: Database) -> Callable[[], object]:
    """Let the database grow by no page; give what lets it again."""
    pages = db.execute("PRAGMA page_count").fetchone()[0]
    db.execute(f"PRAGMA max_page_count = {pages}")
    return lambda: db.execute(f"PRAGMA max_page_count = {PLENTY}")


def read_only(db: Database) -> Callable[[], object]:
    """Let SQLite refuse every write as on a read-only disk; give what ends it."""
    db.execute("PRAGMA query_only = ON")
    return lambda: db.execute("PRAGMA query_only = OFF")
