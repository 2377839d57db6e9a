"""The answers of a form as given, as a QuestionnaireResponse: the source of all the rest."""

from collections.abc import Mapping

from bot.export.fhir.case import Case, last_changed
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import filled, moment
from bot.export.records import FormRecord

AMENDED = "amended"  # the answers that stand are given; the ones before them are not exported
STATUSES: Mapping[str, str] = {
    "planned": "in-progress",
    "open": "in-progress",
    "answered": "completed",
}
ENDED = "stopped"  # begun, and not answered to the end


def response(case: Case, form: FormRecord) -> Resource:
    """Give the answers that count, in the order of the questions."""
    return filled(
        {
            "resourceType": "QuestionnaireResponse",
            "id": identity(case.code, "form", form.form),
            "partOf": case.session(form.session),
            "questionnaire": case.definitions.canonical(form),
            "status": _status(form),
            "subject": case.subject,
            "authored": moment(form, last_changed(form)),
            "author": case.subject,
            "source": case.subject,
            "item": case.definitions.answers(form),
        }
    )


def _status(form: FormRecord) -> str:
    status = STATUSES.get(form.state, ENDED)
    return AMENDED if status == "completed" and form.corrections else status
