"""What is known before a later session: how the last one left the patient, as named facts."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from bot.clinical.levels import TriageLevel

# The fact that lists the symptoms open at each level.
OPEN_AT = {
    "open_contact": TriageLevel.CONTACT_CLINIC,
    "open_urgent": TriageLevel.URGENT,
    "open_emergency": TriageLevel.EMERGENCY,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Aftermath:
    """What the sessions before have left.

    `hours` counts from the end of the latest one. `open_symptoms` are those still there when
    last told, with the level that the rules gave them then; what a clinician has closed since
    is left out. `alert_open` tells of an alert that nobody has closed.
    """

    sessions: int = 0
    hours: float | None = None
    open_symptoms: Mapping[str, TriageLevel] = field(default_factory=dict)
    alert_open: bool = False


def aftermath_facts(aftermath: Aftermath) -> dict[str, Any]:
    """Give the facts that questions and outcomes of the screening may speak of."""
    facts: dict[str, Any] = {
        "sessions_before": aftermath.sessions,
        "alert_open": aftermath.alert_open,
    }
    for name, level in OPEN_AT.items():
        facts[name] = sorted(k for k, found in aftermath.open_symptoms.items() if found is level)
    if aftermath.hours is not None:
        facts["t"] = aftermath.hours
    return facts
