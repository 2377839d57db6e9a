"""Signing in to the portal: a link that works once, a session that ends, and leaving."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.chat.payload import message
from bot.clinic import Clinic
from bot.locales import say
from bot.pathway.post import Post
from bot.pathway.rights import Right, may
from bot.storage import audit, clinicians, portal_sessions
from bot.storage.clinicians import Clinician
from bot.storage.portal_sessions import PortalSession

LINK_LIVES = timedelta(minutes=10)
IDLE = timedelta(minutes=15)
LONGEST = timedelta(hours=8)
TRIES = 50  # an hour, of links that do not work; one that works always does
HOUR = timedelta(hours=1)


class LinkRefused(Exception):
    """A link that was used, is over, or never was: all look the same."""


class TooManyTries(Exception):
    """So many links did not work that no more are looked into for a while."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """A person and the session they came with."""

    person: Clinician
    session: PortalSession


def send_link(clinic: Clinic, *, by: Clinician, post: Post) -> None:
    """Send a person their link to sign in: no preview fetches it, nobody can pass it on."""
    address, now = clinic.settings.portal_url, clinic.now()
    if address is None:
        post.send(message(say(by.language, "portal.chat.not_set_up")))
        return
    expires = now + LINK_LIVES
    token = portal_sessions.issue_link(clinic.db, clinician_id=by.id, now=now, expires_at=expires)
    audit.note(clinic.db, at=now, by=by.code, what="portal link sent", about=f"staff {by.code}")
    minutes = int(LINK_LIVES.total_seconds() // 60)
    text = say(by.language, "portal.chat.link", link=link(address, token), count=minutes)
    post.expires_at = expires
    post.send(
        {
            **message(text),
            "protect_content": True,
            "link_preview_options": {"is_disabled": True},
        }
    )


def link(address: str, token: str) -> str:
    """Give the address that signs in with a token."""
    return f"{address}/sign-in/{token}"


def sign_in(clinic: Clinic, *, token: str, instead_of: str = "") -> str:
    """Use a link up and give the token of a new session, which ends the browser's old one.

    Raises LinkRefused, or TooManyTries.
    """
    db, now = clinic.db, clinic.now()
    owner = portal_sessions.use_link(db, token, now)
    person = clinicians.by_id(db, owner) if owner is not None else None
    if person is None or not may(person, Right.SIGN_IN):
        raise _refusal(clinic, now)
    if old := portal_sessions.by_token(db, instead_of):
        portal_sessions.end(db, old.id, now)
    audit.note(db, at=now, by=person.code, what="signed in", about="portal")
    return portal_sessions.begin(db, clinician_id=person.id, now=now)


def _refusal(clinic: Clinic, now: datetime) -> Exception:
    """Count a link that does not work."""
    if portal_sessions.attempts_since(clinic.db, now - HOUR) >= TRIES:
        return TooManyTries()
    portal_sessions.note_attempt(clinic.db, now)
    audit.note(clinic.db, at=now, by="stranger", what="sign-in refused", about="portal")
    return LinkRefused()


def signed_in(clinic: Clinic, token: str) -> SignedIn | None:
    """Tell who a session's token belongs to, while it counts and the person may come in."""
    now = clinic.now()
    session = portal_sessions.by_token(clinic.db, token)
    if session is None or not is_alive(session, now):
        return None
    person = clinicians.by_id(clinic.db, session.clinician_id)
    if not may(person, Right.SIGN_IN):
        return None
    portal_sessions.touch(clinic.db, session.id, now)
    return SignedIn(person=person, session=session)


def is_alive(session: PortalSession, now: datetime) -> bool:
    """Tell whether a session is neither too old nor left alone for too long."""
    return now < session.seen_at + IDLE and now < session.begun_at + LONGEST


def sessions_of(clinic: Clinic, person: Clinician) -> list[PortalSession]:
    """List a person's sessions that still count."""
    now = clinic.now()
    return portal_sessions.open_of(
        clinic.db, person.id, seen_since=now - IDLE, begun_since=now - LONGEST
    )


def sign_out(clinic: Clinic, who: SignedIn) -> None:
    """End one session."""
    now = clinic.now()
    portal_sessions.end(clinic.db, who.session.id, now)
    audit.note(clinic.db, at=now, by=who.person.code, what="signed out", about="portal")


def sign_out_everywhere(clinic: Clinic, *, person: Clinician, by: str) -> None:
    """End all sessions of a person and every link that waits."""
    now = clinic.now()
    portal_sessions.end_all(clinic.db, person.id, now)
    about = f"staff {person.code}"
    audit.note(clinic.db, at=now, by=by, what="signed out everywhere", about=about)
