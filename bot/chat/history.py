"""The last days of a patient as text: one line a day, newest first."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date

from bot.chat.payload import paragraphs
from bot.clinical.check_in import NO_FLAG
from bot.locales import say
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.sessions import Session

DAYS = 14
REPORTS = (FormKind.CHECK_IN, FormKind.PROBLEM)
UNANSWERED = (FormState.MISSED, FormState.SKIPPED, FormState.BOT_WAS_DOWN)
Entry = tuple[Form, Mapping[str, Any]]  # a form and its settled answers


def history_text(
    language: str,
    zone: ZoneInfo,
    now: datetime,
    entries: Iterable[Entry],
    sessions: Iterable[Session],
    symptoms: tuple[str, ...],
) -> str:
    """Word the last 14 days; days with nothing are left out."""
    first = (now.astimezone(zone) - timedelta(days=DAYS - 1)).date()
    lines: dict[date, list[str]] = defaultdict(list)
    for session in sessions:
        lines[session.ended_at.astimezone(zone).date()].append(
            say(language, "history.session", number=session.place)
        )
    for form, given in entries:
        words = _entry_words(language, form, given, symptoms)
        if words:
            lines[form.day or _moment(form).astimezone(zone).date()].append(words)
    days = [day for day in sorted(lines, reverse=True) if day >= first]
    if not days:
        return say(language, "history.empty", days=DAYS)
    told = [
        f"{format_date(day, 'EEE d MMM', locale=language)}: {'; '.join(lines[day])}"
        for day in days
    ]
    return paragraphs(say(language, "history.title", days=DAYS), "\n".join(told))


def _moment(form: Form) -> datetime:
    """Give the instant an entry belongs to: an unanswered check-in to when it was due."""
    if form.state in UNANSWERED and form.due_at is not None:
        return form.due_at
    return form.closed_at or form.created_at


def _entry_words(
    language: str, form: Form, given: Mapping[str, Any], symptoms: tuple[str, ...]
) -> str:
    if form.kind in REPORTS and form.state in UNANSWERED:
        return say(language, f"history.{form.state.value}")
    parts = []
    if given.get("gate", NO_FLAG) != NO_FLAG:
        flag = say(language, f"option.gate.{given['gate']}")
        parts.append(say(language, "history.gate", flag=flag))
    if "nrs" in given:
        parts.append(say(language, "history.nrs", value=given["nrs"]))
    if "nrs_worst" in given:
        parts.append(say(language, "history.nrs_worst", value=given["nrs_worst"]))
    if parts and form.day is not None and form.is_late:
        parts.append(say(language, "history.late"))
    for key in symptoms:
        if given.get(key):
            grade = say(language, f"grade.{key}.{given[key]}")
            parts.append(f"{say(language, f'symptom.{key}')}: {grade}")
    return ", ".join(parts)
