"""Entities a request gives itself, instead of a parse mode."""

from typing import Any

from bot.demo.bot_api.refusals import Refusal

Json = dict[str, Any]
# Type of entity → the field it needs besides offset and length.
NEEDED = dict.fromkeys(
    [
        "mention",
        "hashtag",
        "cashtag",
        "bot_command",
        "url",
        "email",
        "phone_number",
        "bold",
        "italic",
        "underline",
        "strikethrough",
        "spoiler",
        "blockquote",
        "expandable_blockquote",
        "code",
        "pre",
    ],
    "type",
) | {"text_link": "url", "text_mention": "user", "custom_emoji": "custom_emoji_id"}


def check_entities(entities: list[Json], length: int) -> None:
    """Refuse an entity that is malformed or does not lie within `length` UTF-16 units."""
    for entity in entities:
        for name in ("type", "offset", "length", NEEDED.get(str(entity.get("type")), "type")):
            if name not in entity:
                raise Refusal(f"can't parse MessageEntity: Can't find field \"{name}\"")
        if entity["type"] not in NEEDED:
            raise Refusal("can't parse MessageEntity: Unsupported type specified")
        for name in ("offset", "length"):
            if not isinstance(entity[name], int):
                raise Refusal(f'can\'t parse MessageEntity: Field "{name}" must be a Number')
        _check_place(entity["offset"], entity["length"], length)


def _check_place(offset: int, size: int, length: int) -> None:
    if offset < 0:
        raise Refusal(f"receive an entity with incorrect offset {offset}")
    if size < 0:
        raise Refusal(f"receive an entity with incorrect length {size}")
    if offset > length:
        raise Refusal(f"entity begins after the end of the text at UTF-16 offset {offset}")
    if offset + size > length:
        raise Refusal(
            f"entity beginning at UTF-16 offset {offset} ends after the end of the text "
            f"at UTF-16 offset {offset + size}"
        )
