"""P10: the portal's list with 10,000 patients, and the page of one with a year of diary."""

import asyncio
import gc
import statistics
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import httpx
from starlette.applications import Starlette

from benchmarks.result import Check, Plan, Result, Table
from benchmarks.waiting_clinic import NUMBERS, fill_waiting, open_waiting
from bot.clinic import Clinic
from bot.pathway import signing_in
from bot.portal.web import Portal
from bot.settings import load_settings
from bot.storage import clinicians, patients, portal_sessions
from bot.storage.database import transaction
from bot.telegram.thread import DatabaseThread

START = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
ADDRESS = "http://127.0.0.1:8080"
LOOKS = 40  # at each page in one round
LIST, PERSON = "the list", "the page of a patient"
DAYS = 365
DIARY = (
    f"{NUMBERS} INSERT INTO form (patient_id, kind, state, created_at, closed_at, day)"  # noqa: S608
    " SELECT ?, 'diary', 'answered', at, at, date(at) FROM (SELECT"
    " strftime('%FT%H:%M:%f000Z', ?, -i || ' days') AS at FROM n)"
)
ANSWERS = (
    "INSERT INTO answer (form_id, question, value, final, at, by)"
    " SELECT form.id, question, value, 1, closed_at, 'bench' FROM form,"
    " (SELECT 'nrs_worst' AS question, '4' AS value UNION SELECT 'medicine', '\"simple\"')"
    " WHERE kind = 'diary'"
)


class Looking:
    """A signed-in browser before a portal, and what the database is asked meanwhile."""

    def __init__(self, clinic: Clinic) -> None:
        self.clinic = clinic
        self._thread = DatabaseThread()
        self._portal = Starlette(routes=[])
        portal = Portal(
            clinic, self._thread, address=ADDRESS, bot_name=lambda: "bench", wake=lambda: None
        )
        self._portal.mount("/", portal.application())
        with transaction(clinic.db):
            person = clinicians.add(clinic.db, chat_id=99_999_999, language="en", now=clinic.now())
            token = portal_sessions.issue_link(
                clinic.db,
                clinician_id=person.id,
                now=clinic.now(),
                expires_at=clinic.now() + timedelta(minutes=10),
            )
            self._session = signing_in.sign_in(clinic, token=token)

    def queries(self, path: str) -> int:
        """Count what the database is asked for one page."""
        asked: list[str] = []
        self.clinic.db.conn.set_trace_callback(asked.append)
        asyncio.run(self._look(path, 1))
        self.clinic.db.conn.set_trace_callback(None)
        return sum("SELECT" in one for one in asked)

    def p99(self, path: str) -> float:
        """Give the milliseconds that 99 of 100 looks take at most."""
        took = asyncio.run(self._look(path, LOOKS))
        return statistics.quantiles(took, n=100, method="inclusive")[98] * 1000

    async def _look(self, path: str, times: int) -> list[float]:
        transport = httpx.ASGITransport(app=self._portal)
        cookies, took = {"session": self._session}, list[float]()
        async with httpx.AsyncClient(
            transport=transport, base_url=ADDRESS, cookies=cookies
        ) as browser:
            for _ in range(times):
                began = time.perf_counter()
                page = await browser.get(path)
                took.append(time.perf_counter() - began)
                if page.status_code != 200:
                    raise RuntimeError(f"{path} is answered with {page.status_code}")
        return took

    def close(self) -> None:
        """Close the clinic."""
        self._thread.close()
        self.clinic.db.close()


def _clinic(folder: Path, days: int) -> tuple[Clinic, str]:
    """Make a clinic with 10,000 patients, of whom one kept a diary; give their page as well."""
    folder.mkdir()
    settings = load_settings(env_file=None, environ={"PORTAL_URL": ADDRESS})
    clinic = replace(open_waiting(folder, START), settings=settings)
    fill_waiting(clinic, 10_000)
    person = patients.by_id(clinic.db, 1)
    with transaction(clinic.db):
        clinic.db.execute(DIARY, [days, person.id, "2026-11-01 19:00"])
        clinic.db.execute(ANSWERS)
    return clinic, f"/patients/{person.code}"


def measure(plan: Plan) -> Result:
    """Look at the list and at a patient in turn; count what is asked with less stored, too."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (little, page), (much, _) = _clinic(folder / "60", 60), _clinic(folder / "365", DAYS)
        small, large = Looking(little), Looking(much)
        gc.freeze()  # as the program does with all that is loaded
        figures = plan.interleave(
            {LIST: lambda: large.p99("/patients"), PERSON: lambda: large.p99(page)}
        )
        more = {
            LIST: large.queries("/patients") - _few(folder / "few"),
            PERSON: large.queries(page) - small.queries(page),
        }
        small.close()
        large.close()
    slow = {
        LIST: "Two thirds of it count every patient under each heading.",
        PERSON: "By cProfile, half of it draws the picture of a year and its table, a third reads "
        "a year of answers.",
    }
    return Result(
        tables=[
            Table(f"p99 of {LOOKS} looks, 10,000 patients, {DAYS} days of diary", "ms", figures)
        ],
        checks=[
            *(
                Check(
                    f"p99 of {name}",
                    statistics.median(figures[name]),
                    at_most=50,
                    unit="ms",
                    why=slow[name],
                )
                for name in figures
            ),
            *(
                Check(f"queries more than with little stored, {name}", number, at_most=0, unit="")
                for name, number in more.items()
            ),
        ],
    )


def _few(folder: Path) -> int:
    """Count what is asked for a list of a page of patients, of a clinic with no more."""
    clinic, _ = _clinic(folder, 1)
    with transaction(clinic.db):
        for table in ("form", "session", "consent"):
            sql = f"DELETE FROM {table} WHERE patient_id > 60"  # noqa: S608  # a name above
            clinic.db.execute(sql)
        clinic.db.execute("DELETE FROM patient WHERE id > 60")
    looking = Looking(clinic)
    asked = looking.queries("/patients")
    looking.close()
    return asked
