"""What a patient may do with their own data: have all of it deleted, in two steps."""

from datetime import UTC, datetime, timedelta

from bot.chat.payload import Button, message
from bot.chat.taps import Act, write
from bot.pathway import erasing
from bot.storage import erasures
from bot.telegram.command import PATIENTS, Command
from bot.telegram.visit import Visit

KEEP = "keep"
MEANT_FOR = timedelta(minutes=10)  # an old button must not delete anything


def ask_to_forget(visit: Visit, rest: str) -> None:
    """Say what would be deleted, and ask for one more tap."""
    found = erasures.count(visit.clinic.db, visit.member.id)
    words = visit.say(
        "forget.ask",
        answers=found["answer"],
        sessions=found["session"],
        messages=found["patient_message"],
        alerts=found["alert"],
    )
    asked_at = str(int(visit.clinic.now().timestamp()))
    rows = [
        [Button(label=visit.say("forget.keep"), data=write(Act.CHOOSE, 0, "forget", KEEP))],
        [Button(label=visit.say("forget.delete"), data=write(Act.CHOOSE, 0, "forget", asked_at))],
    ]
    visit.send(message(words, rows))


def choose(visit: Visit, value: str) -> None:
    """Delete everything, if that was asked for just now."""
    if value == KEEP:
        visit.post.replace(message(visit.say("forget.kept")))
        return
    if not _is_fresh(visit, value):
        visit.post.replace(message(visit.say("forget.late")))
        return
    days = visit.clinic.settings.backup_days
    done = erasing.forget(visit.clinic, patient=visit.member, by=visit.member.code)
    words = visit.say("forget.done", before=done.before, after=done.after, days=days)
    visit.post.replace(message(words))


def _is_fresh(visit: Visit, value: str) -> bool:
    if not value.isdecimal():
        return False
    asked_at = datetime.fromtimestamp(int(value), UTC)
    return timedelta(0) <= visit.clinic.now() - asked_at <= MEANT_FOR


COMMANDS = (Command(name="forget", run=ask_to_forget, roles=PATIENTS, when_left=True),)
MENUS = {"forget": choose}
