"""The HTML subset of the Bot API, with the server's words for what is wrong in it."""

import re
from dataclasses import dataclass
from typing import Any

from tests.bot_api.refusals import Refusal

Json = dict[str, Any]
TYPES = {
    "a": "text_link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "u": "underline",
    "ins": "underline",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "tg-emoji": "custom_emoji",
    "blockquote": "blockquote",
    "pre": "pre",
    "code": "code",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]+)|#([0-9]+)|([a-zA-Z]+));?")
TOKEN = re.compile(r"&(?:#x[0-9a-fA-F]+|#[0-9]+|[a-zA-Z]+);?|<|[^&<]+|&")
START_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE = re.compile(r"\s*([^\s=>]*)\s*(?:=\s*(\"[^\"]*\"|'[^']*'|[A-Za-z0-9.\-]+))?")
LINK = re.compile(r"(https?|tg|ton|mailto|tel):|[^\s/]+\.[a-z]")
END_TAG = re.compile(r"/([^\s>]*)\s*(>?)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A start tag whose end was not seen yet; `offset` is in UTF-16 units."""

    name: str
    attributes: dict[str, str]
    offset: int


class HtmlParser:
    """One pass over the text; `refuse` names the byte where it went wrong."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text: list[str] = []
        self._length = 0
        self._open: list[Tag] = []
        self._entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        """Return the plain text and its entities."""
        while found := TOKEN.match(self._source, self._at):
            token = found.group()
            if token == "<":
                self._tag()
            else:
                self._at = found.end()
                self._add(decoded(token))
        if self._open:
            raise _cannot(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        return "".join(self._text), self._entities

    def _add(self, text: str) -> None:
        self._text.append(text)
        self._length += len(text) + sum(1 for character in text if ord(character) > 0xFFFF)

    def _refuse(self, problem: str, position: int, rest: str = "") -> Refusal:
        return _cannot(f"{problem} at byte offset {len(self._source[:position].encode())}{rest}")

    def _tag(self) -> None:
        start = self._at
        if self._source.startswith("</", start):
            self._end_tag(start)
        else:
            self._start_tag(start)

    def _start_tag(self, start: int) -> None:
        found = START_NAME.match(self._source, start + 1)
        name = found.group().lower() if found else ""
        self._at = start + 1 + len(name)
        if self._at >= len(self._source):
            raise self._refuse("Unclosed start tag", start)
        if name not in TYPES:
            raise self._refuse(f'Unsupported start tag "{name}"', start)
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refuse('Tag "span" must have class "tg-spoiler"', start)
        self._open.append(Tag(name=name, attributes=attributes, offset=self._length))

    def _attributes(self, name: str, start: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            while self._source[self._at : self._at + 1].isspace():
                self._at += 1
            if self._at >= len(self._source):
                raise self._refuse(f'Unclosed start tag "{name}"', start)
            if self._source[self._at] == ">":
                self._at += 1
                return attributes
            found = ATTRIBUTE.match(self._source, self._at)
            if not found or not found[1]:
                raise self._refuse(f'Empty attribute name in the tag "{name}"', start)
            self._at = found.end()
            attributes[found[1].lower()] = REFERENCE.sub(_character, (found[2] or "").strip("\"'"))
            if found[2] is None and self._source[self._at : self._at + 1] == "=":
                raise self._refuse("Unclosed start tag", start)

    def _end_tag(self, start: int) -> None:
        if not self._open:
            raise self._refuse("Unexpected end tag", start)
        found = END_TAG.match(self._source, start + 1)
        if not found or not found[2]:
            raise self._refuse("Unclosed end tag", start)
        tag, name = self._open.pop(), found[1].lower()
        if name not in ("", tag.name):
            expected = f', expected "</{tag.name}>", found "</{name}>"'
            raise self._refuse("Unmatched end tag", start, expected)
        self._at = found.end()
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        place = {"offset": tag.offset, "length": self._length - tag.offset}
        extra = _extra(tag, "".join(self._text), place)
        if place["length"] and extra is not None:
            self._entities.append({"type": TYPES[tag.name]} | place | extra)


def _extra(tag: Tag, text: str, place: Json) -> Json | None:
    """Return the fields of the entity that come from the tag, None when it makes no entity."""
    if tag.name == "a":
        url = tag.attributes.get("href") or _tail(text, place["offset"])
        return {"url": url} if LINK.match(url) else None
    if tag.name == "tg-emoji":
        return {"custom_emoji_id": tag.attributes.get("emoji-id", "")}
    if tag.name == "blockquote" and "expandable" in tag.attributes:
        return {"type": "expandable_blockquote"}
    return {}


def _tail(text: str, offset: int) -> str:
    return text.encode("utf-16-le")[2 * offset :].decode("utf-16-le")


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED.get(name, found.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    fits = 0 < code < 0x10FFFF and not 0xD800 <= code < 0xE000
    return chr(code) if fits else found.group()


def decoded(token: str) -> str:
    """Replace the character references Telegram knows; others stay as they were written."""
    return REFERENCE.sub(_character, token)


def _cannot(problem: str) -> Refusal:
    return Refusal(f"can't parse entities: {problem}")


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Parse a text with parse_mode HTML."""
    return HtmlParser(text).parse()
