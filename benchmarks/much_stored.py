"""P8: one answer, worked and committed, with few and with many diary entries stored."""

import asyncio
import tempfile
import time
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.asked_clinic import fill_asked, taps
from benchmarks.bot_alone import TOKEN
from benchmarks.large_clinic import open_clinic
from benchmarks.result import Check, Plan, Result, Table, ratio
from benchmarks.waiting_clinic import NUMBERS
from bot.demo.bot_api import BotApi, serving
from bot.storage.database import Database, transaction
from bot.telegram.bot import ClinicBot, make_bot
from bot.telegram.worker import work

ROUND = 40  # answers of as many patients
SIZES = (1_000, 100_000, 1_000_000)
QUICK = (1_000, 20_000)
DAYS = 365  # of one patient
FIRST_CHAT = 10_000_000
PATIENTS = (
    f"{NUMBERS} INSERT INTO patient (code, chat_id, language, zone, region, state,"  # noqa: S608
    " quiet_from, quiet_to, joined_at) SELECT printf('D%06d', i), ? + i, 'en', 'Europe/Berlin',"
    " 'de', 'active', '21:00:00', '08:00:00', '2025-01-01T00:00:00.000000Z' FROM n"
)
FORMS = (
    f"{NUMBERS} INSERT INTO form (patient_id, kind, state, created_at, closed_at, day)"  # noqa: S608
    " SELECT first + i / ?, 'diary', 'answered', at, at, date(at) FROM (SELECT i, first,"
    " strftime('%FT%H:%M:%f000Z', '2025-01-01 19:00', (i % ?) || ' days') AS at"
    " FROM n, (SELECT min(id) AS first FROM patient WHERE chat_id > ?))"
)
ANSWERS = (
    "INSERT INTO answer (form_id, question, value, final, at, by)"
    " SELECT id, 'nrs_worst', '4', 1, closed_at, 'bench' FROM form WHERE kind = 'diary'"
)


WHY = (
    "Nothing is scanned, or the largest would take ten times what the middle one takes: the trees "
    "are deeper, and more of their pages are read and deciphered anew."
)


class Stored:
    """A clinic with so many diary entries, and patients who answer one after another."""

    def __init__(self, folder: Path, entries: int, rounds: int) -> None:
        folder.mkdir()
        self._taps = taps(fill_asked(folder, rounds * ROUND), first_update=1_000_000)
        self.clinic = open_clinic(folder)
        with transaction(self.clinic.db):
            _write_diaries(self.clinic.db, entries)
        self.clinic.db.execute("ANALYZE")
        self._bot = asyncio.run(known_bot())

    def answer(self) -> float:
        """Give the milliseconds of one answer: stored, judged, committed."""
        chosen, self._taps = self._taps[:ROUND], self._taps[ROUND:]
        began = time.perf_counter()
        for tap in chosen:
            self._one(tap)
        return (time.perf_counter() - began) / ROUND * 1000

    def _one(self, tap: dict[str, object]) -> None:
        done = work(self.clinic, self._bot, [tap]).looked_at
        if done != 1:
            raise RuntimeError(f"{done} updates were worked instead of one")

    def failures(self) -> int:
        """Count the answers that could not be worked."""
        sql = "SELECT count(*) FROM inbox WHERE state <> 'done'"
        return int(self.clinic.db.execute(sql).fetchone()[0])


async def known_bot() -> ClinicBot:
    """Make a bot that knows its name; nothing is sent by it."""
    api = BotApi(token=TOKEN, now=lambda: datetime.now(UTC))
    async with serving(api) as url:
        bot = make_bot(TOKEN, url)
        await bot.initialize()
        await bot.shutdown()
    return bot


def _write_diaries(db: Database, entries: int) -> None:
    db.execute(PATIENTS, [entries // DAYS + 1, FIRST_CHAT])
    db.execute(FORMS, [entries - 1, DAYS, DAYS, FIRST_CHAT])
    db.execute(ANSWERS)


def measure(plan: Plan) -> Result:
    """Answer in turn in clinics with few and with many entries."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        sizes = QUICK if plan.quick else SIZES
        clinics = {
            f"{size:,} diary entries stored": Stored(folder / str(size), size, plan.rounds + 1)
            for size in sizes
        }
        sides = {name: clinic.answer for name, clinic in clinics.items()}
        plan.interleave(sides, rounds=1)  # the first taps fill the caches of each
        figures = plan.interleave(sides)
        failed = sum(clinic.failures() for clinic in clinics.values())
        for clinic in clinics.values():
            clinic.clinic.db.close()
    few, *_, many = figures
    return Result(
        tables=[Table("one answer, one durable commit", "ms", figures)],
        checks=[
            Check(f"{many} / {few}", ratio(figures, many, few), at_most=1.2, why=WHY),
            Check("answers not worked", failed, at_most=0, unit="of all"),
        ],
        notes=["Ten million entries are not tried here: filling them takes longer than all else."],
    )
