"""What the tags of the HTML subset mean: their entities, attributes and character references."""

import re
from dataclasses import dataclass
from typing import Any

from bot.demo.bot_api.refusals import Refusal

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
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,8})|([a-zA-Z]+));?")
LINK = re.compile(r"(https?|tg|ton|mailto|tel):|[^\s/]+\.[A-Za-z]\S*$")
EMOJI_ID = re.compile(r"[0-9]{1,19}")
LANGUAGE = "language-"
SURROGATE = (
    "Text contains invalid Unicode characters after decoding HTML entities, "
    "check for unmatched surrogate code units"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Tag:
    """A start tag whose end was not seen yet; `offset` is in UTF-16 units."""

    name: str
    attributes: dict[str, str]
    offset: int

    def problem(self) -> str | None:
        """Say what the tag lacks that Telegram asks of it."""
        if self.name == "span" and self.attributes.get("class") != "tg-spoiler":
            return 'Tag "span" must have class "tg-spoiler"'
        return None

    def entity(self, text: str, length: int) -> Json | None:
        """Return the entity over the end of the text, None when the tag makes none."""
        place = {"type": TYPES[self.name], "offset": self.offset, "length": length - self.offset}
        match self.name:
            case "a":
                url = self.attributes.get("href") or _tail(text, self.offset)
                return place | {"url": url} if LINK.match(url) else None
            case "tg-emoji":
                return place | {"custom_emoji_id": self.attributes["emoji-id"]}
            case "blockquote" if "expandable" in self.attributes:
                return place | {"type": "expandable_blockquote"}
            case "code" if self.attributes.get("class", "").startswith(LANGUAGE):
                return place | {"language": self.attributes["class"].removeprefix(LANGUAGE)}
            case _:
                return place


def merged(entities: list[Json]) -> list[Json]:
    """Join a pre and a code with a language over the same text; a lone code has no language."""
    languages = {_place(e): e["language"] for e in entities if e.get("language")}
    blocks = {_place(e) for e in entities if e["type"] == "pre"} & set(languages)
    joined: list[Json] = []
    for entity in entities:
        if _place(entity) not in blocks:
            joined.append({name: entity[name] for name in entity if name != "language"})
        elif entity["type"] != "code":
            language = {"language": languages[_place(entity)]} if entity["type"] == "pre" else {}
            joined.append(entity | language)
    return joined


def decoded(text: str) -> str:
    """Replace the character references Telegram knows; others stay as they were written."""
    return REFERENCE.sub(_character, text)


def cannot_parse(problem: str) -> Refusal:
    """Refuse the text of a message for what is wrong in it."""
    return Refusal(f"can't parse entities: {problem}")


def _place(entity: Json) -> tuple[int, int]:
    return entity["offset"], entity["length"]


def _tail(text: str, offset: int) -> str:
    return text.encode("utf-16-le", "surrogatepass")[2 * offset :].decode("utf-16-le")


def _character(found: re.Match[str]) -> str:
    hexadecimal, decimal, name = found.groups()
    if name:
        return NAMED.get(name, found.group())
    code = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if 0xD800 <= code < 0xE000:
        raise cannot_parse(SURROGATE)
    return chr(code) if 0 < code < 0x10FFFF else found.group()
