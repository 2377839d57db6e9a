"""What pages are dressed in: the style sheet and the icon."""

from functools import cache
from pathlib import Path

from bot.portal.page import Page
from bot.portal.reply import File, Reply
from bot.portal.visit import Visit

STATIC = Path(__file__).parents[1] / "static"


@cache
def _content(name: str) -> bytes:
    return (STATIC / name).read_bytes()


def style(visit: Visit) -> Reply:
    """Give the style sheet."""
    return File(content=_content("portal.css"), type="text/css")


def icon(visit: Visit) -> Reply:
    """Give the icon; browsers ask for it by this name whatever a page says."""
    return File(content=_content("icon.svg"), type="image/svg+xml")


PAGES = (
    Page(path="/portal.css", run=style, right=None),
    Page(path="/icon.svg", run=icon, right=None),
    Page(path="/favicon.ico", run=icon, right=None),
)
