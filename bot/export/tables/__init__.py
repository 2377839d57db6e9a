"""The tables of an export, in order; to add a column, add its entry to its table's module."""

from collections.abc import Iterable, Mapping

from bot.clinical.check_in import check_in_questions
from bot.clinical.comparison import REST, course_questions
from bot.clinical.diary import DETAILS
from bot.clinical.protocol import Protocol
from bot.clinical.questionnaire import Question
from bot.export.questions import asked_during
from bot.export.table import Table
from bot.export.tables import alerts, messages, patients
from bot.export.tables.check_ins import KINDS, check_ins
from bot.export.tables.diary import diary
from bot.export.tables.outcomes import KINDS as OUTCOMES
from bot.export.tables.outcomes import outcomes
from bot.export.tables.screenings import screenings
from bot.export.tables.sessions import sessions
from bot.export.tables.summary import summary
from bot.export.tables.symptoms import symptoms
from bot.export.tables.whole import WHOLE

Answered = Mapping[str, Iterable[str]]  # kind of form → the questions with stored answers


def tables_of(protocol: Protocol, answered: Answered, *, whole: bool = False) -> tuple[Table, ...]:
    """Describe every table for a protocol.

    A question that was answered once keeps its column when the protocol in force does not ask
    it any more. A whole record also has every answer as it was given, every consent,
    and what the clinic wrote to the patient.
    """
    reports = (*check_in_questions(protocol), *asked_during(protocol), *protocol.safety)
    both_sides = course_questions(protocol)
    return (
        patients.TABLE,
        screenings(protocol),
        sessions(protocol, _retired(answered, ("session",), protocol.session)),
        check_ins(protocol, _retired(answered, KINDS, reports)),
        symptoms(protocol),
        diary(protocol, _retired(answered, ("diary",), protocol.diary, beside=(DETAILS,))),
        outcomes(protocol, _retired(answered, OUTCOMES, both_sides, beside=(REST,))),
        summary(protocol),
        alerts.TABLE,
        messages.TABLE,
        *(WHOLE if whole else ()),
    )


def _retired(
    answered: Answered,
    kinds: Iterable[str],
    asked: Iterable[Question],
    beside: Iterable[str] = (),
) -> list[str]:
    """Name the questions with answers that are not asked any more; others stand beside them."""
    known = {question.key for question in asked} | set(beside)
    stored = {key for kind in kinds for key in answered.get(kind, ())}
    return sorted(stored - known)
