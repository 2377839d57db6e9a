"""What a patient has recorded lately."""

from bot.chat.history import history_text
from bot.chat.payload import message
from bot.storage import answers, forms, sessions
from bot.telegram.command import PATIENTS, Command, Joined
from bot.telegram.visit import Visit


def show_history(visit: Visit, rest: str) -> None:
    """Tell the last 14 days as text."""
    patient, db = visit.member, visit.clinic.db
    entries = [(form, answers.settled(db, form.id)) for form in forms.of_patient(db, patient.id)]
    text = history_text(
        patient.language,
        patient.zone_info,
        visit.clinic.now(),
        entries,
        sessions.of_patient(db, patient.id),
        visit.clinic.protocol.symptom_keys,
    )
    visit.send(message(text))


COMMANDS = (Command(name="history", run=show_history, roles=PATIENTS, needs=Joined.WHOLLY),)
