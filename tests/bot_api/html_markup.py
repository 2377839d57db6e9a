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
PIECE = re.compile(r"[^<]+|<")
TAG_NAME = re.compile(r"[^\s>]*")
ATTRIBUTE_NAME = re.compile(r"[^\s=>]*")
EQUALS = re.compile(r"\s*=\s*")
QUOTED = re.compile(r"\"([^\"]*)\"|'([^']*)'")
BARE = re.compile(r"[A-Za-z0-9.\-]*")
END_TAG = re.compile(r"/([^\s>]*)\s*(>?)")
LINK = re.compile(r"(https?|tg|ton|mailto|tel):|[^\s/]+\.[A-Za-z]\S*$")
EMOJI_ID = re.compile(r"[0-9]{1,19}")
LANGUAGE = "language-"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A start tag whose end was not seen yet; `offset` is in UTF-16 units."""

    name: str
    attributes: dict[str, str]
    offset: int


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
                self._add(REFERENCE.sub(_character, found.group()))
            elif self._source.startswith("/", self._at):
                self._end_tag(start)
            else:
                self._start_tag(start)
        if self._open:
            raise _cannot(
                f'Can\'t find end tag corresponding to start tag "{self._open[-1].name}"'
            )
        return self._text, _merged(self._entities)

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
        return _cannot(f"{problem} at byte offset {len(self._source[:position].encode())}{rest}")

    def _start_tag(self, start: int) -> None:
        name = self._take(TAG_NAME).lower()
        if self._ends():
            raise self._refuse("Unclosed start tag", start)
        if name not in TYPES:
            raise self._refuse(f'Unsupported start tag "{name}"', start)
        attributes = self._attributes(name, start)
        if name == "span" and attributes.get("class") != "tg-spoiler":
            raise self._refuse('Tag "span" must have class "tg-spoiler"', start)
        if name == "tg-emoji" and not EMOJI_ID.fullmatch(attributes.get("emoji-id", "")):
            raise _cannot("Invalid custom emoji identifier specified")
        self._open.append(Tag(name=name, attributes=attributes, offset=self._length))

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
            return REFERENCE.sub(_character, quoted[1:-1])
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
        self._close(tag)

    def _close(self, tag: Tag) -> None:
        place = {"offset": tag.offset, "length": self._length - tag.offset}
        extra = _extra(tag, self._text, tag.offset)
        if place["length"] and extra is not None:
            self._entities.append({"type": TYPES[tag.name]} | place | extra)


SPACE = re.compile(r"\s*")
CLOSE = re.compile(r">")


def _extra(tag: Tag, text: str, offset: int) -> Json | None:
    """Return the fields of the entity that come from the tag, None when it makes no entity."""
    match tag.name:
        case "a":
            url = tag.attributes.get("href") or _tail(text, offset)
            return {"url": url} if LINK.match(url) else None
        case "tg-emoji":
            return {"custom_emoji_id": tag.attributes["emoji-id"]}
        case "blockquote" if "expandable" in tag.attributes:
            return {"type": "expandable_blockquote"}
        case "code" if tag.attributes.get("class", "").startswith(LANGUAGE):
            return {"language": tag.attributes["class"].removeprefix(LANGUAGE)}
        case _:
            return {}


def _merged(entities: list[Json]) -> list[Json]:
    """Join a pre and a code with a language over the same text; a lone code has no language."""
    languages = {
        (entity["offset"], entity["length"]): entity["language"]
        for entity in entities
        if entity.get("language")
    }
    blocks = {(e["offset"], e["length"]) for e in entities if e["type"] == "pre"}
    merged: list[Json] = []
    for entity in entities:
        place = (entity["offset"], entity["length"])
        if entity["type"] == "pre" and place in languages:
            merged.append(entity | {"language": languages[place]})
        elif entity["type"] != "code" or place not in blocks or place not in languages:
            merged.append({name: entity[name] for name in entity if name != "language"})
    return merged


def _tail(text: str, offset: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * offset :].decode("utf-16-le")


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED.get(name, found.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code < 0xE000:
        raise _cannot(SURROGATE)
    return chr(code) if 0 < code < 0x10FFFF else found.group()


SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


def _cannot(problem: str) -> Refusal:
    return Refusal(f"can't parse entities: {problem}")


def parse_html(text: str) -> tuple[str, list[Json]]:
    """Parse a text with parse_mode HTML."""
    return HtmlParser(text).parse()
