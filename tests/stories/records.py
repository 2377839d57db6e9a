"""What stands in the clinic's records, as the stories look at it."""

from datetime import datetime
from typing import Any

from bot.clinical.levels import TriageLevel
from bot.demo.bot_api import Message
from bot.storage import alerts, answers, findings, forms, sessions
from bot.storage.alerts import Alert
from bot.storage.forms import Form, FormKind, FormState
from tests.house import Chatter, House


def forms_of(patient: Chatter, *kinds: FormKind) -> list[Form]:
    """List a patient's forms of some kinds, of all kinds when none is named."""
    found = forms.of_patient(patient.house.clinic.db, patient.patient.id)
    return [form for form in found if not kinds or form.kind in kinds]


def last_form(patient: Chatter, *kinds: FormKind) -> Form:
    """Give the form that was begun last."""
    return forms_of(patient, *kinds)[-1]


def last_answered(patient: Chatter) -> Form:
    """Give the form that was answered last."""
    answered = [form for form in forms_of(patient) if form.state is FormState.ANSWERED]
    return max(answered, key=lambda form: (form.closed_at, form.id))


def check_ins(patient: Chatter) -> dict[tuple[int, str], str]:
    """Map (session, point) of each check-in to its state."""
    db = patient.house.clinic.db
    numbers = {one.id: one.number for one in sessions.of_patient(db, patient.patient.id)}
    return {
        (numbers[form.session_id or 0], form.point or ""): form.state.value
        for form in forms_of(patient, FormKind.CHECK_IN)
    }


def check_in(patient: Chatter, point: str) -> Form:
    """Give the newest check-in of a point."""
    return [form for form in forms_of(patient) if form.point == point][-1]


def due(patient: Chatter, point: str) -> datetime:
    """Give when the newest check-in of a point is due, on the patient's own clock."""
    moment = check_in(patient, point).due_at
    assert moment is not None
    return moment.astimezone(patient.patient.zone_info)


def given(patient: Chatter, form: Form) -> dict[str, Any]:
    """Map the settled questions of a form to their answers."""
    return answers.settled(patient.house.clinic.db, form.id)


def history(patient: Chatter, form: Form, question: str) -> list[Any]:
    """List every answer ever given to a question, oldest first."""
    every = answers.history(patient.house.clinic.db, form.id)
    return [answer.given for answer in every if answer.question == question]


def rules(patient: Chatter, form: Form) -> set[str]:
    """Name the rules that spoke on a form."""
    return {found.rule for found in findings.of_form(patient.house.clinic.db, form.id)}


def alert(patient: Chatter) -> Alert | None:
    """Give the patient's open alert."""
    return alerts.open_of(patient.house.clinic.db, patient.patient.id)


def flagged(patient: Chatter) -> TriageLevel | None:
    """Give the level of the patient's open alert."""
    found = alert(patient)
    return found.level if found else None


def causes(patient: Chatter) -> list[str]:
    """List what raised or joined any of the patient's alerts, oldest first."""
    db = patient.house.clinic.db
    return [
        event.cause
        for one in alerts.of_patient(db, patient.patient.id)
        for event in alerts.events(db, one.id)
        if event.what in ("raised", "joined")
    ]


def happened(patient: Chatter) -> list[str]:
    """List all that happened to the patient's alerts, oldest first."""
    db = patient.house.clinic.db
    return [
        event.what
        for one in alerts.of_patient(db, patient.patient.id)
        for event in alerts.events(db, one.id)
    ]


def taps(house: House) -> int:
    """Count the taps on buttons so far."""
    return sum(update.kind == "callback_query" for update in house.api.journal.updates)


def new_messages(person: Chatter, since: int) -> list[str]:
    """List the texts of the bot's messages after the first `since` of them."""
    return person.from_bot[since:]


def flags(clinician: Chatter) -> list[str]:
    """List the alert messages on a clinician's phone as they stand now."""
    return [text for text in clinician.from_bot if text.startswith("Flag ")]


def as_it_stands(person: Chatter, message: Message) -> Message:
    """Give a message as it stands on the screen now: an edit has changed it in place."""
    return person.person.chat.messages[message.message_id]
