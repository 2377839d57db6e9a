"""What the demo shows of the database, read in one piece on its thread."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from babel.dates import format_timedelta

from bot.clinic import Clinic
from bot.demo import guide
from bot.demo.phones import Phone
from bot.locales import SOURCE_LANGUAGE, say
from bot.storage import clinicians, forms, patients
from bot.storage.forms import Form, FormKind
from bot.storage.newest import LOOKED_AT, Written, newest

NEXT = {
    FormKind.CHECK_IN: "demo.next.check_in",
    FormKind.SAFETY: "demo.next.safety",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """The newest rows, who the people are to the clinic, what is planned and what to do next."""

    codes: dict[int, str]
    step: str
    next: dict[str, str] | None
    stored: list[dict[str, Any]]


def read(clinic: Clinic, phones: Iterable[Phone]) -> Recorded:
    """Read everything; only for the database's thread."""
    listed = list(phones)
    first = next((phone.person.id for phone in listed if phone.role == "patient"), None)
    return Recorded(
        codes={phone.id: _code(clinic, phone) for phone in listed},
        step=guide.step(clinic, first),
        next=_planned(forms.next_planned(clinic.db), clinic.now()),
        stored=_by_table(newest(clinic.db)),
    )


def _code(clinic: Clinic, phone: Phone) -> str:
    find = clinicians.by_chat if phone.role == "clinician" else patients.by_chat
    known = find(clinic.db, phone.person.id)
    return known.code if known is not None else ""


def _planned(form: Form | None, now: datetime) -> dict[str, str] | None:
    if form is None or form.next_at is None:
        return None
    span = format_timedelta(max(form.next_at - now, now - now), locale=SOURCE_LANGUAGE)
    words = say(SOURCE_LANGUAGE, NEXT.get(form.kind, "demo.next.other"), span=span)
    return {"at": form.next_at.isoformat(), "text": words}


def _by_table(rows: Iterable[Written]) -> list[dict[str, Any]]:
    """Put rows together under their tables, the most telling table first."""
    tables: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        tables.setdefault(row.table, []).append({"id": row.id, "columns": row.columns})
    return [{"table": table, "rows": tables[table]} for table in LOOKED_AT if table in tables]
