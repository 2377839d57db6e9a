"""Pictures and documents: typst sets them, with fonts of our own and nothing from outside."""

from bot.typesetting.compiling import NotTypesetError, document, picture
from bot.typesetting.letters import clipped, is_right_to_left, showable

__all__ = [
    "NotTypesetError",
    "clipped",
    "document",
    "is_right_to_left",
    "picture",
    "showable",
]
