"""Names of things in FHIR: ids, references, code systems and canonical addresses."""

import hashlib
from functools import lru_cache
from typing import Any

Resource = dict[str, Any]

# `.invalid` never leads anywhere (RFC 2606): these names are nobody's address, on purpose.
BASE = "https://needling-diary.invalid/fhir"
HL7 = "http://terminology.hl7.org/CodeSystem"
LOINC = "http://loinc.org"
UCUM = "http://unitsofmeasure.org"
LONGEST_ID = 64

PATIENT_CODE = f"{BASE}/patient-code"
CLINICIAN_CODE = f"{BASE}/clinician-code"
FLAG_NUMBER = f"{BASE}/flag-number"

LOINC_NOTICE = (
    "This material contains content from LOINC (http://loinc.org). LOINC is copyright "
    "© Regenstrief Institute, Inc. and the Logical Observation Identifiers Names and Codes "
    "(LOINC) Committee and is available at no cost under the license at "
    "http://loinc.org/license. LOINC® is a registered United States trademark of Regenstrief "
    "Institute, Inc."
)


def own_system(name: str) -> str:
    """Name a code system of this program: the options of a question, its rules, its levels."""
    return f"{BASE}/CodeSystem/{name}"


@lru_cache(maxsize=4096)
def identity(*parts: str | int | None) -> str:
    """Make an id that is the same in every export; keys have no dots, so none collide."""
    whole = "-".join(str(part).replace("_", ".") for part in parts)
    if len(whole) <= LONGEST_ID:
        return whole
    digest = hashlib.sha256(whole.encode()).hexdigest()[:20]
    return f"{whole[: LONGEST_ID - 21]}-{digest}"


def reference(kind: str, *parts: str | int | None) -> Resource:
    """Refer to a resource of the same export."""
    return {"reference": f"{kind}/{identity(*parts)}"}


def clinician(code: str | None) -> Resource | None:
    """Refer to a clinician by code alone; an export holds no resource about clinicians."""
    if not code:
        return None
    return {"type": "Practitioner", "identifier": {"system": CLINICIAN_CODE, "value": code}}


DEVICE = identity("needling", "diary")
