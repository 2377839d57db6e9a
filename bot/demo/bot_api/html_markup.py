"""The HTML subset of the Bot API, with the server's words for what is wrong in it."""

import re
from typing import Any

from bot.demo.bot_api.html_tags import EMOJI_ID, TYPES, Tag, cannot_parse, decoded, merged
from bot.demo.bot_api.refusals import Refusal

Json = dict[str, Any]
PIECE = re.compile(r"[^<]+|<")
SPACE = re.compile(r"\s*")
CLOSE = re.compile(r">")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
EQUALS = re.compile(r"\s*=\s*")
QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
BARE = re.compile(r"[A-Za-z0-9.\-]*")
END_TAG = re.compile(r"/([^\s>]*)\s*(>?)")


class HtmlParser:
    """One pass over the text; what it refuses names the byte where it went wrong."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._text = ""
        self._length = 0
        self._open: list[Tag] = []
        self._entities: list[Json] = []

    def parse(self) -> tuple[str, list[Json]]:
        """Return the plain text and its entities."""
        while found := PIECE.match(self._source, self._at):
            start, self._at = found.span()
            if found.group() != "<":
                self._add(decoded(found.group()))
            elif self._source.startswith("/", self._at):
                self._end_tag(start)
            else:
                self._start_tag(start)
        if self._open:
            raise cannot_parse(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        return self._text, merged(self._entities)

    def _add(self, text: str) -> None:
        self._text += text
        self._length += len(text) + sum(1 for character in text if ord(character) > 0xFFFF)

    def _take(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._source, self._at)
        if found is None:
            return ""
        self._at = found.end()
        return found.group()

    def _ends(self) -> bool:
        return self._at >= len(self._source)

    def _refuse(self, problem: str, position: int, rest: str = "") -> Refusal:
        offset = len(self._source[:position].encode())
        return cannot_parse(f"{problem} at byte offset {offset}{rest}")

    def _start_tag(self, start: int) -> None:
        name = self._take(TAG_NAME).lower()
        if self._ends():
            raise self._refuse("Unclosed start tag", start)
        if name not in TYPES:
            raise self._refuse(f'Unsupported start tag "{name}"', start)
        attributes = self._attributes(name, start)
        tag = Tag(name=name, attributes=attributes, offset=self._length)
        if problem := tag.problem():
            raise self._refuse(problem, start)
        if name == "tg-emoji" and not EMOJI_ID.fullmatch(attributes.get("emoji-id", "")):
            raise cannot_parse("Invalid custom emoji identifier specified")
        self._open.append(tag)

    def _attributes(self, name: str, start: int) -> dict[str, str]:
        attributes: dict[str, str] = {}
        while True:
            self._take(SPACE)
            if self._ends():
                raise self._refuse(f'Unclosed start tag "{name}"', start)
            if self._take(CLOSE):
                return attributes
            attribute = self._take(ATTRIBUTE_NAME).lower()
            if not attribute:
                raise self._refuse(f'Empty attribute name in the tag "{name}"', start)
            attributes[attribute] = self._value(name, start) if self._take(EQUALS) else ""

    def _value(self, name: str, start: int) -> str:
        if self._ends():
            raise self._refuse(f'Unclosed start tag "{name}"', start)
        if self._source[self._at] in "\"'":
            quoted = self._take(QUOTED)
            if not quoted:
                raise self._refuse("Unclosed start tag", start)
            return decoded(quoted[1:-1])
        begin, value = self._at, self._take(BARE)
        if self._ends() or not re.match(r"[\s>]", self._source[self._at]):
            raise self._refuse("Unexpected end of name token", begin)
        return value.lower()

    def _end_tag(self, start: int) -> None:
        if not self._open:
            raise self._refuse("Unexpected end tag", start)
        found = END_TAG.match(self._source, self._at)
        if found is None or not found[2]:
            raise self._refuse("Unclosed end tag", start)
        tag, name = self._open.pop(), found[1].lower()
        if name not in ("", tag.name):
            expected = f', expected "</{tag.name}>", found "</{name}>"'
            raise self._refuse("Unmatched end tag", start, expected)
        self._at = found.end()
        entity = tag.entity(self._text, self._length)
        if entity and entity["length"]:
            self._entities.append(entity)


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Parse a text with parse_mode HTML."""
    return HtmlParser(text).parse()
