"""Each session, what came after it, and how many check-ins were answered."""

from collections.abc import Iterable, Sequence

from bot.charts import ChartFacts, Graded
from bot.export.extract import PatientFile
from bot.export.pdf.wording import Table, Wording
from bot.export.records import FormRecord, SessionRecord

ANSWERED = ("answered", "incomplete")
ASKED = (*ANSWERED, "missed", "skipped", "bot_was_down")


def sessions_table(file: PatientFile, facts: ChartFacts, wording: Wording) -> Table:
    """Tell the newest sessions, the newest first; older ones are counted."""
    newest = sorted(file.sessions, key=lambda session: session.ended_at, reverse=True)
    left = len(newest) - wording.limits.sessions
    more = wording.say("page.sessions.more", count=left) if left > 0 else ""
    rows = [_row(session, file, facts, wording) for session in newest[: wording.limits.sessions]]
    columns = ("session", "day", "screening", "check_ins", "effects")
    note = " ".join(filter(None, (wording.say("page.grades"), more)))
    return wording.table(wording.say("page.sessions"), columns, rows, note)


def _row(
    session: SessionRecord, file: PatientFile, facts: ChartFacts, wording: Wording
) -> Sequence[str]:
    own = [f for f in file.forms if f.kind == "check_in" and f.session == session.number]
    found = session.screening_class
    return (
        wording.say("chart.session_mark", number=_name(session, facts)),
        wording.day(session.local_date(session.ended_at)),
        wording.say(f"class.{found.value}") if found else "–",
        _answered(own, wording),
        effects(facts.graded(session.number), facts, wording),
    )


def _name(session: SessionRecord, facts: ChartFacts) -> str:
    several = len({mark.course for mark in facts.sessions}) > 1
    return f"{session.course}.{session.place}" if several else str(session.place)


def _answered(forms: Iterable[FormRecord], wording: Wording) -> str:
    states = [form.state for form in forms if form.state in ASKED]
    told = sum(state in ANSWERED for state in states)
    return wording.say("page.answered", told=told, asked=len(states)) if states else "–"


def effects(reports: Sequence[Graded], facts: ChartFacts, wording: Wording) -> str:
    """Word each symptom with its worst grade, and whether it was there when last told."""
    told: dict[str, list[int]] = {}
    for report in reports:
        for key, grade in report.grades.items():
            told.setdefault(key, []).append(grade)
    there = {key: grades for key, grades in told.items() if max(grades) > 0}
    listed = sorted(there, key=lambda key: (-max(there[key]), facts.symptoms.index(key)))
    words = [_effect(key, there[key], wording) for key in listed[: wording.limits.effects]]
    left = len(listed) - len(words)
    words += [wording.say("page.effects.more", count=left)] if left else []
    none = "page.effects.none" if told else "page.effects.unknown"
    return ", ".join(words) or wording.say(none)


def _effect(key: str, grades: Sequence[int], wording: Wording) -> str:
    name, worst, last = wording.say(f"symptom.{key}"), max(grades), grades[-1]
    if last == 0:
        return wording.say("page.effect", name=name, worst=worst)
    return wording.say("page.effect.there", name=name, worst=worst, last=last)
