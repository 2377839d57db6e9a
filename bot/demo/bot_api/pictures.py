"""The size of a picture, read from its first bytes, and the limits for sendPhoto."""

import struct
from collections.abc import Iterator

from bot.demo.bot_api.refusals import Refusal

MAX_SUM = 10_000
MAX_RATIO = 20
PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8"
# Start-of-frame markers; C4, C8 and CC are tables, not frames.
FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


def picture_size(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG or JPEG, refused as sendPhoto refuses it."""
    size = _png(content) if content.startswith(PNG) else _jpeg(content)
    if size is None:
        raise Refusal("IMAGE_PROCESS_FAILED")
    width, height = size
    if width + height > MAX_SUM or max(size) > MAX_RATIO * min(size):
        raise Refusal("PHOTO_INVALID_DIMENSIONS")
    return size


def _png(content: bytes) -> tuple[int, int] | None:
    if len(content) < 24:
        return None
    width, height = struct.unpack(">II", content[16:24])
    return width, height


def _jpeg(content: bytes) -> tuple[int, int] | None:
    if not content.startswith(JPEG):
        return None
    for marker, segment in _segments(content):
        if marker in FRAMES and len(segment) >= 5:
            height, width = struct.unpack(">HH", segment[1:5])
            return width, height
    return None


def _segments(content: bytes) -> Iterator[tuple[int, bytes]]:
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        marker, length = struct.unpack(">BH", content[at + 1 : at + 4])
        yield marker, content[at + 4 : at + 2 + length]
        at += 2 + length
