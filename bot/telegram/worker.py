"""From a stored update to a committed transaction: each update once, a bad one alone."""

import json
import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from telegram import Bot, Update

from bot.clinic import Clinic
from bot.clinical.levels import TriageLevel
from bot.locales import say
from bot.pathway import alerts, consenting
from bot.pathway.numbers import numbers
from bot.pathway.post import Post
from bot.storage import clinicians, consents, inbox, patients
from bot.storage.database import DatabaseError, savepoint, transaction
from bot.storage.inbox import Received
from bot.storage.outbox import Outgoing
from bot.storage.patients import PatientState
from bot.telegram.receiver import put
from bot.telegram.routing import handle
from bot.telegram.trouble import writers

log = logging.getLogger(__name__)

BATCH = 64
OPENS_LINK = '"/start '
WAITS = tuple(timedelta(seconds=s) for s in (1, 2, 5, 10))  # the fifth failure is the last


@dataclass(frozen=True, slots=True, kw_only=True)
class Toast:
    """The short answer to a tap, sent at best effort after the commit."""

    query_id: str
    text: str
    received: Received


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What one transaction came to: updates looked at, toasts to show, messages to send."""

    looked_at: int
    toasts: list[Toast]
    taken: list[Outgoing]


def work(
    clinic: Clinic,
    bot: Bot,
    updates: Sequence[dict[str, Any]] = (),
    take: Callable[[], list[Outgoing]] = list,
) -> Worked:
    """Store updates, work off what waits, each in a savepoint of its own, and take the replies.

    All of it is one transaction. Raises DatabaseError when nothing could be stored; then nothing
    was done.
    """
    with transaction(clinic.db):
        put(clinic, updates)
        waiting = inbox.waiting(clinic.db, clinic.now(), BATCH)
        toasts = _work_all(clinic, bot, waiting)
        taken = take() if waiting else []
    return Worked(looked_at=len(waiting), toasts=toasts, taken=taken)


def _work_all(clinic: Clinic, bot: Bot, waiting: list[Received]) -> list[Toast]:
    toasts: list[Toast] = []
    held: set[int | None] = set()  # senders whose later updates wait behind a failed one
    for received in waiting:
        if received.sender_id in held:
            continue
        toast, failed = _work_one(clinic, bot, received)
        toasts += [toast] if toast else []
        if failed and received.sender_id is not None:
            held.add(received.sender_id)
    return toasts


def waiting_writers(clinic: Clinic) -> list[int]:
    """List whose private chats the waiting updates come from, as far as that can be read."""
    try:
        waiting = inbox.waiting(clinic.db, clinic.now(), BATCH)
    except DatabaseError:
        return []
    return writers(json.loads(received.raw) for received in waiting)


def _work_one(clinic: Clinic, bot: Bot, received: Received) -> tuple[Toast | None, bool]:
    """Work one update; tell its toast and whether it failed."""
    try:
        with savepoint(clinic.db):
            toast = _handle(clinic, bot, received)
            inbox.done(clinic.db, received.id, keep=_may_keep(clinic, received))
        return toast, False
    except DatabaseError as error:
        if not clinic.db.conn.in_transaction:
            raise  # the whole transaction is gone: a full disk, a lost file
        _fail(clinic, received, error)
    except Exception as error:  # noqa: BLE001  # one bad update must not stop the others
        _fail(clinic, received, error)
    return None, True


def _may_keep(clinic: Clinic, received: Received) -> bool:
    """Tell whether a worked update may be kept: only of people who agreed, and of the staff.

    Who agreed to words that have changed since has not. One that opens a link is not kept: what
    is in it lets people in.
    """
    sender = received.sender_id
    if sender is None or OPENS_LINK in received.raw:
        return False
    given = consents.in_chat(clinic.db, sender)
    agreed = given is not None and consenting.is_current(clinic, given)
    return agreed or clinicians.by_chat(clinic.db, sender) is not None


def _handle(clinic: Clinic, bot: Bot, received: Received) -> Toast | None:
    update = Update.de_json(_read(received.raw), bot)
    visit = handle(clinic, update, bot.username)
    if visit is None or update.callback_query is None:
        return None
    return Toast(query_id=update.callback_query.id, text=visit.toast, received=received)


def _read(raw: str) -> dict[str, Any]:
    """Read a raw update, without the buttons of the message that was tapped: nobody needs them."""
    update: dict[str, Any] = json.loads(raw)
    tapped = update.get("callback_query")
    message = tapped.get("message") if isinstance(tapped, dict) else None
    if isinstance(message, dict):
        message.pop("reply_markup", None)
    return update


def _fail(clinic: Clinic, received: Received, error: Exception) -> None:
    """Count the failure; after the last one set the update aside and tell its sender."""
    last = received.attempts >= len(WAITS)
    wait = None if last else WAITS[received.attempts]
    name = type(error).__name__
    log.error("update %s failed with %s, attempt %s", received.id, name, received.attempts + 1)
    inbox.failed(clinic.db, received, name, clinic.now(), wait=wait)
    if last and received.sender_id is not None:
        _apologise(clinic, received, received.sender_id)


def _apologise(clinic: Clinic, received: Received, chat_id: int) -> None:
    patient = patients.by_chat(clinic.db, chat_id)
    language = patient.language if patient else clinic.settings.clinic_language
    post = Post(
        db=clinic.db, chat_id=chat_id, cause=f"dead:{received.update_id}", now=clinic.now()
    )
    known = numbers(clinic, language, patient)
    post.send({"text": say(language, "failure.write_again", **known)})
    if patient is not None and patient.state is not PatientState.WITHDRAWN:
        # Nobody knows what it said: that is for a person to find out.
        alerts.raise_alert(
            clinic,
            patient_id=patient.id,
            level=TriageLevel.CONTACT_CLINIC,
            causes=["unreadable"],
            form_id=None,
        )
