"""What became of a sending: sent, not sent, or nobody can tell; and what follows from it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from telegram.error import (
    BadRequest,
    ChatMigrated,
    Forbidden,
    InvalidToken,
    NetworkError,
    RetryAfter,
    TelegramError,
)

from bot.clinic import Clinic
from bot.pathway import reach
from bot.storage import alerts, clinicians, outbox
from bot.storage.outbox import Fate, Lane, Outgoing
from bot.telegram.wire import SURELY_NOT_SENT

LONGEST_WAIT = 60  # seconds between tries while Telegram cannot be reached
STEADY = 600  # seconds between tries of what must not be lost, once Telegram stays away
# Seconds to wait before each sending again of what may have arrived.
AGAIN: dict[Lane, tuple[int, ...]] = {
    Lane.ALERT: (0, 30, 120, STEADY),
    Lane.REPLY: (2, 10, 60, *((STEADY,) * 6)),
    Lane.CHECK_IN: (60,),  # a tap in this time proves that it arrived
    Lane.DIGEST: (),
}
EDIT_AGAIN = (0, 2, 5, 10, 30, LONGEST_WAIT)
REPLIES_LIVE = timedelta(hours=1)  # a reply is tried for so long at least
UNCHANGED = "message is not modified"
NO_EDIT = ("message to edit not found", "message can't be edited", "message_id_invalid")
NO_CHAT = ("chat not found", "user is deactivated", "peer_id_invalid")


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The fate of one sending, with what is needed to settle it."""

    settle: Callable[[Clinic, Outgoing, "Outcome"], None]
    message_id: int | None = None
    wait: timedelta = timedelta(0)
    chat_id: int = 0
    note: str = ""

    @property
    def label(self) -> str:
        """The word it is counted under."""
        return LABELS[self.settle]


def sent(message_id: int | None) -> Outcome:
    """Telegram accepted the message."""
    return Outcome(settle=_sent, message_id=message_id)


def of_error(error: TelegramError) -> Outcome:
    """Classify an error; raises it again when only a person can mend it.

    The subclasses of NetworkError come first: BadRequest is one of them.
    """
    name = type(error).__name__
    match error:
        case InvalidToken():
            raise error
        case RetryAfter():
            wait = error.retry_after
            seconds = wait if isinstance(wait, timedelta) else timedelta(seconds=wait)
            return Outcome(settle=_later, wait=seconds, note=name)
        case ChatMigrated():
            return Outcome(settle=_moved, chat_id=error.new_chat_id, note=name)
        case Forbidden():
            return Outcome(settle=_gone, note=name)
        case BadRequest():
            return _refused(error)
        case NetworkError() if isinstance(error.__cause__, SURELY_NOT_SENT):
            return Outcome(settle=_later, note=name)
        case _:
            return Outcome(settle=_unknown, note=name)


def impossible(note: str) -> Outcome:
    """What was to be sent cannot be made: it will never be."""
    return Outcome(settle=_refuse, note=note)


def unknown(note: str) -> Outcome:
    """Nobody can tell whether the message went out."""
    return Outcome(settle=_unknown, note=note)


def _refused(error: BadRequest) -> Outcome:
    text = error.message.casefold()
    if UNCHANGED in text:
        return Outcome(settle=_sent, note="unchanged")
    if any(part in text for part in NO_EDIT):
        return Outcome(settle=_send_anew, note="not editable")
    if any(part in text for part in NO_CHAT):
        return Outcome(settle=_gone, note="no chat")
    return Outcome(settle=_refuse, note="BadRequest")


def _sent(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    outbox.sent(clinic.db, message, outcome.message_id, clinic.now())
    if message.alert_id is not None:
        clinician = clinicians.by_chat(clinic.db, message.chat_id)
        alerts.note(
            clinic.db,
            message.alert_id,
            clinic.now(),
            "delivered",
            clinician_id=clinician.id if clinician else None,
        )


def _later(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    wait = outcome.wait or timedelta(seconds=min(2**message.attempts, LONGEST_WAIT))
    outbox.again(clinic.db, message, clinic.now() + wait, outcome.note)


def _moved(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    outbox.move(clinic.db, message, outcome.chat_id)


def _gone(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """The chat takes no messages: no second try, and an alert goes on to the next person.

    It does so once: whoever is known to be out of reach is tried again with the others only.
    """
    outbox.give_up(clinic.db, message, Fate.DEAD, outcome.note)
    clinician = clinicians.by_chat(clinic.db, message.chat_id)
    reach.set_reachable(clinic, chat_id=message.chat_id, reachable=False)
    if message.alert_id is not None and clinician is not None and clinician.reachable:
        alerts.hurry(clinic.db, clinic.now(), message.alert_id)


def _send_anew(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """What cannot be edited is sent as a message of its own."""
    payload = {k: v for k, v in message.parameters.items() if k != "message_id"}
    outbox.replace(clinic.db, message, method="sendMessage", payload=payload)


def _refuse(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """Telegram will never take it as it is: the words alone go once, without buttons."""
    plain = {k: v for k, v in message.parameters.items() if k in ("text", "protect_content")}
    if "text" in plain and plain != message.parameters:
        outbox.replace(clinic.db, message, method="sendMessage", payload=plain)
    else:
        outbox.give_up(clinic.db, message, Fate.DEAD, outcome.note)


def _unknown(clinic: Clinic, message: Outgoing, outcome: Outcome) -> None:
    """Send again or not, as each lane promises: an alert may come twice, never not at all."""
    wait = _wait_before_again(message, clinic.now() - message.queued_at)
    if wait is None:
        outbox.give_up(clinic.db, message, Fate.SENT, outbox.OUTCOME_UNKNOWN)
    else:
        due = clinic.now() + timedelta(seconds=wait)
        outbox.again(clinic.db, message, due, outcome.note, unknown=True)


def _wait_before_again(message: Outgoing, age: timedelta) -> int | None:
    """Give the seconds until the next try; None when there is to be none."""
    tries, waits = message.unknowns, AGAIN[Lane(message.lane)]
    if message.method.startswith("edit"):  # the same edit again does no harm
        return EDIT_AGAIN[min(tries, len(EDIT_AGAIN) - 1)]
    if tries < len(waits):
        return waits[tries]
    return STEADY if _must_arrive(message, age) else None


def _must_arrive(message: Outgoing, age: timedelta) -> bool:
    """Tell whether a message goes on being tried after all its waits.

    An alert to a clinician is not: it is written anew until somebody acknowledges it. What a
    patient is told to do stands nowhere else.
    """
    if message.lane == Lane.ALERT:
        return message.alert_id is None
    return message.lane == Lane.REPLY and age < REPLIES_LIVE


LABELS: dict[Callable[[Clinic, Outgoing, Outcome], None], str] = {
    _sent: "sent",
    _later: "later",
    _moved: "moved",
    _gone: "gone",
    _send_anew: "anew",
    _refuse: "refused",
    _unknown: "unknown",
}
