"""The moments of a form: since when it is open, on whose clock it comes, when to look again."""

from dataclasses import replace
from typing import Any

from bot.clinic import Clinic
from bot.clinical.schedule import Planned, first_valid
from bot.storage import forms
from bot.storage.forms import Form, FormState
from bot.storage.patients import Patient


def opened(clinic: Clinic) -> dict[str, Any]:
    """Give what a form holds once it is open: since when, and by which protocol."""
    now = clinic.now()
    return {
        "state": FormState.OPEN,
        "opened_at": now,
        "asked_at": now,
        "protocol_version": clinic.protocol.version,
        "protocol_hash": clinic.protocol.content_hash,
    }


def book_next(clinic: Clinic, form: Form, **changes: Any) -> Form:
    """Change a form, its moments among it, and work out the next of them."""
    changed = replace(form, **changes)
    moments = [changed.remind_at, changed.silence_at, changed.expires_at]
    waiting = changed.state is FormState.OPEN
    known = [moment for moment in moments if moment is not None]
    next_at = min(known, default=None) if waiting else None
    return forms.change(clinic.db, form.id, **{**changes, "next_at": next_at})


def at_preferred_hour(planned: Planned, patient: Patient) -> Planned:
    """Move a check-in to the hour the patient chose, if that is inside its own window."""
    hour = patient.reminder_hour
    if hour is None:
        return planned
    local = planned.due_at.astimezone(patient.zone_info)
    wished = first_valid(local.replace(hour=hour, minute=0, second=0, microsecond=0))
    inside = planned.opens_at <= wished <= planned.closes_at
    return replace(planned, due_at=wished) if inside else planned
