"""What the rules found, as DetectedIssues, and what clinicians did about it."""

from collections.abc import Iterator, Mapping, Sequence

from bot.clinical.levels import ScreeningClass, TriageLevel
from bot.clinical.triage import UNDECIDED
from bot.export.fhir.case import BOT, Case
from bot.export.fhir.names import Resource, clinician, identity
from bot.export.fhir.shapes import concept, filled, moment, own, told
from bot.export.records import AlertRecord, FormRecord, Spoken
from bot.export.tables.results import LEVELS
from bot.export.tables.screenings import CLASSES, CLEARED
from bot.export.words import words

SEVERITIES: Mapping[TriageLevel | ScreeningClass, str] = {
    TriageLevel.SELF_CARE: "low",
    TriageLevel.CONTACT_CLINIC: "moderate",
    TriageLevel.URGENT: "high",
    TriageLevel.EMERGENCY: "high",
    ScreeningClass.CHECK: "moderate",
    ScreeningClass.STOP: "high",
}


def issues(case: Case, form: FormRecord) -> Iterator[Resource]:
    """Give each rule that spoke on a form, and a screening's outcome unless it is clear."""
    closings = [_closing(alert) for alert in case.alerts_of(form.form) if alert.closed_at]
    for found in form.findings:
        yield _of_rule(case, form, found, closings)
    outcome = form.screening_class
    if form.kind == "screening" and outcome and outcome > ScreeningClass.CLEAR:
        yield _of_screening(case, form, outcome, closings)


def _of_rule(
    case: Case, form: FormRecord, found: Spoken, closings: Sequence[Resource]
) -> Resource:
    level = found.level
    return _issue(
        case,
        form,
        {
            "id": identity(case.code, "form", form.form, found.rule, level.value),
            "code": own("rule", found.rule, f"{found.rule}: {LEVELS[level.value]}"),
            "severity": SEVERITIES[level],
            "identifiedDateTime": moment(form, found.at),
            "detail": _noticed(case, found),
            "mitigation": closings if level > TriageLevel.SELF_CARE else None,
        },
    )


def _of_screening(
    case: Case, form: FormRecord, outcome: ScreeningClass, closings: Sequence[Resource]
) -> Resource:
    code = own("screening-class", outcome.value, f"Screening: {CLASSES[outcome.value]}")
    return _issue(
        case,
        form,
        {
            "id": identity(case.code, "form", form.form, "screening"),
            "code": code,
            "severity": SEVERITIES[outcome],
            "identifiedDateTime": moment(form, form.closed_at or form.moment),
            "mitigation": [*_clearing(form), *closings],
        },
    )


def _issue(case: Case, form: FormRecord, elements: Resource) -> Resource:
    evidence = case.response(form.form)
    return filled(
        {
            "resourceType": "DetectedIssue",
            "id": elements["id"],
            "status": "preliminary" if form.state == "open" else "final",
            **elements,
            "patient": case.subject,
            "author": BOT,
            "evidence": [{"detail": evidence}] if evidence else None,
        }
    )


def _noticed(case: Case, found: Spoken) -> str:
    """Word what a rule noticed; one that is not in the protocol any more has no words left."""
    messages = {rule.key: rule.message for rule in case.protocol.rules}
    message = UNDECIDED if found.undecided else messages.get(found.rule, "")
    return words(f"noticed.{message}", otherwise="")


def _closing(alert: AlertRecord) -> Resource:
    """Say what a clinician did before closing the alert, and why that was enough."""
    done = [
        words(f"closing.action.{alert.action}", otherwise=alert.action or ""),
        words(f"closing.reason.{alert.reason}", otherwise=alert.reason or ""),
    ]
    return filled(
        {
            "action": concept(text=told(": ".join(filter(None, done)))),
            "date": moment(alert, alert.closed_at),
            "author": clinician(alert.closed_by),
        }
    )


def _clearing(form: FormRecord) -> list[Resource]:
    """Say that a clinician cleared the screening, and why."""
    if form.cleared_at is None:
        return []
    reason = CLEARED.get(form.clearing_reason or "", form.clearing_reason or "")
    why = told(form.clearing_words) or reason
    return [
        filled(
            {
                "action": concept(text=f"Cleared: {why}"),
                "date": moment(form, form.cleared_at),
                "author": clinician(form.cleared_by),
            }
        )
    ]
