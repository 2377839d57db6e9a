"""What a page gives back: a page to show, a way on, or a file."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.clinic import Clinic
from bot.pathway.taking import Progress


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A page to draw from a template."""

    template: str
    data: Mapping[str, Any] = field(default_factory=dict)
    status: int = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Onward:
    """Another page to go to; `cookie` is a new session's token, empty to end the old one."""

    to: str
    cookie: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file: to be kept when it has a name, else a part of a page."""

    content: bytes
    type: str
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file on the disk, sent under a name and then removed with its folder."""

    path: Path
    type: str
    name: str
    folder: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """Work that takes long: done beside, with a clinic whose database is its own."""

    work: Callable[[Clinic, Progress], "Kept"]


Reply = Shown | Onward | File | Errand


class NotFound(Exception):
    """There is nothing here, or nothing for this person: both look the same."""


class Refused(Exception):
    """Something that cannot be done, as a key of words for the person who asked."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
