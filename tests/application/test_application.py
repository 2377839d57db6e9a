"""Everything together: one part that ends, ends all; a stop is quick and loses nothing."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import httpx
import pytest

from bot.application import Application, PartEndedError, vital
from bot.settings import load_settings
from bot.storage.database import open_database
from bot.telegram.failures import TokenRefusedError, WebhookRefusedError
from bot.telegram.webhook import SECRET_HEADER
from tests.faults.forms import LONG
from tests.house import KEY, House, open_house
from tests.telegram.posting import free_port

PATIENCE = 60  # seconds of real time a test waits, on a machine with too much to do
SECRET = "test-secret-of-thirty-two-letters-or-more"


async def until(true: Callable[[], bool]) -> None:
    """Let the event loop turn until something is true."""
    async with asyncio.timeout(PATIENCE):
        while not true():  # noqa: ASYNC110  # neither a chat nor a server has an event
            await asyncio.sleep(0)


@asynccontextmanager
async def running(house: House) -> AsyncIterator[asyncio.Task[None]]:
    """Let the whole application run by itself, then stop it."""
    task = asyncio.create_task(house.app.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


async def test_a_running_bot_answers(house: House) -> None:
    async with running(house):
        alex = house.api.person("Alex")
        alex.writes("/start")
        await until(lambda: any(message.from_bot for message in alex.messages))

    assert alex.last.text.startswith("This bot belongs to a clinic.")


async def test_a_bot_that_is_stopped_leaves_nothing_undone(
    house: House, tmp_path: Path, show: Callable[[str], None]
) -> None:
    people = [house.api.person() for _ in range(1000)]
    ids = [person.writes("/start") for person in people]
    loop = asyncio.get_running_loop()
    async with running(house) as task:
        await until(lambda: any(m.from_bot for m in people[0].messages))
        began = loop.time()
        task.cancel()
        await asyncio.wait([task])
        took = loop.time() - began
    show(f"1,000 updates waiting: the application ended in {took:.2f} s")
    assert took < 2 or not LONG

    again = open_database(tmp_path / "data" / "clinic.db", KEY)
    stored = {row[0] for row in again.execute("SELECT update_id FROM inbox")}
    again.close()
    waiting = {entry.update_id for entry in house.api.world.queue.waiting()}
    assert stored | waiting == set(ids)


async def test_the_end_of_a_part_that_must_run_is_an_error() -> None:
    async def comes_to_its_end() -> None:
        return

    with pytest.raises(PartEndedError, match="receiving"):
        await vital(comes_to_its_end(), "receiving")


@pytest.mark.parametrize("method", ["getUpdates", "sendMessage", "deleteWebhook"])
async def test_a_part_that_fails_ends_all_of_them(house: House, method: str) -> None:
    house.api.person("Alex").writes("/start")
    house.api.faults.add(method=method, status=401)
    async with running(house) as task:
        await until(task.done)

        with pytest.raises(ExceptionGroup) as ended:
            task.result()
    assert ended.group_contains(TokenRefusedError)


async def test_a_token_refused_at_the_start_ends_it(house: House) -> None:
    house.api.token_revoked = True

    with pytest.raises(ExceptionGroup) as ended:
        await Application(house.clinic).run()

    assert ended.group_contains(TokenRefusedError)


@pytest.mark.parametrize("method", ["getMe", "deleteWebhook"])
async def test_a_start_while_telegram_is_away_keeps_trying(
    house: House, method: str, caplog: pytest.LogCaptureFixture
) -> None:
    house.api.faults.add(method=method, status=502, times=None)
    task = asyncio.create_task(Application(house.clinic).run())

    await until(lambda: "Telegram cannot be reached yet: NetworkError" in caplog.text)

    assert not task.done()
    task.cancel()
    await asyncio.wait([task])
    assert task.cancelled()


async def test_a_stop_while_telegram_is_away_gives_the_port_back(tmp_path: Path) -> None:
    async with with_webhook(tmp_path) as house:
        house.api.faults.add(method="getMe", status=502, times=None)
        task = asyncio.create_task(Application(house.clinic).run())
        await until(lambda: any(r.method == "getMe" for r in house.api.journal.requests))
        task.cancel()
        await asyncio.wait([task])

        socket.create_server(("127.0.0.1", house.clinic.settings.web_port)).close()


@pytest.mark.parametrize("status", [400, 403, 502])
async def test_a_menu_that_cannot_be_set_stops_nobody(house: House, status: int) -> None:
    await house.clinician()
    house.api.faults.add(method="setMyCommands", status=status, times=5)
    async with running(house):
        alex = house.api.person("Alex")
        alex.writes("/start")
        await until(lambda: any(message.from_bot for message in alex.messages))

    assert alex.last.text.startswith("This bot belongs to a clinic.")


@asynccontextmanager
async def with_webhook(folder: Path, url: str = "") -> AsyncIterator[House]:
    """Open a clinic that is told to have a webhook on a free port."""
    port = free_port()
    url = url or f"http://127.0.0.1:{port}"
    async with open_house(
        folder, WEBHOOK_URL=url, WEB_PORT=str(port), WEBHOOK_SECRET=SECRET
    ) as house:
        yield house


async def test_with_a_webhook_updates_are_delivered_and_answered(tmp_path: Path) -> None:
    async with with_webhook(tmp_path) as house:
        house.api.world.webhook.first_delay = 0.01
        async with running(house):
            alex = house.api.person("Alex")
            alex.writes("/start")
            await until(lambda: any(message.from_bot for message in alex.messages))

            url = f"{house.clinic.settings.webhook_url}/telegram"
            async with httpx.AsyncClient() as client:
                wrong = await client.post(url, content=b"{}", headers={SECRET_HEADER: "wrong"})
            assert wrong.status_code == 403
            assert house.api.world.webhook.url == url
            assert house.api.world.webhook.secret == SECRET
        polls = [r for r in house.api.journal.requests if r.method == "getUpdates"]
        assert polls == []


async def test_a_stopped_bot_frees_the_port_of_its_webhook(tmp_path: Path) -> None:
    async with with_webhook(tmp_path) as house:
        async with running(house):
            await until(lambda: house.api.world.webhook.url != "")
        with socket.socket() as tried:
            tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            tried.bind(("127.0.0.1", house.clinic.settings.web_port))
            bound = tried.getsockname()

    assert bound == ("127.0.0.1", house.clinic.settings.web_port)


async def test_an_address_telegram_does_not_take_ends_the_start(tmp_path: Path) -> None:
    async with with_webhook(tmp_path, "https://clinic.example:8099") as house:
        async with running(house) as task:
            await until(task.done)

            with pytest.raises(ExceptionGroup) as ended:
                task.result()
        assert ended.group_contains(WebhookRefusedError)


async def test_going_back_to_polling_takes_the_webhook_away(tmp_path: Path) -> None:
    async with open_house(tmp_path) as house:
        await house.app.bot.call("setWebhook", {"url": "http://127.0.0.1:9/x"})
        async with running(house):
            alex = house.api.person("Alex")
            alex.writes("/start")
            await until(lambda: any(message.from_bot for message in alex.messages))

        assert house.api.world.webhook.url == ""


async def test_a_tap_whose_notice_hangs_keeps_nobody_waiting(house: House) -> None:
    robin = await house.patient()
    await robin.says("/diary")
    house.api.faults.add(method="answerCallbackQuery", kind="sleep", seconds=1)
    shown = len(house.api.journal.sent(method="answerCallbackQuery"))
    robin.person.taps("7")
    await house.store()

    async with asyncio.timeout(0.9):
        assert await house.app.working.step() == 1

    await house.app.working.toasts_shown()
    assert len(house.api.journal.sent(method="answerCallbackQuery")) == shown + 1


async def test_nothing_runs_without_a_token(house: House) -> None:
    clinic = replace(house.clinic, settings=load_settings(None, {}))

    with pytest.raises(ValueError, match="needs a bot token"):
        Application(clinic)
