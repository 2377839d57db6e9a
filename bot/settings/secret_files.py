"""The database key in a file of its own, and the rule that no other user may read such files."""

import os
import re
import secrets
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pydantic import SecretStr

CREDENTIALS = "CREDENTIALS_DIRECTORY"  # where systemd puts what LoadCredential= names
_KEY = re.compile(r"[0-9a-fA-F]{64}")


class SecretFileError(ValueError):
    """What is wrong with a file that holds a secret, and what to do about it."""


def require_private(path: Path) -> None:
    """Refuse a file that other users of the machine may read or write.

    systemd hands a credential over in a directory that is the service's alone, and lets it read
    the file by an access list: that shows as a bit of the group's, and opens it to nobody else.
    """
    handed_over = path.parent == Path(os.environ.get(CREDENTIALS) or "/nowhere")
    if path.stat().st_mode & (0o037 if handed_over else 0o077):
        raise SecretFileError(f"is open to other users of this machine; run `chmod 600 {path}`")


def require_usable_key(key_file: Path, *, database: Path) -> None:
    """Refuse a key that is lost, readable by others, malformed, or kept beside the database."""
    if key_file.resolve().parent == database.resolve().parent:
        raise SecretFileError(
            "lies beside the database, so that one copy takes both; "
            "write a path in a directory of its own"
        )
    with _refusals_explained(key_file):
        if key_file.exists():
            read_key(key_file)
        elif database.exists():
            raise SecretFileError(
                f"names {key_file}, which is missing although the database {database} exists; "
                "put the key of this database back there, since a new key cannot open it"
            )


def coming_key(key_file: Path) -> Path:
    """Name the file that a new key stands in until the database has it."""
    return key_file.with_name(f"{key_file.name}.new")


def read_or_create_key(key_file: Path, *, database: Path) -> SecretStr:
    """Return the key in the file, made now if there is none yet."""
    require_usable_key(key_file, database=database)
    with _refusals_explained(key_file):
        if not key_file.exists():
            create_key(key_file)
        return SecretStr(read_key(key_file))


@contextmanager
def _refusals_explained(key_file: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise SecretFileError(
            f"names {key_file}, which cannot be used ({error.strerror}); "
            "write a path that belongs to the user who runs this program"
        ) from error


def read_key(key_file: Path) -> str:
    """Read a key; raises SecretFileError when others may read it or it is none."""
    require_private(key_file)
    key = key_file.read_text("utf-8", errors="replace").strip()
    if not _KEY.fullmatch(key):
        raise SecretFileError(
            f"names {key_file}, which holds no key of 64 hexadecimal characters; put the key "
            "back, or, if there is no database yet, delete the file and a new key is made"
        )
    return key


def create_key(key_file: Path) -> None:
    """Write a new key so that it is either whole and on the disk, or not there at all."""
    key_file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=key_file.parent, prefix=".key-") as draft:
        draft.write(secrets.token_hex(32) + "\n")
        draft.flush()
        os.fsync(draft.fileno())
        try:
            key_file.hardlink_to(draft.name)  # unlike a rename, never replaces a key
        except FileExistsError:
            return  # another start was quicker: its key counts
    directory = os.open(key_file.parent, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
