"""Sessions as Procedures, told by the patient."""

from collections.abc import Iterator

from bot.export.fhir.case import Case
from bot.export.fhir.names import Resource, identity
from bot.export.fhir.shapes import concept, filled, moment, own
from bot.export.words import words

NO_REACTION = "none"


def procedures(case: Case) -> Iterator[Resource]:
    """Give each session: when it ended, where needles went, what happened during it.

    No code is given for dry needling: SNOMED CT needs a licence in many countries, and CPT is
    the property of the American Medical Association.
    """
    for session in case.file.sessions:
        areas = _keys(session.value("areas"))
        reactions = _keys(session.value("reactions"))
        yield filled(
            {
                "resourceType": "Procedure",
                "id": identity(case.code, "session", session.number),
                "status": "completed",
                "code": concept(text="Dry needling"),
                "subject": case.subject,
                "performedDateTime": moment(session, session.ended_at),
                "recorder": case.subject,
                "asserter": case.subject,
                "bodySite": [_told("areas", area) for area in areas],
                "complication": [
                    _told("reactions", reaction)
                    for reaction in reactions
                    if reaction != NO_REACTION
                ],
                "note": [{"text": f"Session {session.place} of course {session.course}"}],
            }
        )


def _keys(value: object) -> list[str]:
    return [key for key in value if isinstance(key, str)] if isinstance(value, list) else []


def _told(question: str, key: str) -> Resource:
    return own(question, key, words(f"option.{question}.{key}", otherwise=key))
