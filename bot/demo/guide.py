"""The guided first steps: one line that says what to press next, found from what is stored."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.clinic import Clinic
from bot.storage import alerts, audit, forms, patients, sessions
from bot.storage.alerts import Alert, AlertState
from bot.storage.forms import Form, FormKind, FormState
from bot.storage.patients import Patient, PatientState

TAKEN_AWAY = "export finished"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far the patient on the left, and the clinic with them, have come."""

    patient: Patient | None
    forms: list[Form]
    sessions: int
    alerts: list[Alert]
    exported: bool

    def has(self, kind: FormKind, state: FormState) -> bool:
        """Tell whether there is a form of this kind in this state."""
        return any(form.kind is kind and form.state is state for form in self.forms)

    @property
    def was_asked(self) -> bool:
        """Whether a check-in has ever been put."""
        return any(form.kind is FormKind.CHECK_IN and form.opened_at for form in self.forms)

    @property
    def has_left(self) -> bool:
        """Whether the patient has withdrawn."""
        return self.patient is not None and self.patient.state is PatientState.WITHDRAWN

    @property
    def is_joining(self) -> bool:
        """Whether the patient still has to agree, or to say where they are."""
        return self.patient is not None and self.patient.state is PatientState.JOINING


ANSWERED, OPEN, PLANNED = FormState.ANSWERED, FormState.OPEN, FormState.PLANNED
# The first step that still is to be taken is the one that is told.
STEPS: tuple[tuple[str, Callable[[Progress], bool]], ...] = (
    ("start", lambda so_far: so_far.patient is None),
    ("left", lambda so_far: so_far.has_left),
    ("join", lambda so_far: so_far.is_joining),
    ("screen", lambda so_far: not so_far.has(FormKind.SCREENING, ANSWERED)),
    ("session", lambda so_far: not so_far.sessions),
    ("jump", lambda so_far: not so_far.was_asked),
    ("answer", lambda so_far: not so_far.alerts and so_far.has(FormKind.CHECK_IN, OPEN)),
    ("problem", lambda so_far: not so_far.alerts),
    (
        "acknowledge",
        lambda so_far: any(alert.state is AlertState.RAISED for alert in so_far.alerts),
    ),
    ("export", lambda so_far: not so_far.exported),
    ("on", lambda so_far: so_far.has(FormKind.CHECK_IN, PLANNED)),
    ("free", lambda _: True),
)


def step(clinic: Clinic, chat_id: int | None) -> str:
    """Name the step to take next, for the patient with this chat."""
    so_far = _progress(clinic, chat_id)
    return next(name for name, is_next in STEPS if is_next(so_far))


def _progress(clinic: Clinic, chat_id: int | None) -> Progress:
    db = clinic.db
    patient = None if chat_id is None else patients.by_chat(db, chat_id)
    return Progress(
        patient=patient,
        forms=forms.of_patient(db, patient.id) if patient else [],
        sessions=len(sessions.of_patient(db, patient.id)) if patient else 0,
        alerts=alerts.of_patient(db, patient.id) if patient else [],
        exported=audit.is_noted(db, TAKEN_AWAY),
    )
