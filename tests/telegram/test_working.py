"""Few updates are stored, worked and their replies taken in one transaction; a crowd is not."""

import asyncio

import pytest

from bot.storage.database import DatabaseError
from bot.telegram.working import FEW
from tests.house import House
from tests.telegram.lookup import column, count

PATIENCE = 10  # seconds of real time


async def test_what_a_few_write_is_worked_when_it_is_stored(house: House) -> None:
    robin = await house.patient()
    robin.person.writes("/diary")

    await house.app.receiver.poll(wait=0)

    assert count(house, "inbox", "state <> 'done'") == 0
    assert count(house, "outbox", "state = 'queued'") == 1


async def test_what_a_crowd_writes_is_stored_first(house: House) -> None:
    robin = await house.patient()
    for number in range(FEW + 1):
        robin.person.writes(f"word {number}")

    await house.app.receiver.poll(wait=0)

    assert count(house, "inbox", "state = 'new'") == FEW + 1


async def test_what_cannot_be_worked_at_once_is_stored_all_the_same(house: House) -> None:
    robin = await house.patient()
    robin.person.writes("I feel better.")
    house.clinic.db.execute(
        "CREATE TEMP TRIGGER full BEFORE UPDATE ON inbox BEGIN SELECT raise(ROLLBACK, 'full'); END"
    )

    await house.app.receiver.poll(wait=0)
    assert column(house, "SELECT state FROM inbox ORDER BY id DESC LIMIT 1") == ["new"]
    with pytest.raises(DatabaseError, match="full"):
        await house.app.working.step()

    house.clinic.db.execute("DROP TRIGGER full")
    await house.settle()
    assert column(house, "SELECT text FROM patient_message") == ["I feel better."]


async def test_a_reply_is_on_its_way_with_the_commit_of_its_answer(house: House) -> None:
    robin = await house.patient()
    await house.go(minutes=1)
    house.api.faults.add(method="sendMessage", kind="sleep", seconds=PATIENCE)
    sending = asyncio.ensure_future(house.app.sender.run())
    await asyncio.sleep(0)
    robin.person.writes("/diary")

    await house.app.receiver.poll(wait=0)

    assert column(house, "SELECT state FROM outbox ORDER BY id DESC LIMIT 1") == ["sending"]
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
