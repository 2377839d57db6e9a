"""The watch: what it finds well or not, and whom it tells; each by what the bot really did."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.demo.bot_api.wires import Wires
from bot.health.pages import health_route, metrics_route
from bot.health.watch import Watch
from bot.storage import vitals
from bot.storage.database import transaction
from tests.house import House, open_house
from tests.portal.clinics import write_key

WORDS = "my head hurts since the needle, says Robin Canary"


@pytest.fixture
def systemd(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[socket.socket]:
    """Listen where systemd would."""
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM | socket.SOCK_NONBLOCK) as heard:
        heard.bind(str(tmp_path / "notify"))
        monkeypatch.setenv("NOTIFY_SOCKET", str(tmp_path / "notify"))
        yield heard


def told(systemd: socket.socket) -> list[str]:
    """Give what systemd was told since the last time."""
    lines = []
    try:
        while True:
            lines += systemd.recv(4096).decode().splitlines()
    except BlockingIOError:
        return lines


def monitored(house: House) -> httpx.AsyncClient:
    """Ask the pages of a bot as a monitor does."""
    app = house.app
    routes = [health_route(app.watch), metrics_route(house.clinic, app.watch, app.meters)]
    transport = httpx.ASGITransport(app=Starlette(routes=routes))
    return httpx.AsyncClient(transport=transport, base_url="http://monitor")


async def healthz(house: House) -> tuple[int, dict[str, bool]]:
    """Look, then ask for the page."""
    await house.app.watch.look()
    async with monitored(house) as monitor:
        answer = await monitor.get("/healthz")
    return answer.status_code, answer.json().get("parts")


def pass_time(house: House, **span: float) -> None:
    """Let time pass in which the bot does nothing."""
    house.clock.move_to(house.now + timedelta(**span))


WELL = dict.fromkeys(("database", "receiving", "working", "sending", "due"), True)


async def test_each_part_that_stands_still_is_named_until_it_goes_on(
    house: House, systemd: socket.socket
) -> None:
    async with monitored(house) as monitor:
        assert (await monitor.get("/healthz")).status_code == 503  # nothing is known yet
    robin = await house.patient()
    await house.clinician()
    assert await healthz(house) == (200, WELL)
    assert told(systemd) == ["WATCHDOG=1", "STATUS=well"]

    pass_time(house, minutes=3)
    assert await healthz(house) == (503, WELL | {"receiving": False})
    await house.app.receiver.poll(wait=0)
    assert await healthz(house) == (200, WELL)

    robin.person.writes(WORDS)
    await house.store()
    pass_time(house, minutes=3)
    await house.app.receiver.poll(wait=0)
    assert await healthz(house) == (503, WELL | {"working": False})

    await house.app.working.step()
    pass_time(house, minutes=6)
    await house.app.receiver.poll(wait=0)
    status, parts = await healthz(house)
    assert (status, parts["sending"], parts["working"]) == (503, False, True)
    await house.settle()
    assert await healthz(house) == (200, WELL)


async def test_what_is_due_and_not_done_is_told(house: House) -> None:
    robin = await house.patient()
    await robin.says("/session")
    await house.settle()
    with transaction(house.clinic.db):
        house.clinic.db.execute(
            "UPDATE form SET next_at = ? WHERE id = (SELECT max(id) FROM form)",
            [f"{house.now:%Y-%m-%dT%H:%M:%S.%fZ}"],
        )
    pass_time(house, minutes=1)
    await house.app.receiver.poll(wait=0)
    assert (await healthz(house))[0] == 200
    pass_time(house, minutes=2)
    await house.app.receiver.poll(wait=0)

    assert await healthz(house) == (503, WELL | {"due": False})


async def test_a_database_that_takes_nothing_is_told_and_no_new_start_asked_for(
    house: House, systemd: socket.socket
) -> None:
    house.clinic.db.execute("PRAGMA query_only = ON")
    status, parts = await healthz(house)
    house.clinic.db.execute("PRAGMA query_only = OFF")

    assert (status, parts["database"]) == (503, False)
    assert told(systemd) == ["WATCHDOG=1", "STATUS=not well: database"]
    assert (await healthz(house))[0] == 200


async def test_a_thread_that_hangs_keeps_the_word_from_systemd(
    house: House, systemd: socket.socket
) -> None:
    watch = Watch(house.clinic, house.app.thread.run, house.app.meters, patience=0.05)
    held = threading.Event()
    hanging = asyncio.ensure_future(house.app.thread.run(held.wait))
    await asyncio.sleep(0)
    try:
        report = await watch.look()
    finally:
        held.set()
        await hanging

    assert not report.well
    assert told(systemd) == []


async def test_a_look_writes_to_the_disk_and_changes_nothing(house: House) -> None:
    await house.patient()

    db, wal = house.clinic.db, house.clinic.settings.database.with_name("clinic.db-wal")
    changes, size = db.conn.total_changes, wal.stat().st_size

    vitals.write(db)

    assert wal.stat().st_size > size
    assert db.conn.total_changes == changes


async def test_figures_tell_how_much_and_never_whose(tmp_path: Path) -> None:
    async with open_house(tmp_path, BACKUP_DIR=str(tmp_path / "backups")) as house:
        write_key(house.clinic.settings.database_key_file)
        await house.clinician("Charlie Canary")
        robin = await house.patient("Robin Canary")
        code = robin.patient.code
        await house.app.night.keep_up()
        house.api.faults.add(method="sendMessage", when="after", status=502)
        await robin.says("I have the worst headache of my life")
        await house.go(hours=1)
        await house.app.watch.look()
        async with monitored(house) as monitor:
            page = (await monitor.get("/metrics")).text
            again = (await monitor.get("/metrics")).text

    figures = dict(line.rsplit(" ", 1) for line in page.splitlines() if not line.startswith("#"))
    assert float(figures["needling_updates_total"]) >= 5
    assert float(figures['needling_sends_total{lane="reply",outcome="sent"}']) >= 5
    assert sum(float(v) for k, v in figures.items() if "total{" in k and "unknown" in k) == 1
    assert float(figures['needling_alerts{level="emergency",state="raised"}']) == 1
    assert float(figures['needling_alert_age_seconds{level="emergency",state="raised"}']) == 3600
    assert float(figures["needling_backup_age_seconds"]) == 3600
    assert figures['needling_part_well{part="database"}'] == "1.0"
    assert float(figures["needling_due_age_seconds"]) == 0
    assert 'needling_outbox_depth{lane="alert"}' in figures
    assert again == page  # to look changes nothing
    for private in ("Canary", "Robin", str(robin.person.id), code, "headache of"):
        assert private not in page


async def test_the_dead_mans_switch_is_asked_only_while_all_is_well(tmp_path: Path) -> None:
    asked: list[Request] = []
    answers = [200, 500]

    def take(request: Request) -> Response:
        asked.append(request)
        return Response(status_code=answers[len(asked) - 1])

    wires = Wires()
    url = await wires.listen(Starlette(routes=[Route("/ping", take)]))
    async with open_house(tmp_path, PING_URL=f"{url}/ping") as house:
        watch = house.app.watch
        assert not await watch.ping()  # nothing is known yet
        await house.app.receiver.poll(wait=0)
        await watch.look()
        assert await watch.ping()
        assert not await watch.ping()  # it was asked, and answered 500
        pass_time(house, minutes=3)
        await watch.look()
        assert not await watch.ping()  # not well: not asked at all
        await house.app.receiver.poll(wait=0)
        await watch.look()
        await wires.close()
        assert not await watch.ping()  # gone altogether, and nothing else stops

    assert [request.method for request in asked] == ["GET", "GET"]
    assert [str(request.url) for request in asked] == [f"{url}/ping"] * 2


async def test_a_bot_that_runs_keeps_telling(tmp_path: Path, systemd: socket.socket) -> None:
    pinged = asyncio.Event()

    def take(_: Request) -> Response:
        pinged.set()
        return Response()

    wires = Wires()
    url = await wires.listen(Starlette(routes=[Route("/ping", take)]))
    async with open_house(tmp_path, PING_URL=f"{url}/ping") as house:
        app = house.app
        watch = Watch(house.clinic, app.thread.run, app.meters, looks=0, pings=0.01)
        running = asyncio.create_task(watch.run())
        await pinged.wait()
        running.cancel()
        await asyncio.wait([running])
    await wires.close()

    lines = told(systemd)
    assert lines[0] == "READY=1"
    assert lines.count("WATCHDOG=1") > 1
