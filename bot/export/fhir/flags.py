"""Alerts: a Flag on the patient's record, and the Communication that told clinicians of it."""

from collections.abc import Iterator, Mapping

from bot.clinical.levels import TriageLevel
from bot.export.causes import cause_words
from bot.export.fhir.case import BOT, Case
from bot.export.fhir.names import FLAG_NUMBER, Resource, clinician, identity, reference
from bot.export.fhir.shapes import filled, hl7, moment, own, period
from bot.export.records import AlertRecord
from bot.export.tables.results import LEVELS
from bot.locales import SOURCE_LANGUAGE

CATEGORY = hl7("flag-category", "clinical", "Clinical")
ALERT = hl7("communication-category", "alert", "Alert")
PRIORITIES: Mapping[TriageLevel, str] = {
    TriageLevel.CONTACT_CLINIC: "routine",
    TriageLevel.URGENT: "urgent",
    TriageLevel.EMERGENCY: "stat",
}
CLOSED = "closed"


def flags(case: Case) -> Iterator[Resource]:
    """Give each alert: open until a clinician closes it."""
    for alert in case.file.alerts:
        code = own("level", alert.level.value, LEVELS[alert.level.value])
        causes = " ".join(cause_words(case.protocol, alert.causes, SOURCE_LANGUAGE))
        closed = alert.state == CLOSED
        yield filled(
            {
                "resourceType": "Flag",
                "id": _id(case, alert),
                "identifier": _numbered(alert),
                "status": "inactive" if closed else "active",
                "category": [CATEGORY],
                "code": {**code, "text": f"{code['text']}: {causes}" if causes else code["text"]},
                "subject": case.subject,
                "period": period(moment(alert, alert.raised_at), moment(alert, alert.closed_at)),
                "author": BOT,
            }
        )


def communications(case: Case) -> Iterator[Resource]:
    """Give what was sent of each alert: when first delivered, when and by whom read."""
    for alert in case.file.alerts:
        # One that was closed at once was not acknowledged before; it has been read all the same.
        seen_at, seen_by = (
            (alert.acknowledged_at, alert.acknowledged_by)
            if alert.acknowledged_at
            else (alert.closed_at, alert.closed_by)
        )
        reader = clinician(seen_by)
        yield filled(
            {
                "resourceType": "Communication",
                "id": _id(case, alert),
                "identifier": _numbered(alert),
                "status": _status(alert),
                "category": [ALERT],
                "priority": PRIORITIES[alert.level],
                "subject": case.subject,
                "about": [reference("Flag", case.code, "alert", alert.number)],
                "sent": moment(alert, alert.first_delivered_at),
                "received": moment(alert, seen_at),
                "recipient": [reader] if reader else None,
                "sender": BOT,
            }
        )


def _id(case: Case, alert: AlertRecord) -> str:
    return identity(case.code, "alert", alert.number)


def _numbered(alert: AlertRecord) -> list[Resource]:
    return [{"system": FLAG_NUMBER, "value": str(alert.alert)}]


def _status(alert: AlertRecord) -> str:
    """Completed once somebody has it; what nobody has acknowledged is sent again."""
    if alert.acknowledged_at or alert.state == CLOSED:
        return "completed"
    return "in-progress" if alert.first_delivered_at else "preparation"
