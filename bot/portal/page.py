"""A page: its path, what it runs, and the right it needs; the menu follows from it."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.pathway.rights import Right
from bot.portal.reply import Reply
from bot.portal.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One path and method; `right` is None for what needs no session, and has no default.

    `menu` names its words in the menu of those who may open it. `own_session` marks what
    anybody who is signed in may do, whatever their rights.
    """

    path: str
    run: Callable[[Visit], Reply]
    right: Right | None
    method: str = "GET"
    menu: str = ""
