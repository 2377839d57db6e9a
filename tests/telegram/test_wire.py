"""The wire to Telegram: how each failure is told, and what stands between."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from telegram.error import NetworkError, TimedOut

from bot.telegram.bot import make_bot
from bot.telegram.wire import SURELY_NOT_SENT, Wire
from tests.house import TOKEN
from tests.telegram.posting import free_port

ANSWER = b'{"ok":true,"result":true}'
WHOLE = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%s" % (len(ANSWER), ANSWER)


@asynccontextmanager
async def answering(answer: bytes | None) -> AsyncIterator[tuple[str, list[bytes]]]:
    """Serve one answer to everything, or none; give the address and the lines asked with."""
    asked: list[bytes] = []
    over = asyncio.Event()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        asked.append((await reader.readuntil(b"\r\n\r\n")).partition(b"\r\n")[0])
        if answer is None:
            await over.wait()
        else:
            writer.write(answer)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", asked
    finally:
        over.set()
        server.close()


async def get(url: str, patience: float = 5) -> tuple[int, bytes]:
    """Ask for an address over a wire of its own."""
    wire = Wire(connections=1, patience=patience)
    await wire.initialize()
    try:
        return await wire.do_request(url, "POST")
    finally:
        await wire.shutdown()


async def test_nobody_there_is_surely_not_sent() -> None:
    with pytest.raises(NetworkError) as failed:
        await get(f"http://127.0.0.1:{free_port()}/bot{TOKEN}/getMe")

    assert isinstance(failed.value.__cause__, SURELY_NOT_SENT)
    assert TOKEN not in str(failed.value)


async def test_no_answer_in_time_may_have_been_sent() -> None:
    async with answering(None) as (url, asked):
        with pytest.raises(TimedOut) as failed:
            await get(url, patience=0.01)

    assert asked == [b"POST / HTTP/1.1"]
    assert not isinstance(failed.value.__cause__, SURELY_NOT_SENT)


async def test_an_answer_cut_short_may_have_been_sent() -> None:
    async with answering(WHOLE[:-3]) as (url, _):
        with pytest.raises(NetworkError) as failed:
            await get(url)

    assert not isinstance(failed.value.__cause__, SURELY_NOT_SENT)


async def test_a_proxy_of_the_environment_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    async with answering(WHOLE) as (proxy, asked):
        monkeypatch.setenv("http_proxy", proxy)
        bot = make_bot(TOKEN, "http://bot-api.example")
        wire = bot.request
        await wire.initialize()
        assert await bot.call("deleteWebhook", {}) is True
        await wire.shutdown()

    assert asked == [f"POST http://bot-api.example/bot{TOKEN}/deleteWebhook HTTP/1.1".encode()]
