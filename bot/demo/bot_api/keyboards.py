"""The rules for keyboards: what a button needs, how long it may be, how many there may be."""

import json
from collections.abc import Callable
from typing import Any

from bot.demo.bot_api.buttons import inline_button, only, reply_button
from bot.demo.bot_api.refusals import Refusal, utf8

Json = dict[str, Any]
MAX_PLACEHOLDER = 64
MAX_JSON_BYTES = 10_000
# Kind of keyboard → the most buttons in all, and in a row.
MOST_BUTTONS = {"inline_keyboard": (100, 8), "keyboard": (300, 12)}
FLAGS = frozenset(
    {
        "remove_keyboard",
        "force_reply",
        "selective",
        "is_persistent",
        "resize_keyboard",
        "one_time_keyboard",
    }
)
REPLY_OPTIONS = FLAGS - {"remove_keyboard", "force_reply"} | {"input_field_placeholder"}
OPTIONS = {
    "inline_keyboard": frozenset[str](),
    "keyboard": REPLY_OPTIONS,
    "remove_keyboard": frozenset({"selective"}),
    "force_reply": frozenset({"input_field_placeholder", "selective"}),
}


def parse_markup(raw: str) -> Json:
    """Return the checked reply_markup of a request."""
    try:
        markup = json.loads(raw)
    except ValueError:
        raise Refusal("can't parse reply keyboard markup JSON object") from None
    if not isinstance(markup, dict):
        raise Refusal("object expected as reply markup")
    kind = next((name for name in OPTIONS if name in markup), None)
    if kind is None:
        return {}
    _check_options(markup, kind)
    if kind not in MOST_BUTTONS:
        return markup
    rows = _rows(markup[kind], kind)
    _check_size(rows, kind)
    return markup | {kind: rows}


def _check_options(markup: Json, kind: str) -> None:
    only(markup, OPTIONS[kind] | {kind}, "reply markup")
    for name in FLAGS & set(markup):
        if not isinstance(markup[name], bool):
            raise Refusal(f'field "{name}" must be of type Boolean')
    if not 1 <= len(markup.get("input_field_placeholder", "-")) <= MAX_PLACEHOLDER:
        raise Refusal("input field placeholder must be 1-64 characters long")


def _rows(rows: object, kind: str) -> list[list[Json]]:
    if not isinstance(rows, list):
        raise Refusal(f'field "{kind}" must be of type Array')
    if not all(isinstance(row, list) for row in rows):
        raise Refusal(f'field "{kind}" must be an Array of Arrays')
    check = CHECKS[kind]
    return [[check(button) for button in row] for row in rows if row]


def _check_size(rows: list[list[Json]], kind: str) -> None:
    in_all, in_a_row = MOST_BUTTONS[kind]
    most = sum(map(len, rows)) > in_all or any(len(row) > in_a_row for row in rows)
    compact = json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
    if most or len(utf8(compact)) > MAX_JSON_BYTES:
        raise Refusal("reply markup is too long")


CHECKS: dict[str, Callable[[object], Json]] = {
    "inline_keyboard": inline_button,
    "keyboard": reply_button,
}
