"""The webhook: only Telegram's own requests, and 200 only for what is stored."""

import asyncio
import json
import threading
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from bot.demo.bot_api.wires import Wires
from bot.telegram.webhook import SECRET_HEADER, Webhook
from tests.house import Chatter, House
from tests.telegram.lookup import column, count

SECRET = "test-secret-of-thirty-two-letters-or-more"
PATIENCE = 10  # seconds of real time a test waits for what must come at once


class Hook:
    """The web server with the webhook, and a client that plays Telegram or somebody else."""

    def __init__(self, url: str, client: httpx.AsyncClient) -> None:
        self.url = url
        self.client = client

    async def post(
        self, body: bytes | str | dict[str, Any], *, secret: str | None = SECRET
    ) -> httpx.Response:
        """Post a body."""
        content = json.dumps(body) if isinstance(body, dict) else body
        headers = {} if secret is None else {SECRET_HEADER: secret}
        return await self.client.post(self.url, content=content, headers=headers)


@pytest.fixture
async def hook(house: House) -> AsyncIterator[Hook]:
    """Serve the webhook of a clinic."""
    webhook = Webhook(
        house.clinic, SECRET, house.app.working.take, house.app.trouble, house.app.meters
    )
    wires = Wires()
    base = await wires.listen(Starlette(routes=[webhook.route("/telegram")]))
    async with httpx.AsyncClient(verify=False) as client:  # noqa: S501  # plain HTTP, on loopback
        opened = Hook(f"{base}/telegram", client)
        yield opened
    await wires.close()


def update(number: int = 7, **content: Any) -> dict[str, Any]:
    return {"update_id": number, "message": {"text": "hello", **content}}


async def test_telegrams_own_request_is_stored_and_then_confirmed(
    house: House, hook: Hook
) -> None:
    response = await hook.post(update(7))

    assert response.status_code == 200
    assert column(house, "SELECT update_id FROM inbox") == [7]
    assert column(house, "SELECT attempts FROM inbox") == [1]  # it is looked at at once


async def test_nothing_is_confirmed_before_it_is_committed(house: House, hook: Hook) -> None:
    disk = threading.Event()
    waiting = asyncio.ensure_future(house.app.thread.run(disk.wait))
    asked = asyncio.ensure_future(hook.post(update(7)))
    answered, _ = await asyncio.wait([asked], timeout=0.2)
    assert answered == set()
    assert count(house, "inbox") == 0

    disk.set()

    assert (await asked).status_code == 200
    assert count(house, "inbox") == 1
    assert await waiting


@pytest.mark.parametrize("secret", [None, "", "wrong", SECRET[:-1], SECRET + "x", SECRET.upper()])
async def test_anybody_elses_request_is_refused(
    house: House, hook: Hook, secret: str | None
) -> None:
    response = await hook.post(update(), secret=secret)

    assert response.status_code == 403
    assert response.content == b""
    assert count(house, "inbox") == 0


async def test_a_secret_in_other_letters_is_refused(hook: Hook) -> None:
    headers = [(SECRET_HEADER.encode(), "schlüssel".encode())]

    response = await hook.client.post(hook.url, content=b"{}", headers=headers)

    assert response.status_code == 403


@pytest.mark.parametrize("size", [1_000_001, 2_000_000])
async def test_a_body_too_large_to_be_an_update_is_refused(
    house: House, hook: Hook, size: int
) -> None:
    response = await hook.post(b"x" * size)

    assert response.status_code == 413
    assert count(house, "inbox") == 0


async def test_a_large_update_is_stored(house: House, hook: Hook) -> None:
    assert (await hook.post(update(text="x" * 900_000))).status_code == 200
    assert count(house, "inbox") == 1


async def test_the_same_update_twice_is_one(house: House, hook: Hook) -> None:
    responses = [await hook.post(update(7, text=text)) for text in ("hello", "hello", "other")]

    assert [response.status_code for response in responses] == [200, 200, 200]
    assert column(house, "SELECT raw FROM inbox") == [json.dumps(update(7))]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not JSON",
        b"\xff\xfe",
        b"[]",
        b"null",
        b'"text"',
        b"{}",
        b'{"update_id": "7"}',
        b'{"update_id": 7.5}',
        b'{"update_id": true}',
        b'{"update_id": 99999999999999999999}',
        b"[" * 100_000,
        b'{"update_id": 7, "message": {"text": "cut off',
    ],
    ids=lambda body: str(body[:30]),
)
async def test_what_is_no_update_is_put_away_for_it_would_only_come_again(
    house: House, hook: Hook, body: bytes
) -> None:
    response = await hook.post(body)

    assert response.status_code == 200
    assert count(house, "inbox") == 0


async def test_what_cannot_be_stored_is_not_confirmed_and_comes_again(
    house: House, hook: Hook
) -> None:
    house.clinic.db.execute("PRAGMA query_only = ON")
    response = await hook.post(update())
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "2"

    house.clinic.db.execute("PRAGMA query_only = OFF")
    assert (await hook.post(update())).status_code == 200
    assert count(house, "inbox") == 1


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "HEAD"])
async def test_nothing_but_posting_is_understood(hook: Hook, method: str) -> None:
    response = await hook.client.request(method, hook.url, headers={SECRET_HEADER: SECRET})

    assert response.status_code == 405


async def test_no_other_address_is_there(hook: Hook) -> None:
    response = await hook.client.post(hook.url + "x", headers={SECRET_HEADER: SECRET})

    assert response.status_code == 404


async def test_telegram_delivers_to_it(house: House, hook: Hook) -> None:
    call = {"url": hook.url, "secret_token": SECRET}
    await house.app.bot.call("setWebhook", call)
    people = [house.chatter() for _ in range(5)]

    for person in people:
        person.person.writes("/help")
    await delivered(house)
    await house.settle()

    assert all(len(person.from_bot) == 1 for person in people)
    assert count(house, "inbox") == 5


async def test_telegram_tries_again_what_was_not_confirmed(house: House, hook: Hook) -> None:
    house.api.world.webhook.first_delay = 0
    await house.app.bot.call("setWebhook", {"url": hook.url, "secret_token": "x" * 32})
    house.chatter().person.writes("/help")
    while house.api.world.webhook.last_error is None:  # noqa: ASYNC110  # the stand-in has no event
        await asyncio.sleep(0)
    assert house.api.pending == 1

    house.clock.move_to(house.now.replace(second=2))  # one setWebhook a second
    await house.app.bot.call("setWebhook", {"url": hook.url, "secret_token": SECRET})
    await delivered(house)

    assert count(house, "inbox") == 1


async def delivered(house: House) -> None:
    """Let the server deliver all that waits."""
    async with asyncio.timeout(PATIENCE):
        while house.api.pending:  # noqa: ASYNC110  # the stand-in has no event
            await asyncio.sleep(0)


async def test_an_update_that_is_delivered_reaches_its_conversation(
    house: House, hook: Hook, robin: Chatter
) -> None:
    await house.app.bot.call("setWebhook", {"url": hook.url, "secret_token": SECRET})

    robin.person.writes("/diary")
    await delivered(house)
    await house.settle()
    robin.person.taps("7")
    await delivered(house)
    await house.settle()

    assert "How long did it last?" in robin.last.text
