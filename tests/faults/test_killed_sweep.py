"""The sweep of what is due, killed before any statement: each check-in is asked once."""

import shutil
import signal
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from random import Random

from benchmarks.large_clinic import KEY
from benchmarks.large_clinic import open_clinic as prepared
from bot.due.sweep import sweep
from bot.opening import open_clinic
from bot.storage import audit, patients
from bot.storage.database import open_database, transaction
from bot.storage.patients import PatientState
from tests.faults import life
from tests.faults.errands import Errands
from tests.faults.forms import times
from tests.faults.ground import book

PATIENTS = 8
STRIDE = times(short=97, long=5)  # every so many statements one is killed at
LONG_AGO = timedelta(minutes=5)


def sweeps(statement: int) -> None:
    """Do what is due, and be killed before a statement of this number."""
    with open_clinic(None) as clinic:
        life.ends_at(clinic.db, statement)
        sweep(clinic)


def book_for_everybody(folder: Path) -> list[int]:
    """Write a clinic in which every patient has a check-in that is due."""
    clinic = prepared(folder)
    now = datetime.now(UTC)
    booked = []
    with transaction(clinic.db):
        for number in range(PATIENTS):
            made = patients.add(
                clinic.db,
                chat_id=number + 1,
                language="en",
                quiet=(time(0), time(0)),
                now=now,
            )
            patient = patients.change(
                clinic.db, made.id, zone="Europe/Berlin", region="de", state=PatientState.ACTIVE
            )
            booked.append(book(clinic, patient, now - LONG_AGO))
    clinic.db.close()
    return booked


def test_a_sweep_killed_at_any_statement_loses_no_check_in_and_sends_none_twice(
    tmp_path: Path, show: Callable[[str], None]
) -> None:
    errands = Errands(tmp_path, Random(1))
    booked = book_for_everybody(tmp_path)
    killed = 0
    for statement in range(1, 10_000, STRIDE):
        copy = tmp_path / "copies" / f"{statement}.db"
        copy.parent.mkdir(exist_ok=True)
        shutil.copyfile(tmp_path / "clinic.db", copy)
        environ = {**errands.environ, "DATABASE": str(copy)}
        first = life.does(environ, tmp_path, sweeps, statement)
        first.join()
        if first.exitcode == 0:
            break
        killed += 1
        assert first.exitcode == -signal.SIGKILL, (tmp_path / life.LOG).read_text()[-2000:]
        assert prompts(copy) <= Counter(booked)

        second = life.does(environ, tmp_path, sweeps, 0)
        second.join()
        assert second.exitcode == 0, (tmp_path / life.LOG).read_text()[-2000:]
        assert prompts(copy) == Counter(booked)

    show(
        f"{killed} x kill -9 in a sweep of {len(booked)} check-ins: after the next start each is"
        " asked once"
    )
    assert killed > 1


def prompts(path: Path) -> Counter[int]:
    """Count the questions that wait to be sent, by form."""
    db = open_database(path, KEY)
    rows = db.execute("SELECT dkey FROM outbox WHERE dkey LIKE 'form:%:prompt:%'").fetchall()
    assert list(audit.faults(db)) == []
    assert [row[0] for row in db.execute("PRAGMA integrity_check")] == ["ok"]
    db.close()
    return Counter(int(row[0].split(":")[1]) for row in rows)
