"""A protocol directory loaded, checked and stamped with the hash of its content."""

import hashlib
import json
from dataclasses import replace
from functools import cache
from pathlib import Path

from bot.clinical.protocol import Protocol
from bot.protocol.checker import check
from bot.protocol.fault import ProtocolError
from bot.protocol.reading import FILES, read_directory
from bot.protocol.schema import ADAPTER, to_protocol

PACKAGED = Path(__file__).parent / "dry_needling_headache"


def load_protocol(directory: Path | None = None) -> Protocol:
    """Load a protocol, the packaged one by default; raises ProtocolError with every fault."""
    return _load(directory) if directory else _packaged()


@cache
def _packaged() -> Protocol:
    """Load what comes with the program, and so never changes while it runs."""
    return _load(PACKAGED)


def _load(directory: Path) -> Protocol:
    source = read_directory(directory)
    protocol = to_protocol(source)
    faults = check(protocol, files={**FILES, **source.files})
    if faults:
        raise ProtocolError(faults)
    return replace(protocol, content_hash=content_hash(protocol))


def content_hash(protocol: Protocol) -> str:
    """Hash what a protocol says, whatever the layout, order of lines and comments of its files."""
    content = ADAPTER.dump_python(
        protocol, mode="json", exclude_defaults=True, exclude={"content_hash"}
    )
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
