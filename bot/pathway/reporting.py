"""A report that is whole in itself: a red flag in words, a wish to talk to a person."""

from bot.clinic import Clinic
from bot.clinical.triage import Triage
from bot.storage import findings, forms, sessions
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient


def add_report(clinic: Clinic, patient: Patient, found: Triage, *, point: str) -> Form:
    """Add a report that is answered as it comes, with what was found in it."""
    now, protocol = clinic.now(), clinic.protocol
    session = sessions.latest(clinic.db, patient.id)
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.PROBLEM,
        state=FormState.ANSWERED,
        session_id=session.id if session else None,
        point=point,
        protocol_version=protocol.version,
        protocol_hash=protocol.content_hash,
        created_at=now,
        opened_at=now,
        asked_at=now,
        closed_at=now,
        level=found.level,
        told=found.level,
    )
    findings.keep(
        clinic.db,
        form_id=form.id,
        found=found.findings,
        at=now,
        version=protocol.version,
        digest=protocol.content_hash,
    )
    return form
