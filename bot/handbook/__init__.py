"""Pages written from a protocol, for those who review it and those who write cases for it."""

from collections.abc import Callable, Mapping

from bot.handbook.cases_page import cases_page
from bot.handbook.content_page import content_page
from bot.handbook.reader import Reader
from bot.handbook.rules_page import rules_page

PAGES: Mapping[str, Callable[[Reader], str]] = {
    "protocol.md": cases_page,
    "clinical-content.md": content_page,
}

__all__ = ["PAGES", "Reader", "rules_page"]
