"""The access log: who saw, took or changed what, and when."""

from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit
from bot.storage import audit

PER_PAGE = 100
LONGEST = 40


def show(visit: Visit) -> Reply:
    """Show a page of the log; looking at it is a line of it."""
    db, now = visit.clinic.db, visit.clinic.now()
    audit.note(db, at=now, by=visit.person.code, what="viewed", about="access log")
    by, about = (visit.query.get(name, "").strip()[:LONGEST] for name in ("by", "about"))
    whole = f"patient {about.upper()}" if about else ""
    number = visit.page()
    offset = (number - 1) * PER_PAGE
    rows, count = audit.page(
        db,
        by=by.upper() if by else "",
        about=whole,
        limit=PER_PAGE,
        offset=offset,
    )
    data = {
        "rows": rows,
        "by": by,
        "about": about,
        "page": number,
        "pages": max(1, -(-count // PER_PAGE)),
    }
    return Shown(template="access_log.html", data=data)


PAGES = (Page(path="/log", run=show, right=Right.READ_ACCESS_LOG, menu="portal.menu.log"),)
