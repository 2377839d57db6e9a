"""De-identifying: what a record keeps, what is told otherwise, and what is left out.

Every format is given records that have been through here, so none can tell more than another.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Any, TypeVar

from bot.clinical.protocol import Protocol
from bot.export.hidden_answers import told_answer
from bot.export.questions import questions_by_key
from bot.export.records import AlertRecord, AnswerRecord, FormRecord, Given, Moved, OfPatient

MOST_WEEKS = 104
LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"  # 32, as in codes: none that looks like another
LETTERS_IN_CODE = 10  # told from a patient's own code, which is shorter

# Text is kept only where it can be nothing but fixed words; what is neither here nor below is
# refused, so that a field added later is judged first.
KEPT = frozenset(
    {
        *("state", "language", "region", "consent_version", "sessions", "reachable"),
        *("number", "course", "place", "screening_class", "corrections", "forms"),
        *("question", "final"),
        *("form", "kind", "point", "session", "level", "protocol_version", "protocol_hash"),
        *("cleared_by", "clearing_reason", "causes", "acknowledged_by", "closed_by", "reason"),
        *("action", "sendings", "version", "text_hash", "message", "reply"),
    }
)
PLANNED = "planned"
LEFT_OUT = frozenset({"note", "clearing_words", "text"})
NOTES = (
    "This export is de-identified. Each patient has another code, the same in every export. All "
    "dates of a patient lie the same number of whole weeks (1 to 104) before the true ones, so "
    "that days of the week and the time between two things are right. Times are the patient's "
    "own clock; the offset from UTC that stands beside them is not. Ages above 89 are 90. Own "
    "words, time zones and answers that the protocol in force does not offer are left out.",
    "It is not anonymous: what is rare may still point to a person, the newest date of somebody "
    "who is still asked hints at how far dates were moved, and moved dates do not meet HIPAA's "
    "Safe Harbor. Keep it as safe as a record.",
)
R = TypeVar("R", bound=OfPatient)


@cache
def _names(record: type[OfPatient]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(record))


class Hiding:
    """De-identifies records with the clinic's key; the same key hides a patient the same way."""

    def __init__(self, key: bytes, protocol: Protocol) -> None:
        self._key = key
        self._questions = questions_by_key(protocol)
        self.code = lru_cache(maxsize=4)(self._code)
        self.weeks = lru_cache(maxsize=4)(self._weeks)

    def hide(self, record: R) -> R:
        """De-identify a record; raises TypeError for a field that nobody has judged."""
        code = self.code(record.patient)
        weeks = self.weeks(code)
        values: dict[str, Any] = {
            "patient": code,
            "zone": None,
            "moved": Moved(zone=record.zone, by=weeks),
        }
        for name in _names(type(record)):  # type: ignore[arg-type]  # a class is hashable
            if name not in values:
                values[name] = self._told(record, name, weeks)
        if isinstance(record, FormRecord) and record.state == PLANNED:
            # When it comes, beside the day of the export, would tell how far dates were moved.
            values |= {"due_at": None, "closes_at": None}
        return type(record)(**values)

    def _code(self, code: str) -> str:
        drawn = self._draw("code", code)
        return "".join(LETTERS[byte % len(LETTERS)] for byte in drawn[:LETTERS_IN_CODE])

    def _weeks(self, hidden_code: str) -> timedelta:
        """How far all dates of a hidden patient are moved."""
        drawn = int.from_bytes(self._draw("weeks", hidden_code))
        return timedelta(weeks=1 + drawn % MOST_WEEKS)

    def _draw(self, what: str, of: str) -> bytes:
        return hmac.digest(self._key, f"{what} {of}".encode(), hashlib.sha256)

    def _told(self, record: OfPatient, name: str, weeks: timedelta) -> Any:
        value = getattr(record, name)
        if value is None or name in LEFT_OUT:
            return None
        if isinstance(value, date):  # an instant is one, too
            return value - weeks
        if name == "given":
            return dict(self._answers(record, value, weeks))
        if name == "value" and isinstance(record, AnswerRecord):
            return told_answer(self._questions.get(record.question, ()), value, weeks)
        if name == "by":
            return self._by(record, value)
        if name == "findings":
            return tuple(replace(found, at=found.at - weeks) for found in value)
        if name == "alert" and isinstance(record, AlertRecord):
            return record.number
        if name not in KEPT:
            raise TypeError(f"{type(record).__name__}.{name} is neither kept nor left out")
        return value

    def _answers(self, record: OfPatient, given: Mapping[str, Given], weeks: timedelta) -> Any:
        for key, answer in given.items():
            value = told_answer(self._questions.get(key, ()), answer.value, weeks)
            if value is not None:
                by = self._by(record, answer.by)
                yield key, replace(answer, value=value, at=answer.at - weeks, by=by)

    def _by(self, record: OfPatient, by: str) -> str:
        return self.code(by) if by == record.patient else by
