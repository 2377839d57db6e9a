"""The rules for keyboards: what a button needs, how long it may be, how many there may be."""

import json
from collections.abc import Callable
from typing import Any

from tests.bot_api.refusals import Refusal

Json = dict[str, Any]
MAX_DATA_BYTES = 64
MAX_BUTTONS = 100
MAX_PER_ROW = 8
MAX_PLACEHOLDER = 64
INLINE_ACTIONS = frozenset({"callback_data", "url", "web_app"})
INLINE_FIELDS = INLINE_ACTIONS | {"text", "style", "icon_custom_emoji_id"}
REPLY_FIELDS = frozenset({"text", "request_contact", "request_location", "style"})
REPLY_OPTIONS = frozenset(
    {"is_persistent", "resize_keyboard", "one_time_keyboard", "input_field_placeholder"}
)
FIELDS = {
    "inline_keyboard": frozenset[str](),
    "keyboard": REPLY_OPTIONS | {"selective"},
    "remove_keyboard": frozenset({"selective"}),
    "force_reply": frozenset({"input_field_placeholder", "selective"}),
}


def parse_markup(raw: object) -> Json:
    """Return the checked reply_markup of a request."""
    try:
        markup = json.loads(raw) if isinstance(raw, str) else raw
    except ValueError:
        raise Refusal("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise Refusal("object expected as reply markup")
    kind = next((name for name in FIELDS if name in markup), None)
    if kind is None:
        return {}
    _only(markup, FIELDS[kind] | {kind}, "reply markup")
    if len(markup.get("input_field_placeholder", "-")) not in range(1, MAX_PLACEHOLDER + 1):
        raise Refusal("input field placeholder must be 1-64 characters long")
    check = {"inline_keyboard": _inline_button, "keyboard": _reply_button}.get(kind)
    return markup | {kind: _rows(markup[kind], kind, check)} if check else markup


def _rows(rows: object, kind: str, check: Callable[[Json], Json]) -> list[list[Json]]:
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise Refusal(f'field "{kind}" of the ReplyMarkup must be an Array of Arrays')
    checked = [[check(button) for button in row] for row in rows if row]
    if sum(map(len, checked)) > MAX_BUTTONS or any(len(row) > MAX_PER_ROW for row in checked):
        raise Refusal("reply markup is too long")
    return checked


def _inline_button(button: object) -> Json:
    where = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise Refusal(f"{where}InlineKeyboardButton must be an Object")
    _only(button, INLINE_FIELDS, "inline keyboard button")
    if not _label(button):
        raise Refusal(f"{where}Inline keyboard button text must be non-empty")
    if not INLINE_ACTIONS & set(button):
        raise Refusal(f"{where}Text buttons are unallowed in the inline keyboard")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(str(data).encode()) <= MAX_DATA_BYTES:
        raise Refusal("BUTTON_DATA_INVALID")
    return button


def _reply_button(button: object) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    if not isinstance(button, dict):
        raise Refusal("can't parse keyboard button: KeyboardButton must be an Object")
    _only(button, REPLY_FIELDS, "keyboard button")
    if not _label(button):
        raise Refusal("can't parse keyboard button: Keyboard button text must be non-empty")
    return button


def _label(button: Json) -> str:
    return str(button.get("text", "")).strip()


def _only(given: Json, known: frozenset[str], what: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal(f'unknown field "{unknown[0]}" in the {what}')
