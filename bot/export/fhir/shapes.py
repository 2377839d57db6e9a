"""Small shapes that every resource is made of; none of them is ever empty."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.export.fhir.names import HL7, Resource, own_system
from bot.export.records import OfPatient

# FHIR's strings hold no control characters, and only these of all kinds of white space.
CONTROL = re.compile("[\x00-\x08\x0e-\x1b\x7f]")
SPACE = re.compile(r"[^\S \r\n\t]")


def filled(elements: Mapping[str, Any]) -> Resource:
    """Leave out what has no value: FHIR has neither empty elements nor empty lists."""
    return {name: value for name, value in elements.items() if value not in (None, "", [], {}, ())}


def told(words: str | None) -> str:
    """Make a string of what a person wrote."""
    return SPACE.sub(" ", CONTROL.sub("�", words or "")).strip()


def coding(system: str, code: str, display: str = "") -> Resource:
    """Make a code of a system."""
    return filled({"system": system, "code": code, "display": display})


def concept(*codings: Resource, text: str = "") -> Resource:
    """Make a concept of codes, or of words alone."""
    return filled({"coding": list(codings), "text": text})


def hl7(system: str, code: str, display: str, text: str = "") -> Resource:
    """Make a concept of one of HL7's own codes."""
    return concept(coding(f"{HL7}/{system}", code, display), text=text)


def own(system: str, code: str, display: str) -> Resource:
    """Make a concept of one of this program's codes."""
    return concept(coding(own_system(system), code, display), text=display)


def moment(record: OfPatient, instant: datetime | None) -> str | None:
    """Write an instant on the patient's clock, with its offset."""
    local = record.local(instant)
    return local.isoformat(timespec="seconds") if local else None


def period(start: str | None, end: str | None) -> Resource:
    """Make a period, open where an end is missing."""
    return filled({"start": start, "end": end})
