"""Inviting a patient: a link that works once, as a picture to print."""

import segno
from markupsafe import Markup

from bot.pathway import invitations
from bot.pathway.invitations import NoRegionError
from bot.pathway.rights import Right
from bot.portal.page import Page
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit

UNPROCESSABLE = 422


def explain(visit: Visit) -> Reply:
    """Say what a link is, above the button that makes one."""
    return Shown(template="invite.html", data={"link": "", "error": ""})


def invite(visit: Visit) -> Reply:
    """Make a link and show it this once."""
    try:
        token = invitations.invite(visit.clinic, role="patient", by=visit.person.code)
    except NoRegionError:
        wrong = {"link": "", "error": "invite.no_region"}
        return Shown(template="invite.html", data=wrong, status=UNPROCESSABLE)
    link = invitations.link(visit.bot_name, token)
    drawn = segno.make(link, error="m").svg_inline(
        omitsize=True, border=2, svgclass=None, lineclass=None, dark="#000", light="#fff"
    )
    data: dict[str, object] = {
        "link": link,
        "error": "",
        "picture": Markup(drawn),  # noqa: S704  # drawn from dots alone
        "days": visit.clinic.settings.invitation_days,
    }
    return Shown(template="invite.html", data=data)


PAGES = (
    Page(path="/invite", run=explain, right=Right.INVITE_PATIENTS, menu="portal.menu.invite"),
    Page(path="/invite", run=invite, right=Right.INVITE_PATIENTS, method="POST"),
)
