"""The protocol in force: the rules in words, with their sources."""

from functools import lru_cache

from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from bot.clinical.protocol import Protocol
from bot.handbook import Reader, rules_page
from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit
from bot.storage import audit

OPENING = '<div class="wide" tabindex="0" role="group" aria-label="{}"><table>'


def show(visit: Visit) -> Reply:
    """Show the rules."""
    clinic = visit.clinic
    now, version = clinic.now(), clinic.protocol.version
    audit.note(clinic.db, at=now, by=visit.person.code, what="viewed", about="protocol")
    label = visit.say("portal.protocol.table")
    return Shown(
        template="protocol.html",
        data={"version": version, "text": _drawn(clinic.protocol, label)},
    )


@lru_cache(maxsize=2)
def _drawn(protocol: Protocol, label: str) -> Markup:
    """Draw the rules once: they change only with the program's start."""
    drawing = MarkdownIt("commonmark", {"html": False}).enable("table")
    html = drawing.render(rules_page(Reader(protocol=protocol)))
    wide = html.replace("<table>", OPENING.format(escape(label)))
    # The renderer escapes what the protocol says, and takes no HTML from it.
    return Markup(wide.replace("</table>", "</table></div>"))  # noqa: S704


PAGES = (Page(path="/protocol", run=show, right=Right.SIGN_IN, menu="portal.menu.protocol"),)
