"""What a patient starts: screening, a session, a problem, a diary entry; and leaving one."""

from bot.chat.typed import is_word
from bot.pathway import baselines, diary, gating, starting
from bot.pathway.days import DAY, is_free, today_of
from bot.storage.forms import FormKind
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.conversations import speaking
from bot.telegram.visit import Visit


def screen(visit: Visit, rest: str) -> None:
    """Begin the screening before a session."""
    _start(visit, FormKind.SCREENING, "screening.intro")


def record_session(visit: Visit, rest: str) -> None:
    """Begin to record a session."""
    gating.start_session(visit.clinic, patient=visit.member, post=visit.post)


def record_all_the_same(visit: Visit, value: str) -> None:
    """Begin to record a session that took place although no clinician cleared it."""
    gating.start_session_all_the_same(visit.clinic, patient=visit.member, post=visit.post)


def tell_baseline(visit: Visit, rest: str) -> None:
    """Begin to tell how things are before the first session."""
    baselines.start_baseline(visit.clinic, patient=visit.member, post=visit.post)


def report_problem(visit: Visit, rest: str) -> None:
    """Begin a report at any time: the red flags come first; words written with it count."""
    if rest:
        speaking.pass_on(visit, rest)
    else:
        _start(visit, FormKind.PROBLEM, "problem.intro")


def write_diary(visit: Visit, rest: str) -> None:
    """Write the diary of today: a headache now, finished later; or of yesterday."""
    write_for(visit, "yesterday" if is_word(rest, visit.language, "typed.yesterday") else "today")


def write_for(visit: Visit, which: str) -> None:
    """Write the diary of today, or of yesterday while that day has no entry."""
    day = today_of(visit.clinic, visit.member)
    if which == "yesterday":
        day -= DAY
        if not is_free(visit.clinic, visit.member, day):
            visit.reply("diary.filled")
            return
    diary.write(visit.clinic, patient=visit.member, day=day, post=visit.post)


def cancel(visit: Visit, rest: str) -> None:
    """Leave the form being filled in."""
    starting.cancel(visit.clinic, patient=visit.member, post=visit.post)


def _start(visit: Visit, kind: FormKind, intro: str) -> None:
    starting.start(
        visit.clinic,
        patient=visit.member,
        kind=kind,
        post=visit.post,
        intro=visit.say(intro) if intro else "",
    )


COMMANDS = (
    Command(name="problem", run=report_problem, roles=PATIENTS, needs=Joined.BEFORE),
    Command(name="screen", run=screen, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="session", run=record_session, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="diary", run=write_diary, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="baseline", run=tell_baseline, roles=PATIENTS, needs=Joined.WHOLLY),
    Command(name="cancel", run=cancel, roles=PATIENTS, needs=Joined.WHOLLY),
)
MENUS = {"diary": write_for, "session": record_all_the_same, "baseline": tell_baseline}
