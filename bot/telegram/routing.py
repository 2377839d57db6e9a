"""From an update to the conversation it belongs to."""

import re
from collections.abc import Callable

from telegram import Update
from telegram.constants import ChatMemberStatus, ChatType
from telegram.ext import filters

from bot.chat.taps import read
from bot.clinic import Clinic
from bot.pathway import reach
from bot.pathway.post import Post
from bot.storage import clinicians, patients, sooner
from bot.storage.clinicians import Clinician
from bot.storage.patients import Patient
from bot.telegram import commands
from bot.telegram.conversations import (
    alerts,
    clearing,
    exporting,
    flooding,
    forms,
    speaking,
)
from bot.telegram.visit import Visit

COMMAND = re.compile(r"/[A-Za-z0-9_]")  # what Telegram's apps mark as a command
GONE = (ChatMemberStatus.BANNED, ChatMemberStatus.LEFT)


TAPS = {**forms.TAPS, **alerts.TAPS, **clearing.TAPS, **exporting.TAPS, **commands.TAPS}


class UnreadableError(Exception):
    """An update such as Telegram never sends: nobody can tell whose it is."""


def handle(clinic: Clinic, update: Update, bot_name: str) -> Visit | None:
    """Do all that one update asks for, inside the caller's transaction.

    Gives the visit, whose toast the tap is answered with, or None when there was nobody to
    answer.
    """
    chat, user = update.effective_chat, update.effective_user
    if chat is None and user is None:
        return None
    private = chat is not None and chat.type == ChatType.PRIVATE
    if chat is None or (private and user is not None and user.id != chat.id):
        raise UnreadableError
    patient, clinician = _people(clinic, chat.id) if private else (None, None)
    if private and update.my_chat_member is None:
        if not all(person.reachable for person in (patient, clinician) if person):
            reach.set_reachable(clinic, chat_id=chat.id, reachable=True)  # who writes can read
            patient, clinician = _people(clinic, chat.id)
        sooner.hurry(clinic.db, chat.id, clinic.now())
    visit = Visit(
        clinic=clinic,
        update=update,
        chat_id=chat.id,
        bot_name=bot_name,
        post=_post(clinic, update, chat.id),
        patient=patient,
        clinician=clinician,
    )
    if private and flooding.takes(visit):
        return visit
    for fits, run in _ROUTES:
        if fits(update):
            run(visit)
            break
    return visit


def _people(clinic: Clinic, chat_id: int) -> tuple[Patient | None, Clinician | None]:
    return patients.by_chat(clinic.db, chat_id), clinicians.by_chat(clinic.db, chat_id)


def _post(clinic: Clinic, update: Update, chat_id: int) -> Post:
    query = update.callback_query
    tapped = query.message if query is not None else None
    return Post(
        db=clinic.db,
        chat_id=chat_id,
        cause=f"update:{update.update_id}",
        now=clinic.now(),
        # A message too old to be edited is shown without its text: it is answered anew.
        tapped=tapped.message_id if tapped is not None and tapped.is_accessible else None,
    )


def _membership(visit: Visit) -> None:
    changed = visit.update.my_chat_member
    if changed is not None and changed.chat.type == ChatType.PRIVATE:
        gone = changed.new_chat_member.status in GONE
        reach.set_reachable(visit.clinic, chat_id=visit.chat_id, reachable=not gone)


def _tap(visit: Visit) -> None:
    query = visit.update.callback_query
    tap = read(query.data or "") if query is not None else None
    if tap is None:
        visit.toast = visit.say("tap.unknown")
    elif TAPS[tap.act].allows(visit):
        TAPS[tap.act].run(visit, tap)
    else:
        visit.refuse_tap(f"{TAPS[tap.act].about} {tap.number}")


def _group(visit: Visit) -> None:
    message, changed = visit.update.message, visit.update.my_chat_member
    spoken_to = message is not None and (message.text or "").startswith("/")
    joined = changed is not None and changed.new_chat_member.status not in GONE
    if visit.update.callback_query is not None:
        visit.toast = visit.say("group.toast")
    elif spoken_to or joined:
        speaking.in_group(visit)
    elif message is not None and message.text:
        # Nobody who tells a group is left unheard, and no group is flooded: once an hour.
        visit.post.cause = f"group:{visit.chat_id}:{visit.clinic.now():%Y%m%dT%H}"
        speaking.in_group(visit)


def _command(visit: Visit) -> None:
    message = visit.update.message
    if message is None or message.text is None:
        return
    written, *rest = message.text.split(maxsplit=1)
    # Written for another bot it is unknown here, and said to be.
    name = written[1:].casefold().removesuffix(f"@{visit.bot_name.casefold()}")
    commands.run(visit, name, "".join(rest))


def _text(visit: Visit) -> None:
    message = visit.update.message
    if message is not None and message.text is not None:
        speaking.text(visit, message.text)


def _place(visit: Visit) -> None:
    if visit.update.message is not None:
        speaking.location(visit, visit.update.message)


def _anything(visit: Visit) -> None:
    if visit.update.message is not None:
        speaking.captioned(visit, visit.update.message)


def _is_group(update: Update) -> bool:
    chat = update.effective_chat
    return chat is not None and chat.type != ChatType.PRIVATE


def _is_command(update: Update) -> bool:
    return bool(update.message and COMMAND.match(update.message.text or ""))


def _has(filter_: filters.BaseFilter) -> Callable[[Update], bool]:
    return lambda update: bool(update.message and filter_.check_update(update))


# The first that fits is run; the order matters.
_ROUTES: tuple[tuple[Callable[[Update], bool], Callable[[Visit], None]], ...] = (
    (_is_group, _group),
    (lambda update: update.my_chat_member is not None, _membership),
    (lambda update: update.callback_query is not None, _tap),
    (lambda update: update.edited_message is not None, speaking.edited),
    (_is_command, _command),
    (_has(filters.TEXT), _text),
    (_has(filters.LOCATION), _place),
    (_has(filters.ALL), _anything),
)
