"""Where an export's files go: a directory, whole or not at all, or memory."""

import fcntl
import io
import os
import shutil
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol


class Destination(Protocol):
    """Takes files by name."""

    def create(self, name: str) -> AbstractContextManager[BinaryIO]:
        """Open a new file of this name for writing."""
        ...

    def room(self) -> AbstractContextManager[Path | None]:
        """Give a directory to put a file together in; None where all is kept in memory."""
        ...


class NameTakenError(Exception):
    """A file that is there has the name of a new one, and is not to be replaced."""


class Memory:
    """Files kept in memory."""

    def __init__(self) -> None:
        self._begun: list[tuple[str, bytes | None]] = []

    @property
    def files(self) -> list[tuple[str, bytes]]:
        """List the files that are whole, in the order they were begun."""
        return [(name, content) for name, content in self._begun if content is not None]

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file; it is kept once it is closed without an error."""
        file, place = io.BytesIO(), len(self._begun)
        self._begun.append((name, None))
        yield file
        self._begun[place] = (name, file.getvalue())

    @contextmanager
    def room(self) -> Iterator[None]:
        """Say that there is no directory."""
        yield None


class Folder:
    """A directory whose new files have temporary names until all of them are whole."""

    def __init__(self, directory: Path, *, replace: bool = False) -> None:
        self._directory = directory
        self._replace = replace
        self._parts: dict[Path, Path] = {}  # temporary → final

    @contextmanager
    def create(self, name: str) -> Iterator[BinaryIO]:
        """Open a new file that only this user may read; it is on the disk once it is closed.

        Raises NameTakenError when the name is taken and nothing is to be replaced.
        """
        if not self._replace and os.path.lexists(self._directory / name):
            raise NameTakenError(self._directory / name)
        part = self._directory / f".{name}.part"
        part.unlink(missing_ok=True)  # left by an export that was killed
        self._parts[part] = self._directory / name
        private = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(private, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())

    @contextmanager
    def room(self) -> Iterator[Path]:
        """Give a directory that only this user may read, empty, and gone afterwards."""
        room = self._directory / ".room.part"
        shutil.rmtree(room, ignore_errors=True)  # left by an export that was killed
        room.mkdir(mode=0o700)
        try:
            yield room
        finally:
            shutil.rmtree(room)

    @property
    def files(self) -> list[Path]:
        """List the files under their final names, in the order they were written."""
        return list(self._parts.values())

    def publish(self) -> None:
        """Give every file its name, in place of any that had it."""
        for part, final in self._parts.items():
            part.replace(final)

    def discard(self) -> None:
        """Remove what was written and not published."""
        for part in self._parts:
            part.unlink(missing_ok=True)


@contextmanager
def whole_files(directory: Path, *, replace: bool = False) -> Iterator[Folder]:
    """Write to a directory, made if need be; its files appear together at the end, or not at all.

    Raises BlockingIOError when another export is writing there, NameTakenError when a file has
    the name of a new one and is not to be replaced, and other OSErrors when the directory cannot
    be used.
    """
    directory.mkdir(parents=True, exist_ok=True)
    handle = os.open(directory, os.O_RDONLY | os.O_DIRECTORY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield from _filled(Folder(directory, replace=replace))
        os.fsync(handle)  # a new name is durable only with its directory
    finally:
        os.close(handle)


def _filled(folder: Folder) -> Iterator[Folder]:
    try:
        yield folder
        folder.publish()
    except BaseException:
        folder.discard()
        raise
