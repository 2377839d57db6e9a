"""One patient: what is open, how it goes, what was told and what was done."""

from collections.abc import Mapping

from bot.chat.clearing import REASONS as CLEARING_REASONS
from bot.chat.flags import ACTIONS, REASONS
from bot.chat.summary import change_words, figure_rows
from bot.pathway.filling import Filling
from bot.pathway.judging import reason_words
from bot.pathway.noting import LONGEST_NOTE
from bot.pathway.record import Flag, Record, record
from bot.pathway.rights import Right
from bot.portal import answers
from bot.portal.causes import cause_words, causes_of
from bot.portal.page import Page
from bot.portal.pictures import pictures_of
from bot.portal.reply import Reply, Shown
from bot.portal.visit import Visit
from bot.storage.patients import Patient

Errors = Mapping[str, str]
DONE = ("acknowledged", "resolved", "noted", "cleared", "sent", "already")
UNPROCESSABLE = 422


def show(visit: Visit) -> Reply:
    """Show everything of a patient."""
    done = visit.query.get("done", "")
    return drawn(visit, visit.patient(), done=done if done in DONE else "")


def again(visit: Visit, patient: Patient, errors: Errors) -> Reply:
    """Show the page once more, with what is wrong beside each field and nothing lost."""
    return drawn(visit, patient, errors=errors, status=UNPROCESSABLE)


def drawn(
    visit: Visit,
    patient: Patient,
    *,
    done: str = "",
    errors: Errors | None = None,
    status: int = 200,
) -> Reply:
    """Gather the page."""
    found = record(visit.clinic, patient=patient, by=visit.person.code)
    return Shown(
        template="patient.html",
        status=status,
        data={
            "found": found,
            "pictures": pictures_of(visit, patient),
            "done": done,
            "errors": errors or {},
            "fields": visit.fields if errors else {},
            "causes": _causes(visit, found),
            "lines": {f.form.id: answers.lines(f, visit.language) for f in _fillings(found)},
            "why": {
                one.filling.form.id: reason_words(visit.language, one.outcome).splitlines()
                for one in found.screenings
            },
            "summaries": _summaries(visit, found),
            "actions": _options(visit, "closing.action", ACTIONS),
            "reasons": _options(visit, "closing.reason", REASONS),
            "clearing_reasons": _options(visit, "clear", CLEARING_REASONS),
            "longest_note": LONGEST_NOTE,
            "rights": {right.name: visit.may(right) for right in Right},
        },
    )


def _fillings(found: Record) -> list[Filling]:
    return [*(screened.filling for screened in found.screenings), *found.filled]


def _causes(visit: Visit, found: Record) -> dict[int, list[str]]:
    flags: list[Flag] = [*found.closed_flags, *([found.open_flag] if found.open_flag else [])]
    return {
        flag.alert.id: cause_words(visit.clinic, causes_of(list(flag.events)), visit.language)
        for flag in flags
    }


def _summaries(visit: Visit, found: Record) -> list[dict[str, object]]:
    return [
        {
            "number": course.number,
            "sessions": len(course.sessions),
            "rows": figure_rows(visit.language, summary),
            "change": change_words(visit.language, summary),
        }
        for course, summary in found.courses
    ]


def _options(visit: Visit, kind: str, keys: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(key, visit.say(f"{kind}.{key}")) for key in keys]


PAGES = (Page(path="/patients/{code}", run=show, right=Right.SEE_ANSWERS),)
