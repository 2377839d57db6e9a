"""Lets made-up patients live two weeks with the real program, to see what each prompt comes to.

They answer each check-in and each evening at once, by one tap a question, and all is well.
"""

import asyncio
import json
import tempfile
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from benchmarks.asked_clinic import person, said
from benchmarks.much_stored import known_bot
from benchmarks.waiting_clinic import open_waiting
from bot.clinic import Clinic
from bot.clock import MovableClock
from bot.due.sweep import sweep
from bot.pathway import booking, consenting, diary
from bot.storage import forms, patients, sessions
from bot.storage.database import transaction
from bot.storage.forms import Form, FormState
from bot.storage.patients import Patient, PatientState
from bot.telegram.worker import work

EVENING = "evening"
START = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
DAYS = 15  # past the last point after a session
MOST_TAPS = 40  # of one form
CALM = (":none", ":0")  # the buttons of somebody who is well


@dataclass(frozen=True, slots=True)
class Cost:
    """Bytes of each message that asks, and of each that follows an answer."""

    asking: tuple[int, ...]
    replies: tuple[int, ...]


@dataclass
class Lived:
    """What a prompt comes to, by its point, and what the database grew by for each patient."""

    costs: dict[str, Cost] = field(default_factory=dict)
    stored: float = 0.0  # bytes a week


class Life:
    """A clinic of a few patients whose time goes from one prompt to the next."""

    def __init__(self, folder: Path, people: int) -> None:
        self.clinic = open_waiting(folder, START)
        self._bot = asyncio.run(known_bot())
        self._updates = 1_000
        self._read = 0
        with transaction(self.clinic.db):
            self.people = [_enrol(self.clinic, chat) for chat in range(1, people + 1)]

    def size(self) -> int:
        """Count the bytes of the database."""
        db = self.clinic.db
        pages, of = (db.execute(f"PRAGMA page_{name}").fetchone()[0] for name in ("count", "size"))
        return int(pages) * int(of)

    def live(self) -> dict[str, Cost]:
        """Go through all that comes due, answer it, and give what each prompt came to."""
        costs = {}
        clock, end = self.clinic.clock, START + timedelta(days=DAYS)
        assert isinstance(clock, MovableClock)
        while (form := self._next()) and form.due_at is not None and form.due_at < end:
            clock.move_to(max(form.due_at, clock.now()))
            sweep(self.clinic)
            asked = self._new_messages()
            for chat, texts in asked.items():
                replies = self._answer(chat, texts[-1])
                costs[form.point or EVENING] = Cost(_sizes(texts), _sizes(replies))
        return costs

    def _next(self) -> Form | None:
        """Find what is put to somebody next, the evening's diary too."""
        waiting = (form for who in self.people for form in forms.waiting(self.clinic.db, who.id))
        planned = [form for form in waiting if form.state is FormState.PLANNED and form.due_at]
        return min(planned, key=lambda form: form.due_at or START, default=None)

    def _answer(self, chat: int, text: str) -> list[str]:
        replies: list[str] = []
        while (data := _calm_button(text)) and len(replies) < MOST_TAPS:
            self._tap(chat, data)
            came = self._new_messages()[chat]
            replies += came
            text = came[-1] if came else ""
        return replies

    def _tap(self, chat: int, data: str) -> None:
        db, self._updates = self.clinic.db, self._updates + 1
        number = int(data.split(":")[1])
        latest = db.execute("SELECT max(id) FROM outbox WHERE chat_id = ?", [chat]).fetchone()[0]
        tap = {"id": "1", "from": person(chat), "message": said(chat, latest), "data": data}
        update = {"update_id": self._updates, "callback_query": {**tap, "chat_instance": "1"}}
        work(self.clinic, self._bot, [update])
        if forms.by_id(db, number).patient_id != self.people[chat - 1].id:
            raise RuntimeError("a tap went to somebody else")

    def _new_messages(self) -> dict[int, list[str]]:
        """Take what was queued since, as if it were sent at once."""
        sql = "SELECT id, chat_id, payload FROM outbox WHERE id > ? ORDER BY id"
        found: dict[int, list[str]] = defaultdict(list)
        for number, chat, payload in self.clinic.db.execute(sql, [self._read]).fetchall():
            found[chat].append(payload)
            self._read = number
        with transaction(self.clinic.db):
            self.clinic.db.execute(
                "UPDATE outbox SET state = 'sent', sent_at = due_at, message_id = id"
                " WHERE state = 'queued'"
            )
        return found


def _enrol(clinic: Clinic, chat: int) -> Patient:
    now, quiet, db = clinic.now(), (time(21), time(8)), clinic.db
    patient = patients.add(db, chat_id=chat, language="en", quiet=quiet, now=now)
    facts = {"zone": "Europe/Berlin", "region": "de", "state": PatientState.ACTIVE}
    patient = patients.change(db, patient.id, **facts, diary_hour=clinic.protocol.evening.hour)
    consenting.agree(clinic, patient=patient, update_id=chat)
    session = sessions.add(
        db,
        patient_id=patient.id,
        ended_at=now,
        recorded_at=now,
        zone=patient.zone,
        screening_class=None,
    )
    booking.book_check_ins(clinic, patient, session)
    diary.keep_going(clinic, patient)
    return patients.by_id(db, patient.id)


def _calm_button(text: str) -> str:
    """Choose the button of somebody who is well; none where nothing is asked."""
    keyboard = json.loads(text or "{}").get("reply_markup", {}).get("inline_keyboard", [])
    data = [button.get("callback_data", "") for row in keyboard for button in row]
    answers = [one for one in data if one.startswith(("a:", "d:"))]
    calm = (one for end in CALM for one in answers if one.endswith(end))
    return next(calm, answers[0] if answers else "")


def _sizes(texts: list[str]) -> tuple[int, ...]:
    return tuple(len(text.encode()) for text in texts)


def live(people: int) -> Lived:
    """Let so many patients live, and give what each prompt came to and what was stored."""
    with tempfile.TemporaryDirectory() as folder:
        life = Life(Path(folder), people)
        before = life.size()
        costs = life.live()
        grown = (life.size() - before) / people * 7 / DAYS
        life.clinic.db.close()
    return Lived(costs, grown)
