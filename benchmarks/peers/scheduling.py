"""Jobs in the schedulers that people would use: each, when due, puts one message in an outbox.

`python -m benchmarks.peers.scheduling jobqueue|sqlalchemy PENDING FOLDER`; each line asks for so
many jobs, all due at once, and is answered with the seconds until all were in the outbox.
"""

import asyncio
import pickle
import sqlite3
import sys
import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from apscheduler.job import Job
from apscheduler.jobstores.sqlalchemy import SQLAlchemyJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger
from telegram.ext import ApplicationBuilder, CallbackContext

from benchmarks.peers.answering import answer_each

ALWAYS = {"misfire_grace_time": None, "coalesce": True, "max_instances": 1}
FAR = timedelta(days=30)
LEAD = timedelta(seconds=2)  # from the booking of the last job to the instant all are due
PATIENCE = 60
db: Any = None  # the outbox; jobs are named by their function, so it lies in the module


def put(number: int) -> None:
    """Put one message in the outbox, durably."""
    db.execute("INSERT INTO outbox (text) VALUES (?)", [f"How are you? {number}"])


async def put_from_queue(context: "CallbackContext[Any, Any, Any, Any]") -> None:
    """Do the same as a job of a job queue."""
    put(int(str(context.job.data)) if context.job else 0)


def is_done(wanted: int) -> bool:
    """Tell whether all are in the outbox."""
    return int(db.execute("SELECT count(*) FROM outbox").fetchone()[0]) >= wanted


class InMemory:
    """python-telegram-bot's JobQueue."""

    def __init__(self, folder: Path) -> None:
        self._application = ApplicationBuilder().token("1:none").build()  # held, or it is gone
        self._queue = self._application.job_queue

    def start(self) -> None:
        """Start within the running loop."""
        assert self._queue is not None
        self._queue.scheduler.configure(job_defaults=ALWAYS, timezone=UTC)
        self._queue.scheduler.start()

    def book(self, number: int, at: datetime) -> None:
        """Book jobs, all for one instant."""
        assert self._queue is not None
        for one in range(number):
            self._queue.run_once(put_from_queue, at, data=one)


class Durable:
    """APScheduler with its SQLAlchemyJobStore."""

    def __init__(self, folder: Path) -> None:
        self._store = SQLAlchemyJobStore(url=f"sqlite:///{folder / 'jobs.db'}")
        self._scheduler = AsyncIOScheduler(
            jobstores={"default": self._store}, job_defaults=ALWAYS, timezone=UTC
        )
        self._count = 0

    def start(self) -> None:
        """Start within the running loop."""
        self._scheduler.start()

    def book(self, number: int, at: datetime) -> None:
        """Book jobs, written all at once, which is quicker than its own way."""
        rows = [self._row(self._count + one, at) for one in range(number)]
        self._count += number
        with self._store.engine.begin() as connection:
            connection.execute(self._store.jobs_t.insert(), rows)
        self._scheduler.wakeup()

    def _row(self, number: int, at: datetime) -> dict[str, Any]:
        job = Job(
            self._scheduler,
            id=str(number),
            trigger=DateTrigger(at),
            executor="default",
            func=put,
            args=(number,),
            kwargs={},
            name="put",
            next_run_time=at,
            **ALWAYS,
        )
        state = pickle.dumps(job.__getstate__(), self._store.pickle_protocol)
        return {"id": job.id, "next_run_time": at.timestamp(), "job_state": state}


KINDS: dict[str, Any] = {"jobqueue": InMemory, "sqlalchemy": Durable}


class Scheduling:
    """A scheduler in a loop of its own thread."""

    def __init__(self, kind: str, pending: int, folder: Path) -> None:
        global db
        db = sqlite3.connect(folder / "outbox.db", check_same_thread=False, isolation_level=None)
        for pragma in ("journal_mode = WAL", "synchronous = FULL"):
            db.execute(f"PRAGMA {pragma}")
        db.execute("CREATE TABLE outbox (id INTEGER PRIMARY KEY, text TEXT)")
        self._loop = asyncio.new_event_loop()
        threading.Thread(target=self._loop.run_forever, daemon=True).start()
        self._scheduler: Any = KINDS[kind](folder)
        self._in_loop(self._scheduler.start)
        self._in_loop(lambda: self._scheduler.book(pending, datetime.now(UTC) + FAR))
        self._wanted = 0

    def _in_loop(self, work: Any) -> None:
        async def run() -> None:
            work()

        asyncio.run_coroutine_threadsafe(run(), self._loop).result()

    def due(self, number: int) -> float:
        """Book jobs for one instant and give the seconds from then until all are done."""
        booked = datetime.now(UTC)
        # Booking takes its time, too, which is not what is asked for.
        at = booked + LEAD + timedelta(milliseconds=number)
        self._in_loop(lambda: self._scheduler.book(number, at))
        self._wanted += number
        end = time.monotonic() + PATIENCE
        while not is_done(self._wanted) and time.monotonic() < end:
            time.sleep(0.01)
        return (datetime.now(UTC) - at).total_seconds() if is_done(self._wanted) else -1


if __name__ == "__main__":
    which, waiting, where = sys.argv[1:]
    answer_each(Scheduling(which, int(waiting), Path(where)).due)
