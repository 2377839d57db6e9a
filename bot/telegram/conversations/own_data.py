"""What a patient may do with their own data: have a copy, or have all of it deleted."""

import base64
from datetime import UTC, datetime, timedelta

from bot.chat.payload import Button, message
from bot.chat.taps import Act, write
from bot.pathway import erasing, exports
from bot.storage import erasures
from bot.telegram.command import PATIENTS, Command
from bot.telegram.visit import Visit

KEEP = "keep"
COPIES = ("xlsx", "json")  # one to read, one to carry elsewhere
MEANT_FOR = timedelta(minutes=10)  # an old button must not delete anything


def send_copy(visit: Visit, rest: str) -> None:
    """Send a patient everything about them, to read and to carry elsewhere."""
    patient = visit.member
    visit.reply("mydata.coming")
    for form in COPIES:
        order = exports.Order(
            format=form,
            by=patient.code,
            patient=patient,
            purpose=visit.say("mydata.purpose"),
            identified=True,
        )
        for name, content in exports.documents(visit.clinic, order):
            visit.post.send_document(name, base64.b64encode(content).decode("ascii"))


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


COMMANDS = (
    Command(name="mydata", run=send_copy, roles=PATIENTS, when_left=True),
    Command(name="forget", run=ask_to_forget, roles=PATIENTS, when_left=True),
)
MENUS = {"forget": choose}
