"""Coming in and going out: the link's button, the session, signing out here or everywhere."""

from bot.pathway import signing_in
from bot.pathway.rights import Right
from bot.pathway.signing_in import LinkRefused, TooManyTries
from bot.portal.page import Page
from bot.portal.reply import Onward, Reply, Shown
from bot.portal.visit import Visit

HOME = "/"
AWAY = "/signed-out"


def show_button(visit: Visit) -> Reply:
    """Show the button that signs in; whoever only fetches the link uses nothing up."""
    return Shown(template="sign_in.html", data={"token": visit.path["token"]})


def sign_in(visit: Visit) -> Reply:
    """Use the link up and begin a session."""
    token = visit.fields.get("token", "")
    try:
        session = signing_in.sign_in(visit.clinic, token=token, instead_of=visit.cookie)
    except TooManyTries:
        return _refused("portal.sign_in.too_many", 429)
    except LinkRefused:
        return _refused("portal.sign_in.refused", 403)
    return Onward(to=HOME, cookie=session)


def _refused(key: str, status: int) -> Reply:
    return Shown(template="failure.html", data={"key": key}, status=status)


def signed_out(visit: Visit) -> Reply:
    """Say how to come in."""
    return Shown(template="signed_out.html")


def sign_out(visit: Visit) -> Reply:
    """End this session."""
    if visit.who is not None:
        signing_in.sign_out(visit.clinic, visit.who)
    return Onward(to=AWAY, cookie="")


def sign_out_everywhere(visit: Visit) -> Reply:
    """End all of this person's sessions."""
    person = visit.person
    signing_in.sign_out_everywhere(visit.clinic, person=person, by=person.code)
    return Onward(to=AWAY, cookie="")


PAGES = (
    Page(path="/sign-in/{token}", run=show_button, right=None),
    Page(path="/sign-in", run=sign_in, right=None, method="POST"),
    Page(path="/signed-out", run=signed_out, right=None),
    Page(path="/sign-out", run=sign_out, right=Right.SIGN_IN, method="POST"),
    Page(path="/sign-out-everywhere", run=sign_out_everywhere, right=Right.SIGN_IN, method="POST"),
)
