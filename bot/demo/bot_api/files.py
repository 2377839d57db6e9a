"""Files that went in or out: identifiers, the 20 MB and 50 MB rules, download paths."""

import secrets
from dataclasses import dataclass
from pathlib import PurePath

from bot.demo.bot_api.refusals import Refusal

MEGABYTE = 1 << 20
MAX_DOWNLOAD = 20 * MEGABYTE
MAX_UPLOAD = {"document": 50 * MEGABYTE, "photo": 10 * MEGABYTE}


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file in a request."""

    filename: str
    content: bytes
    mime: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """A file the server keeps; `size` may be more than the content a test bothered to make."""

    file_id: str
    file_unique_id: str
    path: str
    upload: Upload
    size: int

    def as_json(self) -> dict[str, str | int]:
        """Return the fields every kind of file has in a message."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.file_unique_id,
            "file_size": self.size,
        }


class FileStore:
    """Files by their identifier, which only this bot can use."""

    def __init__(self, bot_id: int) -> None:
        self._bot_id = bot_id
        self._by_id: dict[str, StoredFile] = {}

    def add(self, kind: str, upload: Upload, *, size: int | None = None) -> StoredFile:
        """Keep a file; `kind` names its folder on the server."""
        unique = secrets.token_urlsafe(11)
        suffix = PurePath(upload.filename).suffix
        stored = StoredFile(
            file_id=f"{kind}-{self._bot_id}-{unique}-{secrets.token_urlsafe(24)}",
            file_unique_id=unique,
            path=f"{kind}s/file_{len(self._by_id)}{suffix}",
            upload=upload,
            size=len(upload.content) if size is None else size,
        )
        self._by_id[stored.file_id] = stored
        return stored

    def accept(self, kind: str, given: Upload | str) -> StoredFile:
        """Take what a send method was given: an upload, or the id of a file of this kind."""
        if isinstance(given, str):
            return self._sent_before(kind, given)
        if not given.content:
            raise Refusal("file must be non-empty")
        if len(given.content) > MAX_UPLOAD[kind]:
            raise Refusal("Request Entity Too Large", code=413)
        return self.add(kind, given)

    def _sent_before(self, kind: str, given: str) -> StoredFile:
        if not given:
            raise Refusal(f"there is no {kind} in the request")
        if given.startswith(("http://", "https://")):
            raise Refusal("failed to get HTTP URL content")
        stored = self._by_id.get(given)
        if stored is None:
            raise Refusal("wrong file identifier/HTTP URL specified")
        if not given.startswith(f"{kind}-"):
            other = given.partition("-")[0].capitalize()
            raise Refusal(f"can't use file of type {other} as {kind.capitalize()}")
        return stored

    def downloadable(self, file_id: str) -> StoredFile:
        """Return the file getFile was asked for."""
        if not file_id:
            raise Refusal("file_id not specified")
        stored = self._by_id.get(file_id)
        if stored is None:
            raise Refusal("invalid file_id")
        if stored.size > MAX_DOWNLOAD:
            raise Refusal("file is too big")
        return stored

    def at(self, path: str) -> StoredFile | None:
        """Return the file with this download path, if it may be downloaded."""
        fitting = (f for f in self._by_id.values() if f.path == path and f.size <= MAX_DOWNLOAD)
        return next(fitting, None)
