"""A disk that keeps what was synced and may keep any part of the rest."""

from dataclasses import dataclass, field
from enum import Enum
from random import Random

SECTOR = 512


@dataclass(frozen=True, slots=True)
class Write:
    """Bytes written into a file, by the file's number."""

    file: int
    offset: int
    data: bytes


@dataclass(frozen=True, slots=True)
class Cut:
    """A file cut, or grown, to a size."""

    file: int
    size: int


@dataclass(frozen=True, slots=True)
class Sync:
    """A file's content brought to the disk."""

    file: int


@dataclass(frozen=True, slots=True)
class Named:
    """A name given to a file, or taken from it: None."""

    name: str
    file: int | None


@dataclass(frozen=True, slots=True)
class NamesSynced:
    """The folder itself brought to the disk."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the program said it holds from now on."""

    counts: tuple[int, ...]


Change = Write | Cut
Step = Change | Sync | Named | NamesSynced | Said


class Rest(Enum):
    """What becomes of writes that were not synced when the power goes."""

    DROPPED = "dropped"
    CUT_SHORT = "cut short"
    REORDERED = "reordered"
    TORN = "torn"


@dataclass(slots=True)
class Disk:
    """What is surely there, and what is on its way."""

    files: dict[int, bytearray] = field(default_factory=dict)
    waiting: list[Change] = field(default_factory=list)
    names: dict[str, int] = field(default_factory=dict)
    naming: list[Named] = field(default_factory=list)

    def take(self, step: Step) -> None:
        """Do one step of the program."""
        if isinstance(step, Write | Cut):
            self.waiting.append(step)
        elif isinstance(step, Sync):
            for change in [one for one in self.waiting if one.file == step.file]:
                apply(self.files, change)
            self.waiting = [one for one in self.waiting if one.file != step.file]
        elif isinstance(step, Named):
            self.naming.append(step)
        elif isinstance(step, NamesSynced):
            name(self.names, self.naming)
            self.naming = []

    @property
    def is_at_rest(self) -> bool:
        """Tell whether nothing is on its way."""
        return not self.waiting and not self.naming

    def after_the_cut(self, rest: Rest, rng: Random) -> dict[str, bytes]:
        """Give a disk that can be found when the power comes back."""
        files = {number: bytearray(content) for number, content in self.files.items()}
        names = dict(self.names)
        if rest is not Rest.DROPPED:
            name(names, self.naming[: rng.randint(0, len(self.naming))])
        for change in surviving(self.waiting, rest, rng):
            apply(files, change)
        return {known: bytes(files.get(number, b"")) for known, number in names.items()}


def surviving(waiting: list[Change], rest: Rest, rng: Random) -> list[Change]:
    """Choose which of the waiting changes reach the disk."""
    if rest is Rest.DROPPED:
        return []
    if rest is Rest.CUT_SHORT:
        return waiting[: rng.randint(0, len(waiting))]
    kept = [change for change in waiting if rng.random() < 0.5]
    if rest is Rest.TORN:
        return [part for change in kept for part in torn(change, rng)]
    return kept


def torn(change: Change, rng: Random) -> list[Change]:
    """Keep some sectors of a write."""
    if isinstance(change, Cut):
        return [change]
    end = change.offset + len(change.data)
    borders = range(change.offset - change.offset % SECTOR, end, SECTOR)
    parts = [(max(start, change.offset), min(start + SECTOR, end)) for start in borders]
    return [
        Write(change.file, start, change.data[start - change.offset : stop - change.offset])
        for start, stop in parts
        if rng.random() < 0.5
    ]


def apply(files: dict[int, bytearray], change: Change) -> None:
    """Do one change; what lies between the old end and a write far behind it is zeros."""
    content = files.setdefault(change.file, bytearray())
    if isinstance(change, Cut):
        del content[change.size :]
        content.extend(bytes(change.size - len(content)))
        return
    content.extend(bytes(max(0, change.offset - len(content))))
    content[change.offset : change.offset + len(change.data)] = change.data


def name(names: dict[str, int], changes: list[Named]) -> None:
    """Give and take names."""
    for change in changes:
        if change.file is None:
            names.pop(change.name, None)
        else:
            names[change.name] = change.file
