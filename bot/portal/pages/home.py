"""The first page: the one each role works with."""

from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.reply import Onward, Reply
from bot.portal.visit import Visit

FIRST = (
    (Right.SEE_ANSWERS, "/patients"),
    (Right.READ_ACCESS_LOG, "/log"),
    (Right.SEE_STATISTICS, "/statistics"),
    (Right.SIGN_IN, "/protocol"),
)


def show(visit: Visit) -> Reply:
    """Lead to what this person is there for."""
    return Onward(to=next(path for right, path in FIRST if visit.may(right)))


PAGES = (Page(path="/", run=show, right=Right.SIGN_IN),)
