"""The disk is full, read-only or held by another process: nothing is lost, and people are told."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.storage.database import Database, DatabaseError, open_database, transaction
from bot.storage.failures import DatabaseUnusableError, what_to_do
from tests.faults.disks import fill, grow, mounted, no_page_more, read_only, small_disk
from tests.faults.forms import LONG
from tests.faults.invariants import Checker
from tests.house import KEY, Chatter, House, open_house

SECONDS = 20
NOTICE = "What you sent cannot be saved right now"
TOLD = "The bot cannot save anything right now"
LONG_WORDS = "My head feels odd. " * 200  # more than the pages at hand can take


def told(chatter: Chatter, words: str) -> int:
    """Count the messages to somebody with some words."""
    return sum(words in text for text in chatter.from_bot)


def count(house: House, table: str) -> int:
    """Count the rows of a table."""
    return int(house.clinic.db.execute(f"SELECT count(*) FROM {table}").fetchone()[0])  # noqa: S608  # a constant


@pytest.mark.parametrize("trouble", [no_page_more, read_only])
async def test_people_are_told_once_and_nothing_is_lost(
    house: House, trouble: Callable[[Database], Callable[[], object]]
) -> None:
    admin, charlie = await house.staff("admin", "Ada"), await house.clinician()
    robin, sam = await house.patient("Robin"), await house.patient("Sam", region="Austria")
    ends = trouble(house.clinic.db)
    written = [robin.person.writes(LONG_WORDS) for _ in range(8)]

    pauses = [await house.app.receiver.step() for _ in range(3)]
    written.append(sam.person.writes(LONG_WORDS))
    pauses += [await house.app.receiver.step() for _ in range(3)]

    assert pauses == [1, 2, 5, 10, 30, 30]  # at work again within so long
    assert house.api.pending == len(written), "nothing is confirmed to Telegram"
    assert [told(one, NOTICE) for one in (robin, sam)] == [1, 1]
    assert [told(one, TOLD) for one in (admin, charlie, robin)] == [1, 0, 0]
    assert "call 112" in robin.last.text

    ends()
    assert await house.app.receiver.step() == 0
    await house.settle()
    assert Checker(api=house.api, clinic=house.clinic).faults() == []
    assert count(house, "patient_message") == len(written)


async def test_what_was_stored_and_cannot_be_worked_is_told_too(house: House) -> None:
    charlie, robin = await house.clinician(), await house.patient()
    robin.person.writes(LONG_WORDS)
    await house.store()
    ends = read_only(house.clinic.db)
    for _ in range(3):
        with pytest.raises(DatabaseError, match="readonly"):
            await house.app.working.step()

    assert (told(robin, NOTICE), told(charlie, TOLD)) == (1, 1)

    ends()
    await house.settle()
    again = read_only(house.clinic.db)
    for _ in range(2):
        robin.person.writes("And again.")
        await house.app.receiver.step()
    again()
    await house.settle()

    assert (told(robin, NOTICE), told(charlie, TOLD)) == (2, 2), "the next trouble is told anew"
    assert Checker(api=house.api, clinic=house.clinic).faults() == []


async def test_a_real_disk_fills_up_and_is_given_room(
    tmp_path: Path, show: Callable[[str], None]
) -> None:
    with small_disk(tmp_path / "data") as is_there:
        if not is_there:
            pytest.skip("only who may mount a file system can try this")
        async with open_house(tmp_path) as house:
            await house.clinician()
            robin = await house.patient()
            fill(tmp_path / "data")
            written = [robin.person.writes(LONG_WORDS)]
            while not await house.app.receiver.step():
                written.append(robin.person.writes(LONG_WORDS))
            await house.app.receiver.step()
            assert told(robin, NOTICE) == 1

            grow(tmp_path / "data")
            await house.app.receiver.step()
            await house.settle()

            assert count(house, "patient_message") == len(written)
            assert Checker(api=house.api, clinic=house.clinic).faults() == []
    show(
        f"a disk of 4 MB filled up: {len(written)} messages, none lost, at work with the next try"
    )


HOLDER = """
import sys, time
import sqlcipher3
db = sqlcipher3.connect(sys.argv[1], isolation_level=None)
db.execute(f"PRAGMA key = \\"x'{sys.argv[2]}'\\"")
db.execute("BEGIN IMMEDIATE")
print("held", flush=True)
time.sleep(float(sys.argv[3])) if len(sys.argv) > 3 else sys.stdin.read()
"""


def holding(database: Path, *seconds: int) -> subprocess.Popen[bytes]:
    """Start a process that holds the database for some seconds, or until its input ends."""
    command = [sys.executable, "-c", HOLDER, str(database), KEY, *map(str, seconds)]
    holder = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert holder.stdout is not None
    assert holder.stdout.readline() == b"held\n"
    return holder


async def test_another_process_holds_the_database(house: House) -> None:
    await house.clinician()
    robin = await house.patient()
    holder = holding(house.clinic.settings.database)
    try:
        house.clinic.db.execute("PRAGMA busy_timeout = 10")
        robin.person.writes("My head feels odd.")
        pauses = [await house.app.receiver.step() for _ in range(4)]
        assert pauses == [1, 1, 1, 1], "each try waits by itself: the pause stays short"
        assert house.api.pending == 1
        with pytest.raises(DatabaseError) as caught, transaction(house.clinic.db):
            pass
        assert "Another program holds it" in what_to_do(caught.value)
    finally:
        holder.communicate()
    await house.settle()

    assert "cannot judge what you wrote" in robin.last.text
    assert told(robin, NOTICE) == 1
    assert Checker(api=house.api, clinic=house.clinic).faults() == []


@pytest.mark.skipif(not LONG, reason="a lock of 20 s, as `make faults` tries it")
async def test_a_lock_of_20_seconds_delays_an_answer_by_little_more(
    house: House, show: Callable[[str], None]
) -> None:
    robin = await house.patient()
    holder = holding(house.clinic.settings.database, SECONDS)
    began = time.monotonic()
    robin.person.writes("My head feels odd.")
    pause = 1.0
    while pause:
        pause = await house.app.receiver.step()
        await asyncio.sleep(pause)
    late = time.monotonic() - began - SECONDS
    await house.settle()
    holder.communicate()

    show(f"held for {SECONDS} s by another process: stored {late:.1f} s after that")
    assert count(house, "patient_message") == 1


async def test_a_start_on_a_disk_that_takes_nothing_says_so(tmp_path: Path) -> None:
    with small_disk(tmp_path / "data") as is_there:
        if not is_there:
            pytest.skip("only who may mount a file system can try this")
        file = tmp_path / "data" / "clinic.db"
        open_database(file, KEY).close()
        assert mounted("-o", "remount,ro", str(tmp_path / "data"))
        with pytest.raises(DatabaseUnusableError, match="may write there"):
            open_database(file, KEY)
        assert mounted("-o", "remount,rw", str(tmp_path / "data"))
        fill(tmp_path / "data")
        with pytest.raises(DatabaseUnusableError, match="room on the disk"):
            open_database(file, KEY)
