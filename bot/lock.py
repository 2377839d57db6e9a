"""One instance at a time: a lock beside the database, freed by the system when a process dies."""

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.storage.database import make_folder


class AlreadyRunningError(Exception):
    """Another process of this program works on the same database."""


@contextmanager
def only_instance(database: Path) -> Iterator[None]:
    """Hold the lock of a database; raises AlreadyRunningError when somebody else does."""
    path = database.with_name(database.name + ".lock")
    make_folder(database)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise AlreadyRunningError from error
        yield
