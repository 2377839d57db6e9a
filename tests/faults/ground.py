"""What outlives every crash: the folder, the settings, Telegram and the people on it."""

import asyncio
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from bot.application import Application
from bot.chat.taps import Act
from bot.clinic import Clinic
from bot.clock import Clock, MovableClock, SystemClock
from bot.demo.bot_api import BotApi
from bot.pathway import invitations
from bot.settings import load_settings, read_or_create_key
from bot.storage import forms, patients, sessions
from bot.storage.database import open_database, transaction
from bot.storage.forms import FormKind, FormState
from bot.storage.patients import Patient, PatientState
from tests.faults.dying import comes_to_rest
from tests.faults.forms import times
from tests.faults.respondents import Respondent
from tests.house import PROTOCOL, TOKEN, House

PATIENTS = times(short=12, long=24)  # a crowd, so that each life has ten answers and more
AT_ONCE = 3  # check-ins booked between two lives, at most
GLANCE = 0.02  # seconds between looks at a phone
FIRST_OF_START, LAST_OF_START = "getMe", "deleteWebhook"
LATEST = 60.0  # seconds until a start has failed


class Ground:
    """A clinic on disk that is opened by the bot and, while the bot is down, by the test."""

    def __init__(self, folder: Path, url: str, api: BotApi, rng: Random) -> None:
        self.folder = folder
        self.api = api
        self.rng = rng
        self.start_took = 0.5  # seconds, until it is known better
        self.environ = {
            "TELEGRAM_BOT_TOKEN": TOKEN,
            "TELEGRAM_API_URL": url,
            "DATABASE": str(folder / "data" / "clinic.db"),
            "DATABASE_KEY_FILE": str(folder / "keys" / "database.key"),
            "CLINIC_REGION": "de",
            "CLINIC_ZONE": "Europe/Berlin",
            "OPEN_ENROLMENT": "true",
        }
        self.patients = [Respondent(person=api.person(), rng=rng) for _ in range(PATIENTS)]
        self.clinician = Respondent(
            person=api.person(), rng=rng, acts=frozenset({Act.ACKNOWLEDGE}), starts=()
        )
        self.people = [*self.patients, self.clinician]

    @contextmanager
    def opened(self, clock: Clock | None = None) -> Iterator[Clinic]:
        """Open the database while the bot is down."""
        settings = load_settings(None, self.environ)
        db = open_database(settings.database, read_or_create_key(settings).get_secret_value())
        try:
            yield Clinic(db=db, protocol=PROTOCOL, clock=clock or SystemClock(), settings=settings)
        finally:
            db.close()

    def begin(self) -> None:
        """Invite the clinician, and let everybody press Start."""
        with self.opened() as clinic, transaction(clinic.db):
            token = invitations.invite(clinic, role="clinician", by="operator")
        self.clinician.person.starts(token)
        for patient in self.patients:
            patient.person.starts()

    def book_check_ins(self) -> list[int]:
        """Book check-ins for a few patients who have none now, due within a moment."""
        with self.opened() as clinic, transaction(clinic.db):
            free = [known for known in patients.everyone(clinic.db) if _is_free(clinic, known)]
            chosen = self.rng.sample(free, min(AT_ONCE, len(free)))
            return [book(clinic, patient, self._soon()) for patient in chosen]

    def _soon(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self.rng.uniform(-0.2, 0.8))

    async def look(self, seconds: float) -> None:
        """Let people look at their phones and act for a while."""
        end = time.monotonic() + seconds
        await self._look_while(lambda: time.monotonic() < end)

    async def look_for(self, requests: int, seconds: float) -> None:
        """Let people act until the bot has made some requests, or for a while."""
        enough, end = len(self.api.journal.requests) + requests, time.monotonic() + seconds
        await self._look_while(
            lambda: len(self.api.journal.requests) < enough and time.monotonic() < end
        )

    async def look_until_up(self) -> None:
        """Let people act until the bot that has just been started begins to receive."""
        begun, before = time.monotonic(), len(self.api.journal.requests)
        await self._look_while(lambda: not self._is_up(before))
        self.start_took = time.monotonic() - begun

    def _is_up(self, before: int) -> bool:
        """Tell whether a start is over; the last call of a life that was killed may come late."""
        methods = [request.method for request in self.api.journal.requests[before:]]
        return (
            FIRST_OF_START in methods and LAST_OF_START in methods[methods.index(FIRST_OF_START) :]
        )

    async def _look_while(self, goes_on: Callable[[], bool]) -> None:
        async with asyncio.timeout(LATEST):
            while goes_on():
                for respondent in self.people:
                    respondent.looks()
                await asyncio.sleep(GLANCE)

    async def finish(self) -> None:
        """Do what is left, on a clock that jumps over every pause between two sendings."""
        clock = MovableClock(datetime.now(UTC))
        with self.opened(clock) as clinic:
            app = Application(clinic)
            await app.start()
            await app.sweep()
            await comes_to_rest(House(self.api, app, clock))
            await app.stop()


def _is_free(clinic: Clinic, patient: Patient) -> bool:
    soon = clinic.now() + timedelta(minutes=1)
    asked = any(
        form.due_at and form.due_at < soon for form in forms.waiting(clinic.db, patient.id)
    )
    return patient.state is PatientState.ACTIVE and not asked


def book(clinic: Clinic, patient: Patient, due: datetime) -> int:
    """Book a check-in a day after a session, due at an instant, and give its form."""
    session = sessions.add(
        clinic.db,
        patient_id=patient.id,
        ended_at=due - timedelta(days=1),
        recorded_at=clinic.now(),
        zone="Europe/Berlin",
    )
    form = forms.add(
        clinic.db,
        patient_id=patient.id,
        kind=FormKind.CHECK_IN,
        state=FormState.PLANNED,
        session_id=session.id,
        point="h24",
        created_at=clinic.now(),
        due_at=due,
        closes_at=due + timedelta(hours=4),
        expires_at=due + timedelta(hours=18),
        next_at=due,
    )
    return form.id
