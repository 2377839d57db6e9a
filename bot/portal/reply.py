"""What a page gives back: a page to show, a way on, or a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


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


Reply = Shown | Onward | File


class NotFound(Exception):
    """There is nothing here, or nothing for this person: both look the same."""


class Refused(Exception):
    """Something that cannot be done, as a key of words for the person who asked."""

    def __init__(self, key: str, status: int) -> None:
        super().__init__(key)
        self.key = key
        self.status = status
