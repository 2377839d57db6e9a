"""Open connections of the stand-in, so that one can be cut and all can be closed."""

import asyncio
from typing import cast

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

# api.telegram.org keeps an idle connection open for about as long.
IDLE_SECONDS = 39
GRACE_SECONDS = 0.5
NOBODY = ("", 0)
HOST = "127.0.0.1"


class Wires:
    """uvicorn's HTTP protocol in the running loop, without its signals and ticks."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._state = ServerState()
        self._open: dict[tuple[str, int], asyncio.Transport] = {}

    async def listen(self, application: ASGIApp, *, port: int = 0) -> str:
        """Answer whoever connects to this port, or a free one, and return the base URL."""
        config = uvicorn.Config(
            application,
            lifespan="off",
            ws="none",
            log_config=None,
            access_log=False,
            timeout_keep_alive=IDLE_SECONDS,
        )
        config.load()
        wires, state = self._open, self._state

        class Listed(H11Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                wire = cast("asyncio.Transport", transport)
                super().connection_made(wire)
                wires[self.client or NOBODY] = wire

            def connection_lost(self, exc: Exception | None) -> None:
                super().connection_lost(exc)
                wires.pop(self.client or NOBODY, None)

        # Given a host, asyncio makes sockets without Nagle's delay; given a socket, often not.
        self._server = await asyncio.get_running_loop().create_server(
            lambda: Listed(config=config, server_state=state, app_state={}), HOST, port
        )
        return f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"

    async def cut(self, client: tuple[str, int]) -> None:
        """Close the connection of this client without a word."""
        if wire := self._open.get(client):
            wire.abort()
        # The protocol hears of it in the next round of the loop, and then sends nothing more.
        await asyncio.sleep(0)

    async def close(self) -> None:
        """Let the answers under way go out, for a moment, and close every connection."""
        if self._server:
            self._server.close()
        for connection in list(self._state.connections):
            connection.shutdown()
        if tasks := set(self._state.tasks):
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
        for wire in list(self._open.values()):
            wire.abort()
        await asyncio.sleep(0)
