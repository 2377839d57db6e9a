"""The portal's door in chat: a link to sign in, and signing out everywhere."""

from bot.pathway import signing_in
from bot.pathway.rights import Right
from bot.telegram.command import Command
from bot.telegram.visit import Visit


def send_link(visit: Visit, rest: str) -> None:
    """Send a link that signs in once."""
    signing_in.send_link(visit.clinic, by=visit.colleague, post=visit.post)


def sign_out(visit: Visit, rest: str) -> None:
    """End every session of the person who asks."""
    signing_in.sign_out_everywhere(visit.clinic, person=visit.colleague, by=visit.colleague.code)
    visit.reply("portal.chat.signed_out")


COMMANDS = (
    Command(name="portal", run=send_link, right=Right.SIGN_IN),
    Command(name="portal_out", run=sign_out, right=Right.SIGN_IN),
)
