"""The clinic's figures, so that thresholds can be tuned."""

from bot.pathway.rights import Right
from bot.pathway.statistics import SPAN, statistics
from bot.portal.causes import cause_words
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit

SPANS = (7, 28, 90, 365)  # days


def show(visit: Visit) -> Reply:
    """Show the figures of the last days."""
    asked = visit.query.get("days", "")
    days = int(asked) if asked in map(str, SPANS) else SPAN
    found = statistics(visit.clinic, by=visit.person.code, days=days)
    words = {
        one.rule: " ".join(cause_words(visit.clinic, one.rule, visit.language))
        for one in found.by_rule
    }
    return Shown(
        template="statistics.html",
        data={"found": found, "days": days, "spans": SPANS, "causes": words},
    )


PAGES = (
    Page(path="/statistics", run=show, right=Right.SEE_STATISTICS, menu="portal.menu.statistics"),
)
