"""The rules for keyboards: what a button needs, how long it may be, how many there may be."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from tests.bot_api.refusals import Refusal

Json = dict[str, Any]
MAX_DATA_BYTES = 64
MAX_PLACEHOLDER = 64
MAX_JSON_BYTES = 10_000
# Kind of keyboard → the most buttons in all, and in a row.
MOST_BUTTONS = {"inline_keyboard": (100, 8), "keyboard": (300, 12)}
ACTIONS = ("callback_data", "url", "web_app")
INLINE_FIELDS = frozenset({"text", *ACTIONS})
REPLY_FIELDS = frozenset({"text", "request_contact", "request_location"})
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
URL_SCHEMES = frozenset({"http", "https", "tg", "ton"})


def parse_markup(raw: object) -> Json:
    """Return the checked reply_markup of a request."""
    try:
        markup = json.loads(raw) if isinstance(raw, str) else raw
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
    _only(markup, OPTIONS[kind] | {kind}, "reply markup")
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
    if most or len(compact.encode()) > MAX_JSON_BYTES:
        raise Refusal("reply markup is too long")


def _inline_button(button: object) -> Json:
    where = "inline keyboard button"
    checked = _labelled(button, INLINE_FIELDS, where)
    actions = [name for name in ACTIONS if checked.get(name)]
    if not actions:
        text = f"can't parse {where}: Text buttons are unallowed in the inline keyboard"
        raise Refusal(text)
    if len(actions) > 1:
        raise Refusal(f"can't parse {where}: exactly one action must be used")
    ACTION_CHECKS[actions[0]](checked[actions[0]])
    return checked


def _check_data(data: object) -> None:
    if not isinstance(data, str) or len(data.encode()) > MAX_DATA_BYTES:
        raise Refusal("BUTTON_DATA_INVALID")


def _check_url(url: object) -> None:
    parts = urlsplit(str(url))
    where = f"inline keyboard button URL '{url}' is invalid"
    if parts.scheme and parts.scheme not in URL_SCHEMES:
        raise Refusal(f"{where}: Unsupported URL protocol")
    if not parts.scheme and "." not in parts.path:
        raise Refusal(f"{where}: Wrong HTTP URL")


def _check_web_app(app: object) -> None:
    url = app.get("url") if isinstance(app, dict) else None
    if urlsplit(str(url)).scheme != "https":
        where = f"inline keyboard button Web App URL '{url}' is invalid"
        raise Refusal(f"{where}: Only HTTPS links are allowed")


def _reply_button(button: object) -> Json:
    button = {"text": button} if isinstance(button, str) else button
    return _labelled(button, REPLY_FIELDS, "keyboard button")


def _labelled(button: object, fields: frozenset[str], where: str) -> Json:
    if not isinstance(button, dict):
        raise Refusal(f"can't parse {where}: expected an Object")
    _only(button, fields, where)
    if "text" not in button:
        raise Refusal(f"can't parse {where}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise Refusal(f'can\'t parse {where}: Field "text" must be of type String')
    if not button["text"].strip():
        raise Refusal(f"can't parse {where}: {where.capitalize()} text must be non-empty")
    return button


def _only(given: Json, known: frozenset[str], where: str) -> None:
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal(f'unknown field "{unknown[0]}" in the {where}')


CHECKS: dict[str, Callable[[object], Json]] = {
    "inline_keyboard": _inline_button,
    "keyboard": _reply_button,
}
ACTION_CHECKS: dict[str, Callable[[object], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "web_app": _check_web_app,
}
