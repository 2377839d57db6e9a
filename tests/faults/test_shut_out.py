"""Telegram delivers to no clinician: the clinic is told on its other way, with nothing private."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.house import Chatter, House, open_house
from tests.telegram.lookup import audited

SECRET = "secret-path-of-the-hook"


@dataclass(slots=True)
class Pager:
    """A service that takes a POST; `status` is what it answers."""

    status: int = 200
    bodies: list[str] = field(default_factory=list)
    url: str = ""

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take one request."""
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        assert head.startswith(f"POST /{SECRET} ")
        length = next(line for line in head.lower().split("\r\n") if "content-length" in line)
        self.bodies.append((await reader.readexactly(int(length.split(":")[1]))).decode())
        writer.write(f"HTTP/1.1 {self.status} x\r\nContent-Length: 0\r\n\r\n".encode())
        writer.close()


@asynccontextmanager
async def listening(pager: Pager) -> AsyncIterator[Pager]:
    """Let it listen on a port of its own."""
    server = await asyncio.start_server(pager.answer, "127.0.0.1", 0)
    pager.url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/{SECRET}"
    async with server:
        yield pager


@pytest.fixture
async def pager() -> AsyncIterator[Pager]:
    """Bring the clinic's other way."""
    async with listening(Pager()) as one:
        yield one


@pytest.fixture
async def house(tmp_path: Path, pager: Pager) -> AsyncIterator[House]:
    """Open a clinic that has another way."""
    async with open_house(tmp_path, ALERT_HOOK_URL=pager.url) as opened:
        yield opened


@pytest.fixture
async def robin(house: House) -> Chatter:
    """Bring a patient whose clinicians cannot be reached."""
    charlie, dana = await house.clinician("Charlie"), await house.clinician("Dana")
    robin = await house.patient("Robin")
    for away in (charlie, dana):
        house.api.faults.add(chat_id=away.person.id, status=403, times=None)
    return robin


async def minutes(house: House, number: int) -> None:
    """Let minutes pass, each with its look."""
    for _ in range(number):
        await house.go(minutes=1)
        await house.app.keep_up()


async def test_an_emergency_that_reaches_nobody_is_told_elsewhere_within_five_minutes(
    house: House, robin: Chatter, pager: Pager, caplog: pytest.LogCaptureFixture
) -> None:
    await robin.says("my face is drooping")

    await minutes(house, 3)
    assert pager.bodies == []
    await minutes(house, 2)

    (body,) = pager.bodies
    assert json.loads(body)["text"].startswith("One urgent flag could not be sent to anyone")
    private = ("Robin", "face", "droop", "emergency", robin.patient.code, str(robin.person.id))
    assert [word for word in private if word in body] == []
    assert audited(house, "alert told elsewhere") == ["rules: alert 1"]
    assert SECRET not in caplog.text


async def test_it_is_told_again_each_half_hour_until_somebody_has_it(
    house: House, robin: Chatter, pager: Pager
) -> None:
    await robin.says("my face is drooping")
    await minutes(house, 36)
    assert len(pager.bodies) == 2

    house.api.faults.clear()
    await minutes(house, 70)

    assert len(pager.bodies) <= 3  # once more at most, until the next sending arrives


async def test_a_pager_that_fails_is_tried_again(
    house: House, robin: Chatter, pager: Pager
) -> None:
    pager.status = 500
    await robin.says("my face is drooping")
    await minutes(house, 6)
    assert len(pager.bodies) > 1
    assert audited(house, "alert told elsewhere") == []

    pager.status = 200
    await minutes(house, 2)

    assert len(audited(house, "alert told elsewhere")) == 1


async def test_an_emergency_on_a_flag_that_was_delivered_is_told_when_it_is_not(
    house: House, pager: Pager
) -> None:
    charlie, robin = await house.clinician("Charlie"), await house.patient("Robin")
    await robin.says("a question about my next visit")
    assert "Flag" in charlie.last.text
    house.api.faults.add(chat_id=charlie.person.id, status=403, times=None)
    for _ in range(5):
        await robin.says("my face is drooping")
        await minutes(house, 1)

    assert len(pager.bodies) == 1


async def test_what_was_delivered_and_what_can_wait_is_not_told_elsewhere(
    house: House, pager: Pager
) -> None:
    await house.clinician("Charlie")
    robin, sam = await house.patient("Robin"), await house.patient("Sam")
    await robin.says("my face is drooping")
    house.api.faults.add(status=403, times=None, method="sendMessage")
    await sam.says("a question about my next visit")

    await minutes(house, 10)

    assert pager.bodies == []
