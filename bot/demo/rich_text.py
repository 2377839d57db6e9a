"""Text with Telegram's entities as HTML that is safe to show."""

import html
from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

Json = dict[str, Any]
TAGS = {
    "bold": "b",
    "italic": "i",
    "underline": "u",
    "strikethrough": "s",
    "spoiler": "mark",
    "blockquote": "blockquote",
    "expandable_blockquote": "blockquote",
    "code": "code",
    "pre": "pre",
    "bot_command": "var",
}
SCHEMES = {"http", "https", "tel", "mailto"}


def as_html(text: str, entities: Iterable[Json]) -> str:
    """Mark up a text; its entities lie side by side or within each other."""
    units = text.encode("utf-16-le")
    return _marked(units, 0, len(units) // 2, _outer_first(entities))


def _outer_first(entities: Iterable[Json]) -> list[Json]:
    return sorted(entities, key=lambda entity: (entity["offset"], -entity["length"]))


def _marked(units: bytes, start: int, end: int, entities: list[Json]) -> str:
    parts: list[str] = []
    at = start
    while entities:
        entity, *entities = entities
        first, last = entity["offset"], min(entity["offset"] + entity["length"], end)
        if first < at:
            continue  # crosses the one before it, which no Bot API server lets through
        inner = [other for other in entities if other["offset"] < last]
        entities = entities[len(inner) :]
        content = _marked(units, first, last, inner)
        parts += [_plain(units, at, first), _tagged(entity, content, _plain(units, first, last))]
        at = last
    return "".join([*parts, _plain(units, at, end)])


def _plain(units: bytes, start: int, end: int) -> str:
    return html.escape(units[2 * start : 2 * end].decode("utf-16-le", "replace"))


def _tagged(entity: Json, content: str, plain: str) -> str:
    kind = entity["type"]
    if kind in ("text_link", "url"):
        return _link(html.unescape(plain) if kind == "url" else str(entity["url"]), content)
    tag = TAGS.get(kind)
    return f"<{tag}>{content}</{tag}>" if tag else content


def _link(address: str, content: str) -> str:
    whole = address if urlsplit(address).scheme else f"https://{address}"
    if urlsplit(whole).scheme not in SCHEMES:
        return content
    return f'<a href="{html.escape(whole)}" target="_blank" rel="noreferrer">{content}</a>'
