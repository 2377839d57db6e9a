"""The patient behind a code, what the patient agreed to, and the program that asked."""

from collections.abc import Iterator

from bot.export.about import About
from bot.export.fhir.case import Case
from bot.export.fhir.names import (
    BASE,
    DEVICE,
    LOINC,
    PATIENT_CODE,
    Resource,
    identity,
    own_system,
)
from bot.export.fhir.shapes import coding, concept, filled, hl7, moment, period

SCOPE = hl7("consentscope", "patient-privacy", "Privacy Consent")
CATEGORY = concept(coding(LOINC, "59284-0"), text="Patient consent")
LANGUAGES = "urn:ietf:bcp:47"


def patients(case: Case) -> Iterator[Resource]:
    """Give the patient: a code, and no name."""
    patient = case.file.patient
    language = concept(coding(LANGUAGES, patient.language))
    yield {
        "resourceType": "Patient",
        "id": identity(case.code),
        "identifier": [{"system": PATIENT_CODE, "value": case.code}],
        "active": patient.state != "withdrawn",
        "communication": [{"language": language, "preferred": True}],
    }


def consents(case: Case) -> Iterator[Resource]:
    """Give each consent, ended or not."""
    for number, consent in enumerate(case.file.consents, start=1):
        given, ended = (moment(consent, at) for at in (consent.given_at, consent.withdrawn_at))
        version = coding(own_system("consent-text"), consent.version)
        rule = f"The clinic's consent text, version {consent.version}, SHA-256 {consent.text_hash}"
        yield filled(
            {
                "resourceType": "Consent",
                "id": identity(case.code, "consent", number),
                "status": "inactive" if ended else "active",
                "scope": SCOPE,
                "category": [CATEGORY],
                "patient": case.subject,
                "dateTime": given,
                "performer": [case.subject],
                "policyRule": concept(version, text=rule),
                "provision": {"type": "permit", "period": period(given, ended)},
            }
        )


def device(about: About) -> Resource:
    """Give the program that put the questions and applied the rules."""
    return {
        "resourceType": "Device",
        "id": DEVICE,
        "identifier": [{"system": f"{BASE}/program", "value": "needling-diary"}],
        "status": "active",
        "deviceName": [{"name": "needling-diary", "type": "manufacturer-name"}],
        "type": concept(text="Questionnaire and triage software"),
        "version": [{"value": about.program_version}],
    }
