"""The access log: who saw, took or changed what, and when."""

from bot.pathway import access_log
from bot.pathway.access_log import NobodyError
from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit

PER_PAGE = 100
LONGEST = 20
UNPROCESSABLE = 422


def show(visit: Visit) -> Reply:
    """Show a page of the log; looking at it is a line of it."""
    code, number = visit.query.get("code", "").strip()[:LONGEST], visit.page()
    found, error = [], ""
    try:
        # One line more than is shown tells whether there is another page.
        found = access_log.entries(
            visit.clinic,
            by=visit.person.code,
            code=code,
            limit=PER_PAGE + 1,
            skip=(number - 1) * PER_PAGE,
        )
    except NobodyError:
        error = "portal.log.nobody"
    data = {
        "rows": found[:PER_PAGE],
        "code": code,
        "errors": {"code": error} if error else {},
        "page": number,
        "has_more": len(found) > PER_PAGE,
    }
    status = UNPROCESSABLE if error else 200
    return Shown(template="access_log.html", data=data, status=status)


PAGES = (Page(path="/log", run=show, right=Right.READ_ACCESS_LOG, menu="portal.menu.log"),)
