"""Text as Telegram keeps it: parsed entities, cleaned and trimmed, counted in code points."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from bot.demo.bot_api.entities import check_entities
from bot.demo.bot_api.html_markup import parse_html
from bot.demo.bot_api.refusals import Refusal, utf8

Json = dict[str, Any]
MAX_TEXT = 4096
MAX_CAPTION = 1024
MAX_ENTITIES = 100
COMMAND = re.compile(r"(?<![\w/<>@])/[A-Za-z0-9_]{1,64}(@[A-Za-z0-9_]{3,32})?(?![\w/<>@])")
ADDRESS = re.compile(r"(?<![\w@/])https?://[^\s<>\"]*[^\s<>\".,;:!?)\]']")
# What the server finds in a text by itself, and makes an entity of.
FOUND = {"bot_command": COMMAND, "url": ADDRESS}
# Control characters become spaces; carriage returns and line separators go.
CLEANED = {code: " " for code in range(32) if code != 10} | dict.fromkeys(
    [13, *range(0x2028, 0x202F)]
)
NOTHING_FOUND_IN = {"code", "pre", "text_link", "bot_command", "url"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Formatted:
    """Plain text with its entities; offsets and lengths are UTF-16 units."""

    text: str
    entities: tuple[Json, ...] = ()


def utf16_length(text: str) -> int:
    """Count UTF-16 code units, in which entities are measured."""
    return len(text) + sum(1 for character in text if ord(character) > 0xFFFF)


def plain(text: str, entities: list[Json] | None = None) -> Formatted:
    """Trim a text whose entities are known, and find commands and addresses in it."""
    body = text.strip()
    shift = utf16_length(text[: len(text) - len(text.lstrip())])
    fitted = [_fitted(entity, shift, utf16_length(body)) for entity in entities or ()]
    kept = [entity for entity in fitted if entity["length"] > 0]
    kept += [entity for entity in _found(body) if not _touches(entity, kept)]
    kept.sort(key=lambda entity: (entity["offset"], -entity["length"]))
    return Formatted(text=body, entities=tuple(kept[:MAX_ENTITIES]))


def formatted(text: str, parse_mode: str, entities: list[Json] | None) -> Formatted:
    """Parse a text the bot sends, by its parse mode or with explicit entities."""
    text = utf8(text).decode().translate(CLEANED)
    if not parse_mode:
        check_entities(entities or [], utf16_length(text))
        return plain(text, entities)
    parse = PARSERS.get(parse_mode.lower())
    if parse is None:
        raise Refusal("unsupported parse_mode")
    return plain(*parse(text))


def message_text(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> Formatted:
    """Return the text of a message, refused when blank or too long."""
    if not text:
        raise Refusal("message text is empty")
    found = formatted(text, parse_mode, entities)
    if not found.text:
        raise Refusal("text must be non-empty")
    if len(found.text) > MAX_TEXT:
        raise Refusal("message is too long")
    return found


def caption(text: str, parse_mode: str = "", entities: list[Json] | None = None) -> Formatted:
    """Return a caption, which may be blank but not too long."""
    found = formatted(text, parse_mode, entities)
    if len(found.text) > MAX_CAPTION:
        raise Refusal("message caption is too long")
    return found


def _fitted(entity: Json, shift: int, length: int) -> Json:
    start = min(max(entity["offset"] - shift, 0), length)
    end = min(max(entity["offset"] + entity["length"] - shift, 0), length)
    return entity | {"offset": start, "length": end - start}


def _found(text: str) -> list[Json]:
    return [
        {
            "type": kind,
            "offset": utf16_length(text[: found.start()]),
            "length": utf16_length(found.group()),
        }
        for kind, pattern in FOUND.items()
        for found in pattern.finditer(text)
    ]


def _touches(found: Json, entities: list[Json]) -> bool:
    return any(
        entity["type"] in NOTHING_FOUND_IN
        and entity["offset"] < found["offset"] + found["length"]
        and found["offset"] < entity["offset"] + entity["length"]
        for entity in entities
    )


PARSERS: dict[str, Callable[[str], tuple[str, list[Json]]]] = {"html": parse_html}
