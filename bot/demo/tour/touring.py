"""The tour: weeks of a clinic, played by made-up people over the real conversations."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.demo.bot_api import BotApi, Person
from bot.demo.stepping import Stepping, Steps, StillClock
from bot.demo.tour.clinician import Clinician
from bot.demo.tour.feelings import Feelings
from bot.demo.tour.patient import Patient
from bot.demo.tour.personas import Book, Persona
from bot.due.sweep import next_moment
from bot.pathway import invitations
from bot.storage import patients
from bot.storage.database import transaction

CLINICIAN = "Charlie"
INVITES = timedelta(hours=8, minutes=30)  # of the day somebody joins
ENDS = timedelta(hours=12)  # of the day after the last
LOOKS_AROUND = timedelta(seconds=1)  # before the end
Bring = Callable[[str, str], Person]  # name and role → somebody with a phone
Progress = Callable[[float], None]


class Tour:
    """A clinic filled by people; `start` is the midnight of the first day, on its own clock."""

    def __init__(
        self,
        api: BotApi,
        bot: Steps,
        clock: StillClock,
        *,
        book: Book,
        start: datetime,
        bring: Bring,
    ) -> None:
        self._api = api
        self._bot = bot
        self._clock = clock
        self._book = book
        self._start = start  # its days keep to its own zone, whenever clocks change there
        self._bring = bring
        self._stepping = Stepping(api, bot, clock, confirms=False)
        self._joining = sorted(book.people, key=lambda one: one.joins)
        self._named = 0
        self.end = start + timedelta(days=book.days) + ENDS
        self.clinician = Clinician(bring(CLINICIAN, "clinician"), book)
        self.patients: list[Patient] = []

    @property
    def _people(self) -> list[Clinician | Patient]:
        return [self.clinician, *self.patients]

    async def run(self, progress: Progress = lambda days: None) -> None:
        """Let the days pass until the end; `progress` is told how many have passed."""
        await self._opens()
        while self._clock.now() < self.end:
            await self._stepping.wake_at(self._next_moment())
            await self._people_act()
            progress((self._clock.now() - self._start) / timedelta(days=1))

    async def _opens(self) -> None:
        """Let the clinician join, and plan whom they invite when."""
        with transaction(self._bot.clinic.db):
            token = invitations.invite(self._bot.clinic, role="clinician", by="operator")
        self.clinician.person.starts(token)
        await self._stepping.settle()
        for persona in self._joining:
            self.clinician.plans(self._start + timedelta(days=persona.joins) + INVITES, "/invite")
        self.clinician.plans(self.end - LOOKS_AROUND, "/patients")

    def _next_moment(self) -> datetime:
        planned = [person.next_moment() for person in self._people]
        moments = [self.end, next_moment(self._bot.clinic), *planned]
        return min(moment.astimezone(UTC) for moment in moments if moment is not None)

    async def _people_act(self) -> None:
        """Let everybody look and act until nobody has anything to do now."""
        while True:
            now = self._clock.now()
            for link in self.clinician.looks(now):
                self._joins(self._joining.pop(0), link)
            for patient in self.patients:
                patient.looks(now)
            moved = sum([person.acts(now) for person in self._people])
            if not moved and not self._api.unseen:
                break
            await self._stepping.settle()
            self._give_codes()

    def _joins(self, persona: Persona, link: str) -> None:
        person = self._bring(persona.name, "patient")
        feelings = Feelings(persona=persona, book=self._book, start=self._start)
        self.patients.append(Patient(person, feelings))
        person.starts(link)

    def _give_codes(self) -> None:
        """Give who has just joined their own code: the one drawn at random never repeats."""
        for patient in self.patients[self._named :]:
            found = patients.by_chat(self._bot.clinic.db, patient.person.id)
            if found is None:
                break
            with transaction(self._bot.clinic.db):
                code = patient.feelings.persona.code
                patients.change(self._bot.clinic.db, found.id, code=code)
            self._named += 1
