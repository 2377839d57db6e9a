"""Makes a clinic whose patients all have a check-in open, and the taps that begin its answers."""

from datetime import time, timedelta
from pathlib import Path

from benchmarks.large_clinic import open_clinic
from bot.chat.taps import Act, write
from bot.clinic import Clinic
from bot.due.sweep import sweep
from bot.pathway import consenting
from bot.storage import forms, patients, sessions
from bot.storage.database import transaction
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import PatientState

FIRST_MESSAGE = 1000


def fill_asked(folder: Path, people: int) -> list[int]:
    """Ask so many patients how they are; give the forms, whose patients' chats are 1, 2, 3 …"""
    clinic = open_clinic(folder)
    with transaction(clinic.db):
        made = [_check_in(clinic, chat) for chat in range(1, people + 1)]
    sweep(clinic)
    with transaction(clinic.db):
        clinic.db.execute(
            "UPDATE outbox SET state = 'sent', sent_at = due_at, message_id = ? + id",
            [FIRST_MESSAGE],
        )
    clinic.db.close()
    return made


def _check_in(clinic: Clinic, chat: int) -> int:
    now = clinic.now()
    patient = patients.add(
        clinic.db, chat_id=chat, language="en", quiet=(time(21), time(8)), now=now
    )
    patient = patients.change(
        clinic.db, patient.id, zone="Europe/Berlin", region="de", state=PatientState.ACTIVE
    )
    consenting.agree(clinic, patient=patient, update_id=chat)
    ended = now - timedelta(hours=24)
    session = sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=ended,
        recorded_at=ended,
        zone=patient.zone,
        screening_class=None,
    )
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.CHECK_IN,
        state=FormState.PLANNED,
        session_id=session.id,
        point="h24",
        created_at=ended,
        due_at=now,
        closes_at=now + timedelta(hours=4),
        expires_at=now + timedelta(hours=18),
        next_at=now,
    )
    return form.id


def taps(form_ids: list[int], first_update: int) -> list[dict[str, object]]:
    """Write the updates by which each patient taps that there is no warning sign."""
    return [
        {
            "update_id": first_update + chat,
            "callback_query": {
                "id": str(first_update + chat),
                "from": person(chat),
                "message": said(chat, FIRST_MESSAGE + form_id),
                "chat_instance": "1",
                "data": write(Act.ANSWER, form_id, "gate", "none"),
            },
        }
        for chat, form_id in enumerate(form_ids, start=1)
    ]


def words(people: int, first_update: int) -> list[dict[str, object]]:
    """Write the updates by which each of so many people says a word, for a bot that echoes."""
    return [
        {"update_id": first_update + chat, "message": {**said(chat, 1), "from": person(chat)}}
        for chat in range(1, people + 1)
    ]


def person(chat: int) -> dict[str, object]:
    """Describe a person as Telegram does."""
    return {"id": chat, "is_bot": False, "first_name": "Robin", "language_code": "en"}


def said(chat: int, number: int) -> dict[str, object]:
    """Write a message as Telegram does."""
    return {
        "message_id": number,
        "date": 1_700_000_000,
        "chat": {"id": chat, "type": "private", "first_name": "Robin"},
        "text": "How are you?",
    }
