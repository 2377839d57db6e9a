"""The list of patients: who is flagged first, search, filters, a page at a time."""

from bot.pathway.listing import listing
from bot.pathway.rights import Right
from bot.portal.causes import cause_words
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit
from bot.storage.roster import Choice


def show(visit: Visit) -> Reply:
    """Show one page of the list."""
    found = listing(
        visit.clinic,
        by=visit.person.code,
        choice=_choice(visit.query.get("show", "")),
        search=visit.query.get("search", "")[:20],
        page=visit.page(),
    )
    words = {
        one.code: cause_words(visit.clinic, one.causes, visit.language)
        for one in found.rows
        if one.causes
    }
    data = {"found": found, "choices": list(Choice), "causes": words}
    return Shown(template="patients.html", data=data)


def _choice(written: str) -> Choice:
    return Choice(written) if written in list(Choice) else Choice.ALL


PAGES = (Page(path="/patients", run=show, right=Right.SEE_ANSWERS, menu="portal.menu.patients"),)
