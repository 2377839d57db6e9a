"""The stand-in as a web server in the running event loop."""

import asyncio
import socket
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from typing import cast

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from tests.bot_api.answering import Answer, answer, check_token, refused
from tests.bot_api.api import BotApi
from tests.bot_api.reading import read_parameters
from tests.bot_api.refusals import Refusal

HOST = "127.0.0.1"


class Wires:
    """The open connections by the address of the client, so that one can be cut."""

    def __init__(self) -> None:
        self._open: dict[tuple[str, int], asyncio.BaseTransport] = {}

    def protocol(self) -> type[H11Protocol]:
        """Return uvicorn's protocol, which tells us of each connection."""
        wires = self._open

        class Listed(H11Protocol):
            def connection_made(self, transport: asyncio.BaseTransport) -> None:
                super().connection_made(cast("asyncio.Transport", transport))
                wires[transport.get_extra_info("peername")] = transport

        return Listed

    async def cut(self, client: tuple[str, int]) -> None:
        """Close the connection of this client without a word."""
        cast("asyncio.Transport", self._open.pop(client)).abort()
        # The protocol hears of it in the next round of the loop, and then sends nothing more.
        await asyncio.sleep(0)


class Server(uvicorn.Server):
    """A uvicorn server that says when it is ready and leaves signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.ready = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Leave signals to the program the server runs in."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, and say so."""
        await super().startup(sockets)
        self.ready.set()


def application(api: BotApi, wires: Wires) -> Starlette:
    """Build the web application: methods and file downloads."""

    async def method(request: Request) -> Response:
        try:
            raw = await read_parameters(request)
        except Refusal as refusal:
            return _response(refused(refusal))
        token, name = request.path_params["token"], request.path_params["name"]
        answered = await answer(api.world, token, name, raw)
        if answered.lost:
            await wires.cut(cast("tuple[str, int]", request.scope["client"]))
        return _response(answered)

    async def download(request: Request) -> Response:
        try:
            check_token(api.world, request.path_params["token"])
        except Refusal as refusal:
            return _response(refused(refusal))
        stored = api.world.files.at(request.path_params["path"])
        return Response(stored.upload.content) if stored else await not_found(request, None)

    async def not_found(request: Request, _: object) -> Response:
        return JSONResponse({"ok": False, "error_code": 404, "description": "Not Found"}, 404)

    routes = [
        Route("/bot{token}/{name}", method, methods=["GET", "POST"]),
        Route("/file/bot{token}/{path:path}", download),
    ]
    return Starlette(routes=routes, exception_handlers={404: not_found})


def _response(answered: Answer) -> Response:
    headers = {"Content-Type": "application/json"} | answered.headers
    return Response(answered.body.encode(), status_code=answered.status, headers=headers)


@asynccontextmanager
async def serving(api: BotApi, *, port: int = 0) -> AsyncIterator[str]:
    """Serve the Bot API in the current event loop and yield its base URL."""
    wires = Wires()
    config = uvicorn.Config(
        application(api, wires),
        http=wires.protocol(),
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    listening = socket.create_server((HOST, port))
    server = Server(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    await server.ready.wait()
    api.world.webhook.wake()
    try:
        yield f"http://{HOST}:{listening.getsockname()[1]}"
    finally:
        api.world.webhook.stop()
        api.world.polling.wake()
        server.should_exit = True
        await task
