"""What was asked for and never answered, as Tasks: no response is made up for it."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.export.fhir.case import BOT, Case
from bot.export.fhir.definitions import version_of
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import concept, filled, moment, period
from bot.export.fhir.sheets import KINDS
from bot.export.records import FormRecord
from bot.export.words import words


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a prompt ended: HL7's status, and the reason in words."""

    status: str
    reason: str


ENDS: Mapping[str, End] = {
    "missed": End(status="failed", reason="Not answered in time"),
    "bot_was_down": End(status="failed", reason="Not sent in time, since the bot was down"),
    "skipped": End(status="rejected", reason="The patient chose not to answer, or had paused"),
    "replaced": End(status="cancelled", reason="A later session took its place"),
    "cancelled": End(status="cancelled", reason="Over, or the patient left, before it was asked"),
}


def is_unanswered(form: FormRecord) -> bool:
    """Tell whether a form was due, is over, and has no answer."""
    return form.due_at is not None and form.state in ENDS and not form.given


def task(case: Case, form: FormRecord) -> Resource:
    """Give a prompt that brought no answer: what it was, when it was due, how it ended."""
    end = ENDS[form.state]
    session = case.session(form.session)
    definition = case.definitions.canonical(form) if version_of(form).digest else None
    asked = [{"type": concept(text="Questionnaire"), "valueCanonical": definition}]
    return filled(
        {
            "resourceType": "Task",
            "id": identity(case.code, "form", form.form),
            "status": end.status,
            "statusReason": concept(text=end.reason),
            "intent": "order",
            "code": concept(text="Answer a questionnaire"),
            "description": _about(form),
            "for": case.subject,
            "executionPeriod": period(moment(form, form.opened_at), moment(form, form.closed_at)),
            "authoredOn": moment(form, form.created_at),
            "requester": BOT,
            "owner": case.subject,
            "reasonReference": session[0] if session else None,
            "restriction": filled(
                {"period": period(moment(form, form.due_at), moment(form, form.closes_at))}
            ),
            "input": asked if definition else None,
        }
    )


def _about(form: FormRecord) -> str:
    title = KINDS[form.kind].title
    return (
        f"{title}: {words(f'point.{form.point}', otherwise=form.point)}" if form.point else title
    )
