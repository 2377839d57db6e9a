"""The rules for one button: its label, its one action, and what that action may hold."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from bot.demo.bot_api.refusals import Refusal, utf8

Json = dict[str, Any]
MAX_DATA_BYTES = 64
ACTIONS = ("callback_data", "url", "web_app")
INLINE_FIELDS = frozenset({"text", *ACTIONS})
REPLY_FIELDS = frozenset({"text", "request_contact", "request_location"})
URL_SCHEMES = frozenset({"http", "https", "tg", "ton"})


def inline_button(button: object) -> Json:
    """Return the checked button of an inline keyboard."""
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
    if not isinstance(data, str) or len(utf8(data)) > MAX_DATA_BYTES:
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


def reply_button(button: object) -> Json:
    """Return the checked button of a reply keyboard, which may be given as its text alone."""
    button = {"text": button} if isinstance(button, str) else button
    return _labelled(button, REPLY_FIELDS, "keyboard button")


def _labelled(button: object, fields: frozenset[str], where: str) -> Json:
    if not isinstance(button, dict):
        raise Refusal(f"can't parse {where}: expected an Object")
    only(button, fields, where)
    if "text" not in button:
        raise Refusal(f"can't parse {where}: Can't find field \"text\"")
    if not isinstance(button["text"], str):
        raise Refusal(f'can\'t parse {where}: Field "text" must be of type String')
    if not button["text"].strip():
        raise Refusal(f"can't parse {where}: {where.capitalize()} text must be non-empty")
    return button


def only(given: Json, known: frozenset[str], where: str) -> None:
    """Refuse fields that are not known here."""
    unknown = sorted(set(given) - known)
    if unknown:
        raise Refusal(f'unknown field "{unknown[0]}" in the {where}')


ACTION_CHECKS: dict[str, Callable[[object], None]] = {
    "callback_data": _check_data,
    "url": _check_url,
    "web_app": _check_web_app,
}
