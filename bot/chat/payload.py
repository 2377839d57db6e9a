"""A message with its buttons as the parameters of sendMessage and editMessageText."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

TEXT_LIMIT = 4096  # code points, after Telegram's own trimming
Payload = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """One inline button and what a tap on it sends back (1 to 64 bytes)."""

    label: str
    data: str


Rows = Sequence[Sequence[Button]]


def message(text: str, rows: Rows = (), *, silent: bool = False) -> Payload:
    """Build a message; text past Telegram's limit is cut with an ellipsis."""
    payload: Payload = {"text": clipped(text, TEXT_LIMIT)}
    if rows:
        payload["reply_markup"] = keyboard(rows)
    if silent:
        payload["disable_notification"] = True
    return payload


def keyboard(rows: Rows) -> dict[str, Any]:
    """Build an inline keyboard."""
    return {
        "inline_keyboard": [
            [{"text": button.label, "callback_data": button.data} for button in row]
            for row in rows
        ]
    }


def clipped(text: str, limit: int) -> str:
    """Cut a text to a number of code points, marking that it was cut."""
    return text if len(text) <= limit else text[: limit - 1] + "…"


def in_rows(buttons: Iterable[Button], width: int) -> list[list[Button]]:
    """Lay buttons out in rows of a width."""
    listed = list(buttons)
    return [listed[start : start + width] for start in range(0, len(listed), width)]


def fitted(buttons: Sequence[Button]) -> list[list[Button]]:
    """Lay buttons out as wide as a phone can show their labels."""
    longest = max((len(button.label) for button in buttons), default=0)
    width = next((w for limit, w in ((5, 6), (12, 3), (18, 2)) if longest <= limit), 1)
    return in_rows(buttons, width)


def packed(parts: Iterable[str]) -> list[str]:
    """Join parts with a blank line between into as few texts as messages can hold."""
    texts: list[str] = []
    for part in parts:
        joined = paragraphs(texts[-1], part) if texts else part
        if texts and len(joined) <= TEXT_LIMIT:
            texts[-1] = joined
        else:
            texts.append(part)
    return texts


def paragraphs(*parts: str) -> str:
    """Join the parts that are not empty with a blank line between."""
    return "\n\n".join(part for part in parts if part)
