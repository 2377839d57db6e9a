"""What patients wrote in their own words, beside any question, as Communications."""

from collections.abc import Iterator

from bot.export.fhir.case import BOT, Case
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import concept, moment, told

FROM_PATIENT = concept(text="Message from the patient")


def messages(case: Case) -> Iterator[Resource]:
    """Give each message; one whose words are left out, in a de-identified export, is not told."""
    for message in case.file.messages:
        words = told(message.text)
        if words:
            yield {
                "resourceType": "Communication",
                "id": identity(case.code, "message", message.message),
                "status": "completed",
                "category": [FROM_PATIENT],
                "subject": case.subject,
                "received": moment(message, message.written_at),
                "recipient": [BOT],
                "sender": case.subject,
                "payload": [{"contentString": words}],
            }
