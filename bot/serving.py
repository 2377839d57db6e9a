"""A web server inside the bot's own process."""

import asyncio
import os
import socket
from contextlib import nullcontext
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.routing import BaseRoute

BACKLOG = 2048  # connections that may wait, as uvicorn has it


class PortTakenError(Exception):
    """Nothing can be served there; the sentence says which setting to change."""

    def __init__(self, setting: str, host: str, port: int, number: int | None) -> None:
        why = os.strerror(number) if number is not None and number > 0 else "no such address"
        super().__init__(
            f"{setting} {port} on {host} cannot be used ({why}). Stop whatever uses it, or write "
            "another one in .env."
        )


class WebServer(uvicorn.Server):
    """A web server that leaves the process's signals and its logging alone."""

    def __init__(self, routes: list[BaseRoute], host: str, port: int, *, setting: str) -> None:
        web = Starlette(routes=routes)
        self._setting = setting
        self._listening: socket.socket | None = None
        super().__init__(
            uvicorn.Config(
                web,
                host=host,
                port=port,
                lifespan="off",
                log_config=None,
                access_log=False,
                server_header=False,
            )
        )
        self.ready = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen, and tell so."""
        await super().startup(sockets)
        self.ready.set()

    async def serve(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve until cancelled, then close what is open; what was not answered comes again.

        Raises PortTakenError where `listen` was not called before.
        """
        sockets = sockets or [self._listening or self.listen()]
        try:
            await super().serve(sockets)
        finally:
            self.force_exit = True
            if self.started:
                await self.shutdown(sockets)

    def listen(self) -> socket.socket:
        """Take the port; raises PortTakenError.

        uvicorn would end the whole program by itself when it cannot.
        """
        host, port = self.config.host, self.config.port
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        try:
            self._listening = socket.create_server((host, port), family=family, backlog=BACKLOG)
        except OSError as error:
            raise PortTakenError(self._setting, host, port, error.errno) from error
        return self._listening

    def close(self) -> None:
        """Give the port back, whether it was ever served or not."""
        if self._listening is not None:
            self._listening.close()

    def capture_signals(self) -> nullcontext[None]:  # type: ignore[override]  # no signals at all
        """Capture none."""
        return nullcontext()

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """Do nothing: the application decides when to end."""
